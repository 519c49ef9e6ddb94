/**
 * What the monitor remembers: every second of the last ten minutes and means of ten seconds for two hours before.
 */
import type { MachineSample, MonitorSample } from "./sample.ts";

/** How much is kept at each resolution. */
export interface HistoryLimits {
  /** Samples kept as they came. */
  readonly fine: number;
  /** Means kept beyond those. */
  readonly coarse: number;
  /** Samples in a mean. */
  readonly perMean: number;
}

const defaultLimits: HistoryLimits = { fine: 600, coarse: 720, perMean: 10 };

/** Samples in order of time, in bounded memory. */
export class History {
  readonly #limits: HistoryLimits;
  readonly #fine: MonitorSample[] = [];
  readonly #coarse: MonitorSample[] = [];
  #pending: MonitorSample[] = [];

  constructor(limits = defaultLimits) {
    this.#limits = limits;
  }

  add(sample: MonitorSample): void {
    this.#fine.push(sample);
    if (this.#fine.length <= this.#limits.fine) return;
    const oldest = this.#fine.shift();
    if (oldest) this.#pending.push(oldest);
    if (this.#pending.length < this.#limits.perMean) return;
    this.#coarse.push(meanSample(this.#pending));
    this.#pending = [];
    if (this.#coarse.length > this.#limits.coarse) this.#coarse.shift();
  }

  /** Oldest first. With an id, only that machine's part, and only the samples it is in. */
  samples(machineId?: string): readonly MonitorSample[] {
    const all = [...this.#coarse, ...this.#pending, ...this.#fine];
    if (machineId === undefined) return all;
    return all.flatMap((sample) => {
      const machines = sample.machines.filter(({ id }) => id === machineId);
      return machines.length > 0 ? [{ ...sample, machines }] : [];
    });
  }
}

/** The mean of consecutive samples, at the time of the last. A machine counts over the samples it is in. */
export function meanSample(samples: readonly MonitorSample[]): MonitorSample {
  const last = samples.at(-1);
  if (!last) throw new Error("a mean needs at least one sample");
  const ids = new Set(samples.flatMap(({ machines }) => machines.map(({ id }) => id)));
  return {
    atMs: last.atMs,
    host: {
      ...last.host,
      cpuCores: mean(samples.map(({ host }) => host.cpuCores)) ?? 0,
      pageCores: mean(samples.map(({ host }) => host.pageCores)),
      stealCores: mean(samples.map(({ host }) => host.stealCores)) ?? 0,
      overheadCores: mean(samples.map(({ host }) => host.overheadCores)),
      freeCores: mean(samples.map(({ host }) => host.freeCores)) ?? 0,
      watchingCores: mean(samples.map(({ host }) => host.watchingCores)),
      showingCores: mean(samples.map(({ host }) => host.showingCores)),
    },
    machines: [...ids].map((id) =>
      meanMachine(samples.flatMap(({ machines }) => machines.filter((machine) => machine.id === id))),
    ),
  };
}

function meanMachine(samples: readonly MachineSample[]): MachineSample {
  const last = samples.at(-1);
  if (!last) throw new Error("a mean needs at least one sample");
  return {
    ...last,
    cpuCores: mean(samples.map(({ cpuCores }) => cpuCores)),
    stealCores: mean(samples.map(({ stealCores }) => stealCores)),
    throttledCores: mean(samples.map(({ throttledCores }) => throttledCores)),
    governedCores: mean(samples.map(({ governedCores }) => governedCores)),
    hostThrottledShare: mean(samples.map(({ hostThrottledShare }) => hostThrottledShare)),
    instructionsPerSecond: mean(samples.map(({ instructionsPerSecond }) => instructionsPerSecond)),
    watchingCores: mean(samples.map(({ watchingCores }) => watchingCores)),
    memoryReservedBytes: mean(samples.map(({ memoryReservedBytes }) => memoryReservedBytes)) ?? 0,
    memoryUsedBytes: mean(samples.map(({ memoryUsedBytes }) => memoryUsedBytes)),
  };
}

/** The mean of what is known; `null` if nothing is. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
