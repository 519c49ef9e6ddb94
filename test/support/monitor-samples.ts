/** Samples of the monitor, with what a test does not care about filled in. */
import { MIB } from "../../src/base/units.ts";
import { idleRates } from "../../src/monitor/machine-account.ts";
import type { MachineSample, MonitorSample } from "../../src/monitor/sample.ts";

/** A host of two cores and 2 GiB of which nothing is known but that it is idle. */
export function hostSample(changes: Partial<MonitorSample["host"]> = {}): MonitorSample["host"] {
  return {
    cores: 2,
    cpuCores: 0,
    memoryBytes: 2048 * MIB,
    pageCores: null,
    layerBytes: 0,
    stealCores: 0,
    overheadCores: null,
    freeCores: 2,
    watchingCores: null,
    showingCores: null,
    browserMemory: null,
    memoryBeside: null,
    pressure: { cpu: null, memory: null },
    ...changes,
  };
}

/** A guest that runs, idle, without limits. */
export function machineSample(id: string, changes: Partial<MachineSample> = {}): MachineSample {
  return {
    id,
    kind: "guest",
    state: "running",
    ...idleRates,
    limits: { cpuCores: null, memoryBytes: null },
    memoryReservedBytes: 40 * MIB,
    memoryUsedBytes: 10 * MIB,
    memoryKinds: null,
    pressure: { cpu: null, memory: null },
    kernelPressure: null,
    ...changes,
  };
}
