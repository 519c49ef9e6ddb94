/**
 * Time as a dependency, so that what depends on it can be tested without waiting.
 */
import { toDisposable } from "./disposable.ts";

/** A monotonic clock with timers. Milliseconds. */
export interface Clock {
  /** Monotonic time in ms; its zero is arbitrary. */
  nowMs(): number;
  /** Runs `callback` once after `delayMs`; disposing cancels it. */
  after(delayMs: number, callback: () => void): Disposable;
  /** Runs `callback` every `periodMs` until disposed. */
  every(periodMs: number, callback: () => void): Disposable;
}

/** The clock of the browser or of Node. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, callback) {
    const id = setTimeout(callback, delayMs);
    return toDisposable(() => clearTimeout(id));
  },
  every(periodMs, callback) {
    const id = setInterval(callback, periodMs);
    return toDisposable(() => clearInterval(id));
  },
};
