/**
 * What tasks ask of whoever hands out the processor. Knows nothing of how it decides.
 */
import type { Runnable } from "./runnable.ts";

/** The scheduler as the task's life sees it. */
export interface Processor<Group> {
  /** A new task, or one that moved to another group or was stopped: it may run from now on. */
  enqueue(task: Runnable<Group>): void;
  /** It may not run: it is stopped, moved, or over. */
  dequeue(task: Runnable<Group>): void;
  /** What it waited for has come. */
  wake(task: Runnable<Group>): void;
}
