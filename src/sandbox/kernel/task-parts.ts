/**
 * What all tasks of a kernel share, as a task sees it. Each part is implemented elsewhere.
 */
import type { ExecutionOutcome } from "./runnable.ts";
import type { CpuGroup } from "./scheduler/cpu-group.ts";
import type { KernelHost } from "./kernel-host.ts";
import type { Processor } from "./processor.ts";
import type { Task } from "./task.ts";
import type { EndStatus } from "./task-state.ts";
import type { TimerHeap } from "./timer-heap.ts";
import type { Tracing } from "./trace/tracing.ts";

/** What happens around a task when it ends or changes; the tree of processes. */
export interface ProcessEvents {
  /** Ends `task`: frees what it holds, tells its parent. Once per task. */
  exit(task: Task, status: EndStatus): void;
  /** `task` was stopped or continued. */
  changed(task: Task): void;
}

/** The machine under a task. */
export interface TaskMachine {
  readonly host: KernelHost;
  /** The kernel's clocks: monotonic from boot, and since 1970. */
  readonly nowMs: () => number;
  readonly epochMs: () => number;
  readonly timers: TimerHeap;
  readonly processor: Processor<CpuGroup>;
  readonly events: ProcessEvents;
  readonly tracing: Tracing;
  /** Since boot. */
  readonly counts: { syscalls: number; forks: number };
  /** A program broke: says so where its user sees it, and ends it. */
  faulted(task: Task, fault: Extract<ExecutionOutcome, { kind: "faulted" }>): void;
}
