/** What the monitor is told of a machine, on and off. */
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { MIB } from "../../../src/base/units.ts";
import { guestReading, type ReadGuest } from "../../../src/playground/guest-reading.ts";
import type { MachineId } from "../../../src/playground/machine.ts";
import { SandboxMachine } from "../../../src/playground/sandbox-machine.ts";
import type { GuestSample } from "../../../src/protocol/guest-api.ts";
import { SandboxHostWorld } from "../../support/sandbox-host-world.ts";

const sample: GuestSample = {
  atMs: 1_000,
  cpuMs: 100,
  stealMs: 0,
  throttledMs: 0,
  governedMs: 0,
  hostThrottledMs: 0,
  instructions: 1,
  watchingMs: 0,
  reservedBytes: 59 * MIB,
  touchedBytes: 30 * MIB,
  balloonBytes: 8 * MIB,
  memory: { totalBytes: 46 * MIB, availableBytes: 26 * MIB, freeBytes: 20 * MIB, cachesBytes: 6 * MIB },
  pressure: null,
};
const web: ReadGuest = {
  id: "m1",
  state: "running",
  memoryMiB: 48,
  limits: { cpuCap: null, cpuWeight: 100, memoryMiB: 48, pidsLimit: null },
  sample,
};
const memoryOf = (guest: ReadGuest): unknown => {
  const { memoryReservedBytes, memoryUsedBytes, memoryKinds } = guestReading(guest);
  return { reserved: memoryReservedBytes / MIB, used: memoryUsedBytes && memoryUsedBytes / MIB, memoryKinds };
};

describe("what the monitor is told of a guest's memory", () => {
  it("is what its worker and its kernel said last, without the balloon", () => {
    expect(memoryOf(web)).toEqual({
      reserved: 59,
      used: 12,
      memoryKinds: {
        kind: "guest",
        reservedBytes: 59 * MIB,
        ramBytes: 48 * MIB,
        emulatorBytes: 11 * MIB,
        touchedBytes: 30 * MIB,
        usedBytes: 12 * MIB,
        balloonBytes: 8 * MIB,
      },
    });
  });

  it("is what is held for it before its worker has said anything", () => {
    expect(memoryOf({ ...web, state: "starting", sample: null })).toEqual({
      reserved: 59,
      used: null,
      memoryKinds: null,
    });
  });

  it("is nothing of any kind while it is off, however it ended", () => {
    const nothing = {
      reserved: 0,
      used: 0,
      memoryKinds: {
        kind: "guest",
        reservedBytes: 0,
        ramBytes: 0,
        emulatorBytes: 0,
        touchedBytes: 0,
        usedBytes: 0,
        balloonBytes: 0,
      },
    };
    expect([
      memoryOf({ ...web, state: "shutoff", sample: null }),
      memoryOf({ ...web, state: "crashed", sample: null }),
    ]).toEqual([nothing, nothing]);
  });

  it("is never less than nothing, when the balloon has grown since its kernel counted", () => {
    expect(guestReading({ ...web, sample: { ...sample, balloonBytes: 24 * MIB } }).memoryUsedBytes).toBe(0);
  });
});

describe("what the monitor is told of a sandbox's memory", () => {
  const life: Disposable[] = [];
  afterEach(() => {
    for (const resource of life.splice(0).toReversed()) resource[Symbol.dispose]();
  });

  it("is nothing of any kind while it has no cgroup, and what is charged to that while it has one", async () => {
    const on = await SandboxHostWorld.boot();
    life.push(on);
    const sandbox = await on.until(on.host.engine.create({ image: "system" }));
    const machine = new SandboxMachine(sandbox, { id: "m1" as MachineId, accent: 0, clock: systemClock });
    life.push(machine);
    const before = machine.read();
    await on.until(sandbox.start());
    const { memoryUsedBytes, memoryKinds } = machine.read();
    expect([before, (memoryUsedBytes ?? 0) > 0, memoryKinds]).toMatchObject([
      {
        memoryReservedBytes: 0,
        memoryUsedBytes: 0,
        memoryKinds: { kind: "sandbox", chargedBytes: 0, kernelBytes: 0, chargedByKind: {} },
      },
      true,
      { kind: "sandbox", chargedBytes: memoryUsedBytes },
    ]);
  });
});
