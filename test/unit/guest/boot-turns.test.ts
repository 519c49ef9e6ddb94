import { describe, expect, it } from "vitest";
import { BootTurns } from "../../../src/guest/boot-turns.ts";
import { ManualClock } from "../../support/manual-clock.ts";

const patience = new AbortController().signal;

function make(places: number): { turns: BootTurns; nextTask: () => void } {
  const clock = new ManualClock();
  return { turns: new BootTurns(places, clock), nextTask: () => clock.advance(0) };
}

describe("turns to boot", () => {
  it("are as many as there are places, and one at least", () => {
    const free = (places: number): boolean[] => {
      const { turns, nextTask } = make(places);
      return [1, 2, 3].map(() => {
        const turn = turns.takeNow();
        nextTask();
        return turn !== null;
      });
    };
    expect([free(2), free(0)]).toEqual([
      [true, true, false],
      [true, false, false],
    ]);
  });

  it("begin one in a task of the page", () => {
    const { turns, nextTask } = make(2);
    const inOneTask = [turns.takeNow(), turns.takeNow()].map(Boolean);
    nextTask();
    expect([inOneTask, turns.takeNow() !== null]).toEqual([[true, false], true]);
  });

  it("pass on in the order they were asked for", async () => {
    const { turns, nextTask } = make(1);
    const first = turns.takeNow();
    const order: string[] = [];
    const second = turns.take(patience).then((turn) => {
      order.push("second");
      turn[Symbol.dispose]();
      nextTask();
    });
    const third = turns.take(patience).then(() => order.push("third"));
    nextTask();
    first?.[Symbol.dispose]();
    nextTask();
    await Promise.all([second, third]);
    expect(order).toEqual(["second", "third"]);
  });

  it("skip who gave up waiting, with its reason", async () => {
    const { turns, nextTask } = make(1);
    const first = turns.takeNow();
    nextTask();
    const abort = new AbortController();
    const waiting = turns.take(abort.signal);
    abort.abort("destroyed");
    await expect(waiting).rejects.toBe("destroyed");
    first?.[Symbol.dispose]();
    expect(turns.takeNow()).not.toBeNull();
  });

  it("are not lost when one is handed out in the moment its taker gives up", async () => {
    const { turns, nextTask } = make(1);
    const first = turns.takeNow();
    const abort = new AbortController();
    const waiting = turns.take(abort.signal).catch(() => "gave up");
    nextTask();
    first?.[Symbol.dispose]();
    nextTask();
    abort.abort("destroyed");
    await waiting;
    await Promise.resolve();
    nextTask();
    expect(turns.takeNow()).not.toBeNull();
  });
});
