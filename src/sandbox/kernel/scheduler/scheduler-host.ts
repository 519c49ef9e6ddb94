/**
 * What the scheduler is given: time, timers, and someone to call when there is something to run.
 */
import type { Runnable } from "../runnable.ts";
import type { CpuGroup } from "./cpu-group.ts";

/** The kernel's timers, as the scheduler drives them: within `run`, and like interrupts while a task runs. */
export interface SchedulerTimers {
  /** On the scheduler's clock, in ms. */
  readonly nextMs: number | null;
  add(atMs: number, run: () => void): Disposable;
  fire(nowMs: number): void;
}

/** The world of a scheduler. */
export interface SchedulerHost {
  /** Monotonic, in ms with parts. */
  readonly nowMs: () => number;
  readonly timers: SchedulerTimers;
  /** Something became runnable while nothing ran: call `run` soon. */
  readonly wanted: () => void;
  /** The processor went from one task to another: to this. */
  readonly switched?: (task: Runnable<CpuGroup>) => void;
}
