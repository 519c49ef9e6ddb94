/**
 * A queue of tasks that wait for one thing, and the one way to sleep on it. Knows nothing of what is waited for.
 */
import type { Blocking, Pause, Waitable, WakeReason } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";

/** Wakes its waiters in the order they came. Nobody waiting costs nothing. */
export class WaitQueue implements Waitable {
  #waiting: Set<() => void> | null = null;

  enroll(wake: () => void): Disposable {
    const waiting = (this.#waiting ??= new Set());
    // A function of its own: the same `wake` may be enrolled twice.
    const waiter = (): void => wake();
    waiting.add(waiter);
    return { [Symbol.dispose]: () => void waiting.delete(waiter) };
  }

  wakeAll(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = null;
    for (const wake of waiting) wake();
  }

  wakeOne(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    const [first] = waiting;
    if (!first) return;
    waiting.delete(first);
    first();
  }
}

/** Sleeps until `queue` tells; EINTR when a signal came first. Look at the condition again afterwards. */
export function* sleepOn(...queues: readonly Waitable[]): Blocking<void> {
  const reason: WakeReason = yield { kind: "wait", on: queues };
  if (reason === "signal") throw new Errno("EINTR");
}

/** Sleeps until `queue` tells or the time comes; EINTR when a signal came first. */
export function* sleepOnUntil(
  untilMs: number,
  ...queues: readonly Waitable[]
): Blocking<"woken" | "timeout"> {
  const pause: Pause = { kind: "wait", on: queues, untilMs };
  const reason: WakeReason = yield pause;
  if (reason === "signal") throw new Errno("EINTR");
  return reason;
}
