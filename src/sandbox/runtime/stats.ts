/**
 * What sandboxes use, in the columns of `docker stats`. Rates come from two readings.
 */
import type { CgroupUsage } from "./engine-kernel.ts";

/** One reading of one sandbox. */
export interface StatsReading {
  readonly id: string;
  readonly name: string;
  readonly usage: CgroupUsage | null;
}

/** The columns, as `docker stats` heads them. What is not there to be measured is left out: block I/O. */
export const statsHeader = ["CONTAINER ID", "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "PIDS"] as const;

/** A row. `before` is an earlier reading of the same sandbox, `elapsedMs` ago. */
export function statsRow(
  { id, name, usage }: StatsReading,
  before: CgroupUsage | null,
  elapsedMs: number,
  hostMemoryBytes: number,
): readonly string[] {
  if (!usage) return [id, name, "--", "-- / --", "--", "--"];
  const share = before && elapsedMs > 0 ? ((usage.cpuMs - before.cpuMs) / elapsedMs) * 100 : null;
  const limit = usage.memoryMaxBytes ?? hostMemoryBytes;
  return [
    id,
    name,
    share === null ? "--" : `${share.toFixed(2)}%`,
    `${binarySize(usage.memoryBytes)} / ${binarySize(limit)}`,
    `${((usage.memoryBytes / limit) * 100).toFixed(2)}%`,
    String(usage.pids),
  ];
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1.5MiB`, four digits at most, as `docker stats` writes sizes. */
export function binarySize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number(value.toPrecision(4))}${units[unit]}`;
}
