/**
 * What the scheduler knows of a task, and what a task knows of the scheduler: the seam between them. Neither imports
 * the other's code.
 */
import type { Pause, WakeReason } from "../abi/blocking.ts";

/** The processor, for as long as a task has it. */
export interface Slice {
  /** Whether the task has to give the processor back now. Cheap: called at every checkpoint. */
  over(): boolean;
}

/** How a stretch on the processor came to its end. */
export type RunOutcome =
  /** It would run on: its slice was over, or a signal has to be delivered. */
  | { readonly kind: "preempted" }
  /** It waits: the task wakes itself (`Scheduler.wake`) when the pause is over. */
  | { readonly kind: "waiting"; readonly pause: Extract<Pause, { kind: "wait" }> }
  /** It ended (or was killed), and is never run again. */
  | { readonly kind: "ended" };

/** CPU time of one task, kept by the scheduler. All in ms. */
export interface CpuAccount {
  ranMs: number;
  /** Runnable, but another had the processor. */
  waitedMs: number;
  /** Runnable, but its cgroup's quota was spent. */
  throttledMs: number;
  /** Times it gave the processor away by itself, and times it was taken. */
  voluntarySwitches: number;
  involuntarySwitches: number;
}

/** A task as the scheduler sees it. `Group` is the scheduler's own entity for a cgroup. */
export interface Runnable<Group> {
  readonly cpu: CpuAccount;
  /** -20 to 19: weighs it against its siblings in the cgroup, by the kernel's table. */
  readonly nice: number;
  /** Where it is scheduled. Moving a task: dequeue, change, enqueue. */
  readonly group: Group;
  /**
   * Runs the task until its outcome. WebAssembly answers with a promise, settled in a microtask of the same turn;
   * a generator answers at once. Never throws.
   */
  run(slice: Slice): RunOutcome | Promise<RunOutcome>;
}

/** A program in execution: a generator or a WebAssembly instance. The task calls it from its own `run`. */
export interface Execution {
  /** Runs on after `reason` until a checkpoint at which `slice` is over, a wait, or the end. */
  run(slice: Slice, reason: WakeReason): ExecutionOutcome | Promise<ExecutionOutcome>;
  /** Gives up what it holds; it is never run again. */
  abandon(): void;
}

/** As `RunOutcome`, with what the program's end was. */
export type ExecutionOutcome =
  | Exclude<RunOutcome, { kind: "ended" }>
  | { readonly kind: "exited"; readonly code: number }
  /** It broke: a trap of WebAssembly, a bug of a TypeScript program. `signal` is what it dies of. */
  | {
      readonly kind: "faulted";
      readonly signal: "SIGSEGV" | "SIGILL" | "SIGFPE" | "SIGABRT";
      readonly why: string;
    };
