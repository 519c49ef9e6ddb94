/**
 * Of a crowd, the machines that are told of one by one: those that took most of the host in the shown span. The others
 * are summed up. Pure.
 */
import type { MachineSample, MonitorSample } from "../../monitor/sample.ts";
import type { KnownMachine } from "./known-machines.ts";
import { spread, type Spread } from "./machine-statistics.ts";

/** So many areas and rows can be told apart, and drawn within a frame's time. */
export const mostApart = 24;

/** Machines in order of creation. */
export interface Crowd {
  /** Told of one by one. */
  readonly apart: readonly KnownMachine[];
  /** Told of as one. */
  readonly rest: readonly KnownMachine[];
}

/** At most `most` machines apart, `also` among them if it is one. Where there are no more than that, all are. */
export function crowdOf(
  samples: readonly MonitorSample[],
  machines: readonly KnownMachine[],
  most = mostApart,
  also: string | null = null,
): Crowd {
  if (machines.length <= most) return { apart: machines, rest: [] };
  const shares = mostShares(samples);
  const wanted = machines
    .map(({ id }) => ({ id, share: id === also ? Infinity : (shares.get(id) ?? 0) }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, most);
  const ids = new Set(wanted.map(({ id }) => id));
  return {
    apart: machines.filter(({ id }) => ids.has(id)),
    rest: machines.filter(({ id }) => !ids.has(id)),
  };
}

/** By machine, the most it had: of the cores and of the memory, as parts of what the host has, together. */
function mostShares(samples: readonly MonitorSample[]): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const { host, machines } of samples) {
    for (const { id, cpuCores, memoryReservedBytes } of machines) {
      const share = (cpuCores ?? 0) / host.cores + memoryReservedBytes / host.memoryBytes;
      if (share > (most.get(id) ?? -1)) most.set(id, share);
    }
  }
  return most;
}

/** A quantity over time: of each machine apart, and of the rest together, as far as it is known. */
export interface Columns {
  readonly apart: readonly (readonly (number | null)[])[];
  readonly rest: readonly (number | null)[];
}

/**
 * One value per sample; where a sample is missing, `null`. Where a machine was not there, `absent`: it took nothing, and
 * that is known; or it is left out.
 */
export function columns(
  samples: readonly (MonitorSample | null)[],
  { apart, rest }: Crowd,
  value: (sample: MachineSample) => number | null,
  absent: 0 | null = 0,
): Columns {
  const places = new Map(apart.map(({ id }, place) => [id, place]));
  const values = apart.map(() => samples.map((sample): number | null => sample && absent));
  const sums = samples.map((sample): number | null => sample && 0);
  samples.forEach((sample, at) => {
    for (const part of sample?.machines ?? []) {
      const place = places.get(part.id);
      const column = place === undefined ? undefined : values[place];
      if (column) column[at] = value(part);
      else if (rest.length > 0) sums[at] = (sums[at] ?? 0) + (value(part) ?? 0);
    }
  });
  return { apart: values, rest: sums };
}

/** What they take together at one moment. */
export interface CrowdFigures {
  readonly count: number;
  readonly cpuCores: number;
  readonly cpu: Spread;
  readonly memoryUsedBytes: number;
  readonly memoryReservedBytes: number;
}

/** The rest of `crowd` at `moment`, and its CPU over `samples`. */
export function restFigures(
  samples: readonly MonitorSample[],
  moment: MonitorSample | null,
  crowd: Crowd,
): CrowdFigures {
  const now = (value: (sample: MachineSample) => number | null): number =>
    columns([moment], crowd, value).rest[0] ?? 0;
  return {
    count: crowd.rest.length,
    cpuCores: now(({ cpuCores }) => cpuCores),
    cpu: spread(columns(samples, crowd, ({ cpuCores }) => cpuCores).rest),
    memoryUsedBytes: now(({ memoryUsedBytes }) => memoryUsedBytes),
    memoryReservedBytes: now(({ memoryReservedBytes }) => memoryReservedBytes),
  };
}
