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

/**
 * The mean of consecutive samples, at the time of the last. Where a machine is not, it has and takes nothing; a share that
 * is not known counts as nothing, as it does in the host's line: so machines, page, overhead and what is free come to all
 * cores in a mean as well.
 */
export function meanSample(samples: readonly MonitorSample[]): MonitorSample {
  const last = samples.at(-1);
  if (!last) throw new Error("a mean needs at least one sample");
  const ids = new Set(samples.flatMap(({ machines }) => machines.map(({ id }) => id)));
  const of = (value: (host: MonitorSample["host"]) => number | null): number | null =>
    mean(samples.map(({ host }) => value(host)));
  return {
    atMs: last.atMs,
    host: {
      ...last.host,
      cpuCores: of((host) => host.cpuCores) ?? 0,
      pageCores: of((host) => host.pageCores),
      stealCores: of((host) => host.stealCores) ?? 0,
      overheadCores: of((host) => host.overheadCores),
      freeCores: of((host) => host.freeCores) ?? 0,
      watchingCores: of((host) => host.watchingCores),
      showingCores: of((host) => host.showingCores),
    },
    machines: [...ids].map((id) =>
      meanMachine(
        samples.flatMap(({ machines }) => machines.filter((machine) => machine.id === id)),
        samples.length,
      ),
    ),
  };
}

/** Of a machine that was in `samples`, out of `count`. */
function meanMachine(samples: readonly MachineSample[], count: number): MachineSample {
  const last = samples.at(-1);
  if (!last) throw new Error("a mean needs at least one sample");
  const share = (value: (machine: MachineSample) => number | null): number | null =>
    mean(samples.map(value), count);
  /** What it used is not known at first: it is taken to have been as later. */
  const memory = (value: (machine: MachineSample) => number | null): number | null => {
    const known = samples.map(value).filter((bytes) => bytes !== null);
    const ofThose = mean(known);
    return ofThose === null ? null : (ofThose * samples.length) / count;
  };
  return {
    ...last,
    cpuCores: share(({ cpuCores }) => cpuCores),
    stealCores: share(({ stealCores }) => stealCores),
    throttledCores: share(({ throttledCores }) => throttledCores),
    governedCores: share(({ governedCores }) => governedCores),
    hostThrottledShare: share(({ hostThrottledShare }) => hostThrottledShare),
    instructionsPerSecond: share(({ instructionsPerSecond }) => instructionsPerSecond),
    watchingCores: share(({ watchingCores }) => watchingCores),
    memoryReservedBytes: memory(({ memoryReservedBytes }) => memoryReservedBytes) ?? 0,
    memoryUsedBytes: memory(({ memoryUsedBytes }) => memoryUsedBytes),
  };
}

/** The mean over `count`, of which those that are missing or unknown count nothing; `null` if none is known. */
function mean(values: readonly (number | null)[], count = values.length): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / count : null;
}
