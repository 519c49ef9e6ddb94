import { describe, expect, it } from "vitest";
import { RunLoop } from "../../../workers/guest/run-loop.ts";
import type { TurnGuest } from "../../../workers/guest/turns.ts";

/** A guest whose slices each take 1 ms of a clock that only they move. */
function scripted(slices: readonly number[], capWaits: readonly number[] = []) {
  let now = 0;
  const log: string[] = [];
  const left = [...slices];
  const caps = [...capWaits];
  const guest: TurnGuest = {
    slice() {
      now += 1;
      log.push("slice");
      return left.shift() ?? Infinity;
    },
    turnBegan: (wasHeld) => void log.push(wasHeld ? "began-after-hold" : "began"),
    turnEnded: (sleeps) => void log.push(sleeps ? "sleeps" : "yields"),
    capWaitMs: () => caps.shift() ?? 0,
    stolenMs: () => 0,
  };
  return { guest, log, now: () => now };
}

const settle = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("the run loop", () => {
  it("runs slices until the guest sleeps, then nothing until it is woken", async () => {
    const { guest, log, now } = scripted([0, 0, Infinity, Infinity]);
    using loop = new RunLoop(guest, now);
    loop.wake();
    await settle();
    expect(log).toEqual(["began", "slice", "slice", "slice", "sleeps"]);
    loop.wake();
    await settle();
    expect(log.slice(5)).toEqual(["began", "slice", "sleeps"]);
  });

  it("lets the event loop turn after 4 ms of slices", async () => {
    const { guest, log, now } = scripted([0, 0, 0, 0, 0, Infinity]);
    using loop = new RunLoop(guest, now);
    loop.wake();
    await settle();
    expect(log.join(" ")).toBe("began slice slice slice slice yields began slice slice sleeps");
  });

  it("runs nothing while there is a reason to hold the guest, and runs on when the last is gone", async () => {
    const { guest, log, now } = scripted([0, 0, 0, 0, Infinity]);
    using loop = new RunLoop(guest, now);
    loop.wake();
    loop.hold("paused");
    loop.hold("output");
    await settle();
    loop.release("paused");
    loop.wake();
    await settle();
    expect(log).toEqual([]);
    loop.release("output");
    await settle();
    expect(log).toContain("sleeps");
  });

  it("tells the first turn after a hold from the others", async () => {
    const { guest, log, now } = scripted([Infinity, Infinity, Infinity]);
    using loop = new RunLoop(guest, now);
    for (const disturb of [() => undefined, () => loop.hold("output"), () => undefined]) {
      disturb();
      loop.release("output");
      loop.wake();
      await settle(5);
    }
    expect(log.filter((entry) => entry.startsWith("began"))).toEqual(["began", "began-after-hold", "began"]);
  });

  it("wakes itself when the guest's timer is due", async () => {
    const { guest, log, now } = scripted([5, Infinity]);
    using loop = new RunLoop(guest, now);
    loop.wake();
    await settle(40);
    expect(log.join(" ")).toBe("began slice sleeps began slice sleeps");
  });

  it("does not miss an interrupt that comes while it runs", async () => {
    const { guest, log, now } = scripted([Infinity, Infinity]);
    let interrupted = false;
    using loop: RunLoop = new RunLoop(
      {
        ...guest,
        turnEnded(sleeps) {
          guest.turnEnded(sleeps);
          if (!interrupted) loop.wake();
          interrupted = true;
        },
      },
      now,
    );
    loop.wake();
    await settle();
    expect(log.join(" ")).toBe("began slice sleeps began slice sleeps");
  });

  it("holds a capped guest back though interrupts come, and counts the time", async () => {
    const { guest, log, now } = scripted([0, 0, Infinity], [400]);
    using loop = new RunLoop(guest, () => now() + performance.now());
    loop.wake();
    await settle(10);
    loop.wake();
    await settle(5);
    expect(log.join(" ")).toBe("began slice sleeps");
    await settle(600);
    expect(log.join(" ")).toBe("began slice sleeps began slice slice sleeps");
    expect(loop.throttledMs).toBeGreaterThan(350);
  });

  it("tells by how much the host woke the guest too late, as in a hidden page", async () => {
    const { guest, now } = scripted([5, 5, Infinity]);
    let late = 0;
    using loop = new RunLoop(guest, () => now() + late);
    loop.wake();
    await settle(3);
    late = 900;
    await settle(40);
    expect(Math.round(loop.lateMs / 100)).toBe(9);
  });
});
