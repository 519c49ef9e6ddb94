/**
 * Waiting that can be given up. An abort rejects with the signal's own reason, untouched.
 */
import type { Clock } from "./clock.ts";
import { deferred } from "./deferred.ts";

/** Settles as `promise` does, or rejects with the signal's reason as soon as it aborts. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- an abort's reason passes untouched
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export async function pause(ms: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  const over = deferred<void>();
  const timer = clock.after(ms, over.resolve);
  try {
    await abortable(over.promise, signal);
  } finally {
    timer[Symbol.dispose]();
  }
}

/** Whether `promise` fulfilled within `ms`; its rejection passes. What comes of it later is nobody's concern. */
export async function settledWithin(promise: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  const late = deferred<false>();
  const timer = clock.after(ms, () => late.resolve(false));
  try {
    return await Promise.race([promise.then(() => true as const), late.promise]);
  } finally {
    timer[Symbol.dispose]();
  }
}
