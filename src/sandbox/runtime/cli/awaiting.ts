/**
 * Lets a process of the kernel wait for a promise of the page's: what the engine does takes several processes.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { sleepOn, WaitQueue } from "../../kernel/wait-queue.ts";

/** Waits until `promise` settles and passes on what it came to. EINTR when a signal came first. */
export function* awaiting<T>(promise: Promise<T>): Blocking<T> {
  const settled = new WaitQueue();
  const held: { outcome: { readonly value: T } | { readonly thrown: unknown } | null } = { outcome: null };
  promise.then(
    (value) => {
      held.outcome = { value };
      settled.wakeAll();
    },
    (thrown: unknown) => {
      held.outcome = { thrown };
      settled.wakeAll();
    },
  );
  while (!held.outcome) yield* sleepOn(settled);
  if ("thrown" in held.outcome) throw held.outcome.thrown;
  return held.outcome.value;
}
