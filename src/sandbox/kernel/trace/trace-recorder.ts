/**
 * Keeps what happens in one cgroup and below: the first records with their times, counts of all. Knows no machine.
 */
import type { Cgroup } from "../cgroup/cgroup.ts";
import { isWithin, type TraceRecord, type Tracing } from "./tracing.ts";

const mostRecords = 2000;

/** What was recorded. */
export interface TaskTrace {
  /** On the kernel's clock, in ms since boot. */
  readonly beganAtMs: number;
  readonly wallMs: number;
  /** CPU time that the cgroup's tasks had meanwhile, in ms. */
  readonly cpuMs: number;
  /** System calls that began, times the processor was given to one of its tasks, and bytes charged. */
  readonly calls: number;
  readonly switches: number;
  readonly chargedBytes: number;
  /** The first of them, in order. A call under way at the end has no result. */
  readonly records: readonly TraceRecord[];
  /** How many more there were. */
  readonly recordsLost: number;
}

/** The kernel around a recorder. */
export interface RecordedKernel {
  readonly tracing: Tracing;
  readonly nowMs: () => number;
  /** Brings CPU accounts up to now. */
  settleAccounts(): void;
}

/** Begins to record; the result ends it and tells. Ending it twice tells the same again. */
export function recordTrace(kernel: RecordedKernel, cgroup: Cgroup): () => TaskTrace {
  const records: TraceRecord[] = [];
  const counts = { calls: 0, switches: 0, chargedBytes: 0, recordsLost: 0 };
  const beganAtMs = kernel.nowMs();
  const cpuMs = usedMs(kernel, cgroup);
  let trace: TaskTrace | null = null;
  const watching = kernel.tracing.add({
    wants: (_task, at) => isWithin(at, cgroup),
    began: (record) => {
      if (record.kind === "call") counts.calls += 1;
      else if (record.kind === "switched") counts.switches += 1;
      else counts.chargedBytes += record.bytes;
      if (records.length < mostRecords) records.push(record);
      else counts.recordsLost += 1;
    },
  });
  return () => {
    watching[Symbol.dispose]();
    trace ??= {
      beganAtMs,
      wallMs: kernel.nowMs() - beganAtMs,
      cpuMs: usedMs(kernel, cgroup) - cpuMs,
      ...counts,
      records,
    };
    return trace;
  };
}

function usedMs(kernel: RecordedKernel, cgroup: Cgroup): number {
  kernel.settleAccounts();
  return cgroup.cpu.usedMs;
}
