/**
 * The files of the cpu controller, and those on CPU time and pressure that every cgroup has (cgroup-v2.rst, "CPU").
 */
import { Errno } from "../../abi/errno.ts";
import type { CpuGroup } from "../scheduler/cpu-group.ts";
import { niceOfWeight, shareOfWeight, weightOfNice, weightOfShare } from "../scheduler/nice-weights.ts";
import type { StallShare } from "../scheduler/pressure.ts";
import type { Cgroup } from "./cgroup.ts";
import { keyed } from "./control-file.ts";
import type { ControlFile } from "./control-file.ts";
import { wholeNumber } from "./control-numbers.ts";

/** Quota and period are at least this, in µs, and a period at most the other. */
const leastUsec = 1000;
const longestPeriodUsec = 1_000_000;
/** max_cfs_runtime of the kernel. */
const mostUsec = 2 ** 44 / 1000;

function usec(ms: number): number {
  return Math.round(ms * 1000);
}

function bandwidth(cgroup: Cgroup): CpuGroup["bandwidth"] {
  return cgroup.cpu.bandwidth;
}

function writeMax(cgroup: Cgroup, text: string): void {
  const match = /^\s*(\S{1,20})(?:\s+(\d+))?/.exec(text);
  const quota = match?.[1];
  if (quota === undefined || !(quota === "max" || /^\d+/.test(quota))) throw new Errno("EINVAL");
  const { limit } = bandwidth(cgroup);
  const periodUsec = match?.[2] === undefined ? usec(limit.periodMs) : Number(match[2]);
  const quotaUsec = quota === "max" ? null : Number.parseInt(quota, 10);
  setLimit(cgroup, quotaUsec, periodUsec, usec(limit.burstMs));
}

function setLimit(cgroup: Cgroup, quotaUsec: number | null, periodUsec: number, burstUsec: number): void {
  if (periodUsec < leastUsec || periodUsec > longestPeriodUsec) throw new Errno("EINVAL");
  if (quotaUsec !== null) {
    if (quotaUsec < leastUsec || quotaUsec > mostUsec) throw new Errno("EINVAL");
    if (burstUsec > quotaUsec || burstUsec + quotaUsec > mostUsec) throw new Errno("EINVAL");
  }
  cgroup.tree.host.scheduler.groups.limit(cgroup.cpu, {
    quotaMs: quotaUsec === null ? null : quotaUsec / 1000,
    periodMs: periodUsec / 1000,
    burstMs: burstUsec / 1000,
  });
}

function writeBurst(cgroup: Cgroup, text: string): void {
  const { limit } = bandwidth(cgroup);
  const burstUsec = wholeNumber(text, 0, Number.MAX_SAFE_INTEGER);
  setLimit(cgroup, limit.quotaMs === null ? null : usec(limit.quotaMs), usec(limit.periodMs), burstUsec);
}

function stat(cgroup: Cgroup): string {
  const { cpu, tree } = cgroup;
  const nowMs = tree.host.scheduler.settleAccounts();
  const used = usec(cpu.usedMs);
  const rows: [string, number][] = [
    ["usage_usec", used],
    // There is no line between the two here.
    ["user_usec", used],
    ["system_usec", 0],
  ];
  if (cgroup.controllers.has("cpu")) {
    const { periods, throttles, bursts, burstMs } = cpu.bandwidth;
    rows.push(
      ["nr_periods", periods],
      ["nr_throttled", throttles],
      ["throttled_usec", usec(cpu.bandwidth.throttledMs(nowMs))],
      ["nr_bursts", bursts],
      ["burst_usec", usec(burstMs)],
    );
  }
  return keyed(rows);
}

function localStat(cgroup: Cgroup): string {
  if (!cgroup.controllers.has("cpu")) return "";
  return keyed([["throttled_usec", usec(cgroup.cpu.heldMs(cgroup.tree.host.nowMs()))]]);
}

function line(name: string, { averages, totalMs }: StallShare): string {
  const [ten, sixty, threeHundred] = averages.map((percent) => percent.toFixed(2));
  return `${name} avg10=${ten} avg60=${sixty} avg300=${threeHundred} total=${usec(totalMs)}\n`;
}

/** A pressure file's text (psi.rst); `/proc/pressure/…` reads so for the root. */
export function pressureText(group: CpuGroup, of: "cpu" | "memory", nowMs: number): string {
  const { some, full } = group.pressure(of, nowMs);
  return line("some", some) + line("full", full);
}

function pressureFile(of: "cpu" | "memory"): ControlFile {
  return {
    name: `${of}.pressure`,
    read: (cgroup) => pressureText(cgroup.cpu, of, cgroup.tree.host.nowMs()),
    write: (_, text) => {
      // A trigger would be polled for, which nothing here does.
      throw new Errno(/^(?:some|full) \d+ \d+/.test(text) ? "EOPNOTSUPP" : "EINVAL");
    },
  };
}

/** `cpu.…` and `memory.pressure`. */
export const cpuFiles: readonly ControlFile[] = [
  { name: "cpu.stat", read: stat },
  { name: "cpu.stat.local", read: localStat },
  pressureFile("cpu"),
  pressureFile("memory"),
  {
    name: "cpu.weight",
    controller: "cpu",
    found: "below root",
    read: ({ cpu }) => `${shareOfWeight(cpu.weight)}\n`,
    write: (cgroup, text) =>
      cgroup.tree.host.scheduler.groups.reweigh(cgroup.cpu, weightOfShare(wholeNumber(text, 1, 10_000))),
  },
  {
    name: "cpu.weight.nice",
    controller: "cpu",
    found: "below root",
    read: ({ cpu }) => `${niceOfWeight(cpu.weight)}\n`,
    write: (cgroup, text) =>
      cgroup.tree.host.scheduler.groups.reweigh(cgroup.cpu, weightOfNice(wholeNumber(text, -20, 19))),
  },
  {
    name: "cpu.max",
    controller: "cpu",
    found: "below root",
    read: (cgroup) => {
      const { quotaMs, periodMs } = bandwidth(cgroup).limit;
      return `${quotaMs === null ? "max" : usec(quotaMs)} ${usec(periodMs)}\n`;
    },
    write: writeMax,
  },
  {
    name: "cpu.max.burst",
    controller: "cpu",
    found: "below root",
    read: (cgroup) => `${usec(bandwidth(cgroup).limit.burstMs)}\n`,
    write: writeBurst,
  },
];
