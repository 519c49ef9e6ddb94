/** What a machine takes, as the list, the tiles and the limits tell it. */
import { expect, test } from "vitest";
import { takenBy } from "../../../src/ui/machine-figures.ts";
import { machineSample } from "../../support/monitor-samples.ts";

test("a machine that is off takes nothing, whatever its last sample says", () => {
  const taken = takenBy({ isActive: false }, machineSample("m1", { cpuCores: 1 }));
  expect(taken).toEqual({
    cpuCores: 0,
    throttledCores: 0,
    waitedCores: 0,
    memoryUsedBytes: 0,
    memoryReservedBytes: 0,
    balloonBytes: 0,
  });
});

test("of a machine that is on, what nobody has told is not taken for nothing", () => {
  const unknown = { cpuCores: null, stealCores: null, throttledCores: null, governedCores: null };
  const early = machineSample("m1", { ...unknown, memoryUsedBytes: null, memoryReservedBytes: 40 });
  expect([takenBy({ isActive: true }, null), takenBy({ isActive: true }, early)]).toEqual([
    {
      cpuCores: null,
      throttledCores: null,
      waitedCores: null,
      memoryUsedBytes: null,
      memoryReservedBytes: null,
      balloonBytes: null,
    },
    {
      cpuCores: null,
      throttledCores: null,
      waitedCores: null,
      memoryUsedBytes: null,
      memoryReservedBytes: 40,
      balloonBytes: null,
    },
  ]);
});

test("a machine waits for others by the host's scheduler and by the governor alike", () => {
  const sample = machineSample("m1", { stealCores: 0.25, governedCores: 0.5 });
  expect(takenBy({ isActive: true }, sample).waitedCores).toBe(0.75);
});
