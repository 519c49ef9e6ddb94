/**
 * What sandboxes use, in the columns of `docker stats`. Rates come from two readings.
 */
import type { CgroupUsage, NetworkTraffic } from "./engine-kernel.ts";

/** One reading of one sandbox. */
export interface StatsReading {
  readonly id: string;
  readonly name: string;
  readonly usage: CgroupUsage | null;
  readonly traffic: NetworkTraffic | null;
}

/** The columns, as `docker stats` heads them. */
export const statsHeader = [
  "CONTAINER ID",
  "NAME",
  "CPU %",
  "MEM USAGE / LIMIT",
  "MEM %",
  "NET I/O",
  "BLOCK I/O",
  "PIDS",
] as const;

/** There are no block devices: all files are in memory, which is counted as that. */
const blockTraffic = "n/a";

/** A row. `before` is an earlier reading of the same sandbox, `elapsedMs` ago. */
export function statsRow(
  { id, name, usage, traffic }: StatsReading,
  before: CgroupUsage | null,
  elapsedMs: number,
  hostMemoryBytes: number,
): readonly string[] {
  if (!usage) return [id, name, "--", "-- / --", "--", "--", blockTraffic, "--"];
  const share = before && elapsedMs > 0 ? ((usage.cpuMs - before.cpuMs) / elapsedMs) * 100 : null;
  const limit = usage.memoryMaxBytes ?? hostMemoryBytes;
  return [
    id,
    name,
    share === null ? "--" : `${share.toFixed(2)}%`,
    `${binarySize(usage.memoryBytes)} / ${binarySize(limit)}`,
    `${((usage.memoryBytes / limit) * 100).toFixed(2)}%`,
    traffic ? `${decimalSize(traffic.receivedBytes)} / ${decimalSize(traffic.sentBytes)}` : "--",
    blockTraffic,
    String(usage.pids),
  ];
}

/** `1.5kB`, three digits at most, as `docker stats` writes what was carried. */
function decimalSize(bytes: number): string {
  return size(bytes, 1000, ["B", "kB", "MB", "GB", "TB"], 3);
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1.5MiB`, four digits at most, as `docker stats` writes sizes. */
function binarySize(bytes: number): string {
  return size(bytes, 1024, units, 4);
}

function size(bytes: number, step: number, names: readonly string[], digits: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= step && unit < names.length - 1) {
    value /= step;
    unit += 1;
  }
  return `${Number(value.toPrecision(digits))}${names[unit]}`;
}
