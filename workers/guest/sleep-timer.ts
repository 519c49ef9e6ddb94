/**
 * The timer that ends a sleep, and the account of how much later than asked the host let sleeps end. Knows nothing of
 * who sleeps.
 */

/** `setTimeout` counts in 32 bits. */
const longestSleepMs = 2 ** 31 - 1;
/** Later than this, a sleep was prolonged by the browser (a hidden page) or the host: scheduling alone takes less. */
const lateMostMs = 100;

/** One sleep at a time. */
export class SleepTimer implements Disposable {
  readonly #nowMs: () => number;
  readonly #callback: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs: number | null = null;
  #lateMs = 0;

  /** Calls `callback` at the end of each sleep that is not ended before. */
  constructor(nowMs: () => number, callback: () => void) {
    this.#nowMs = nowMs;
    this.#callback = callback;
  }

  /** By how much sleeps were too long so far, in ms; the usual lateness is left out. */
  get lateMs(): number {
    return this.#lateMs;
  }

  /** Sleeps for `delayMs`, at least 1 ms; for good, if that is longer than timers can be. Ends the sleep before. */
  sleep(delayMs: number): void {
    this.end();
    if (delayMs > longestSleepMs) return;
    const askedMs = Math.max(1, Math.ceil(delayMs));
    this.#dueMs = this.#nowMs() + askedMs;
    this.#timer = setTimeout(() => {
      this.end();
      this.#callback();
    }, askedMs);
  }

  /** Ends the sleep, if any. What ends it may come late as well: after a standstill messages are served before timers. */
  end(): void {
    if (this.#dueMs === null) return;
    clearTimeout(this.#timer);
    const lateMs = this.#nowMs() - this.#dueMs;
    if (lateMs > lateMostMs) this.#lateMs += lateMs;
    this.#dueMs = null;
  }

  [Symbol.dispose](): void {
    this.end();
  }
}
