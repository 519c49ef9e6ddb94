/**
 * How code that runs in a task waits: it yields a `Pause` to the kernel and is resumed when that is over. System calls
 * that may wait are generators, so TypeScript programs delegate to them with `yield*` and the WebAssembly host drives
 * the same generators from its imports. Knows nothing of who schedules.
 */

/** Something that can be waited for. The kernel's `WaitQueue` implements it. */
export interface Waitable {
  /** Calls `wake` once at the next event; disposing takes the waiter off. */
  enroll(wake: () => void): Disposable;
}

/** What a task yields. */
export type Pause =
  /** A point at which the kernel may give the processor to another task, and deliver signals. */
  | { readonly kind: "checkpoint" }
  /** Sleeps until one of `on` tells, the time comes, or (unless `uninterruptible`) a signal is to be delivered. */
  | {
      readonly kind: "wait";
      readonly on: readonly Waitable[];
      /** On the kernel's monotonic clock, in ms. */
      readonly untilMs?: number;
      readonly uninterruptible?: boolean;
    }
  /** The task's program was replaced (exec) or is over: it is never resumed. */
  | { readonly kind: "gone" };

/** Why a wait is over. After `woken` the condition has to be looked at again: another may have been quicker. */
export type WakeReason = "woken" | "timeout" | "signal";

/** Code that may wait and comes to a `T`. */
export type Blocking<T> = Generator<Pause, T, WakeReason>;

/** The one checkpoint: yielding it allocates nothing. */
export const checkpoint: Pause = { kind: "checkpoint" };
