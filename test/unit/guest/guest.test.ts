import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { Disposables } from "../../../src/base/disposable.ts";
import { Failure } from "../../../src/base/failure.ts";
import { BootTurns } from "../../../src/guest/boot-turns.ts";
import { Guest } from "../../../src/guest/guest.ts";
import type { GuestSurroundings } from "../../../src/guest/guest-options.ts";
import { FakeGuestWorkers, type FakeGuestTraits } from "../../support/fake-guest-worker.ts";
import { codeOf } from "../../support/guest-contract.ts";
import { fakeMaterial, testImage } from "../../support/guest-builders.ts";
import { ManualClock } from "../../support/manual-clock.ts";

describe("a guest", () => {
  const life = new Set<Disposable>();
  afterEach(() => {
    for (const resource of life) resource[Symbol.dispose]();
    life.clear();
  });

  function make(traits: FakeGuestTraits = {}, surroundings: Partial<GuestSurroundings> = {}) {
    const owned = new Disposables();
    life.add(owned);
    const workers = new FakeGuestWorkers(traits);
    const clock = new ManualClock();
    let reservedMiB = 0;
    const reserve = (memoryMiB: number): Disposable => {
      reservedMiB += memoryMiB;
      return { [Symbol.dispose]: () => (reservedMiB -= memoryMiB) };
    };
    const guest = owned.add(
      new Guest(
        { name: "web", image: testImage, memoryMiB: 32 },
        {
          spawnWorker: workers.spawn,
          loadBootMaterial: fakeMaterial,
          memoryBudget: { reserve },
          bootTurns: new BootTurns(1, systemClock),
          clock,
          ...surroundings,
        },
      ),
    );
    return { guest, workers, clock, reservedMiB: () => reservedMiB };
  }

  it("is booted with the image's command line, its own name, and the console's size", async () => {
    const { guest, workers } = make();
    guest.console.resize({ columns: 132, rows: 50 });
    await guest.start();
    const { commandLine, memoryMiB, consoleSize } = workers.spawned[0]?.bootedWith ?? {};
    expect({ commandLine, memoryMiB, consoleSize }).toEqual({
      commandLine: "console=ttyS0 hostname=web",
      memoryMiB: 32,
      consoleSize: { columns: 132, rows: 50 },
    });
  });

  it.each(["pause", "resume", "shutdown", "reboot", "reset", "destroy"] as const)(
    "refuses to %s while shut off",
    async (verb) => {
      const { guest } = make();
      expect(await codeOf(guest[verb]())).toBe("wrong-state");
    },
  );

  it.each(["start", "resume"] as const)("refuses to %s while running", async (verb) => {
    const { guest } = make();
    await guest.start();
    expect(await codeOf(guest[verb]())).toBe("wrong-state");
  });

  it("names the verb, the state and what it would need when it refuses", async () => {
    const { guest } = make();
    await expect(guest.pause()).rejects.toThrow("Cannot pause web: it is shutoff, and pause needs running.");
  });

  it("cannot be removed while it runs", async () => {
    const { guest } = make();
    await guest.start();
    expect(() => guest.requireRemovable()).toThrow("Cannot remove web");
  });

  it("refuses a second verb while the first is under way, but for the ungraceful ones", async () => {
    const { guest, workers } = make();
    await guest.start();
    const worker = workers.spawned[0];
    if (worker) worker.api.pause = () => new Promise(() => undefined);
    void codeOf(guest.pause());
    expect([await codeOf(guest.shutdown()), await codeOf(guest.destroy())]).toEqual(["busy", "none"]);
  });

  it("reports a guest that does not shut down when asked, and goes on running", async () => {
    const { guest, clock } = make({ stubborn: true });
    await guest.start();
    const asked = codeOf(guest.shutdown());
    const during = guest.state;
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(10_000);
    expect({ during, code: await asked, after: guest.state }).toEqual({
      during: "shutting-down",
      code: "ignored",
      after: "running",
    });
  });

  it("does not wait for compliance when it is reset meanwhile", async () => {
    const { guest } = make({ stubborn: true });
    await guest.start();
    const asked = codeOf(guest.shutdown());
    await guest.reset();
    expect({ code: await asked, state: guest.state }).toEqual({ code: "ended", state: "running" });
  });

  it("gives up asking a worker that does not answer", async () => {
    const { guest, workers, clock } = make();
    await guest.start();
    const worker = workers.spawned[0];
    if (worker) worker.api.requestShutdown = () => new Promise(() => undefined);
    const asked = codeOf(guest.shutdown());
    clock.advance(5_000);
    expect({ code: await asked, state: guest.state }).toEqual({ code: "not-responding", state: "running" });
  });

  it("refuses to wait for a state that no guest has, and gives up when it is removed", async () => {
    const { guest } = make();
    const unknown = await codeOf(guest.waitForState("stopped"));
    const waiting = codeOf(guest.waitForState("running"));
    guest[Symbol.dispose]();
    expect([unknown, await waiting]).toEqual(["unknown-state", "removed"]);
  });

  it("tells a worker that was building of the size its terminal got meanwhile", async () => {
    const { guest, workers } = make();
    const sizes: number[] = [];
    const starting = guest.start();
    await new Promise((resolve) => setImmediate(resolve));
    const worker = workers.spawned[0];
    if (worker) worker.api.resizeConsole = ({ columns }) => Promise.resolve(void sizes.push(columns));
    await starting;
    guest.console.resize({ columns: 100, rows: 30 });
    expect(sizes).toEqual([100]);
  });

  it("gives up a call that its worker does not answer", async () => {
    const { guest, workers, clock } = make();
    await guest.start();
    const worker = workers.spawned[0];
    if (worker) worker.api.pause = () => new Promise(() => undefined);
    const pausing = codeOf(guest.pause());
    clock.advance(5_000);
    expect({ code: await pausing, state: guest.state }).toEqual({ code: "not-responding", state: "running" });
  });

  it("is crashed when its worker dies, and says what the browser said", async () => {
    const { guest, workers, clock } = make();
    await guest.start();
    workers.spawned[0]?.die("out of memory");
    await Promise.resolve();
    clock.advance(1_000);
    await guest.waitForState("crashed");
    expect(guest.crash).toEqual({ kind: "worker-died", detail: "out of memory" });
  });

  it("is crashed when its boot fails, and rejects with the reason", async () => {
    const { guest } = make({ bootFailure: new Failure("out-of-memory", "no 2047 MiB") });
    expect({ code: await codeOf(guest.start()), crash: guest.crash, state: guest.state }).toEqual({
      code: "out-of-memory",
      crash: { kind: "out-of-memory", detail: "no 2047 MiB" },
      state: "crashed",
    });
  });

  it("is shut off again when its image cannot be had, and holds nothing of the host", async () => {
    const { guest, reservedMiB } = make(
      {},
      { loadBootMaterial: () => Promise.reject(new Failure("image-corrupt", "wrong hash")) },
    );
    expect({ code: await codeOf(guest.start()), state: guest.state, held: reservedMiB() }).toEqual({
      code: "image-corrupt",
      state: "shutoff",
      held: 0,
    });
  });

  it("stays off when the host has no memory for it", async () => {
    const reserve = (): Disposable => {
      throw new Failure("not-enough-memory", "16 MiB are left");
    };
    const { guest, workers } = make({}, { memoryBudget: { reserve } });
    expect({ code: await codeOf(guest.start()), state: guest.state, workers: workers.living }).toEqual({
      code: "not-enough-memory",
      state: "shutoff",
      workers: 0,
    });
  });

  it("holds memory and a worker while it is on, and neither after", async () => {
    const { guest, workers, reservedMiB } = make();
    await guest.start();
    const on = [workers.living, reservedMiB()];
    await guest.destroy();
    expect({ on, off: [workers.living, reservedMiB()] }).toEqual({ on: [1, 32], off: [0, 0] });
  });

  it("leaves nothing behind after a hundred starts and destroys", async () => {
    const { guest, workers, clock, reservedMiB } = make();
    for (let cycle = 0; cycle < 100; cycle++) {
      await guest.start();
      await guest.destroy();
    }
    expect([workers.spawned.length, workers.living, clock.pending, reservedMiB()]).toEqual([100, 0, 0, 0]);
  });
});
