/**
 * An estimate of how much of a core the page's main thread uses. No web API tells it, so the meter looks in on the
 * thread at set times: a look that comes late found it busy. The share of late looks is the share of busy time.
 */
import type { Clock } from "../base/clock.ts";
import { toDisposable } from "../base/disposable.ts";

/** Time between looks, in ms: 20 a second cost less than 0.1 % of a core. */
const periodMs = 50;
/** A look later than this found the thread busy, in ms; timers are late by less on an idle thread. */
const lateMs = 2;
/** Looks that the estimate is taken over: 3 s. */
const window = 60;

/** Looks while it is watching. */
export class PageMeter {
  readonly #clock: Clock;
  #looks: boolean[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The share of a core, 0 to 1, over the last 3 s; `null` before enough looks. */
  get cores(): number | null {
    if (this.#looks.length < window / 3) return null;
    return this.#looks.filter((late) => late).length / this.#looks.length;
  }

  /** Looks until disposed. */
  watch(): Disposable {
    let timer: Disposable;
    const look = (): void => {
      const dueMs = this.#clock.nowMs() + periodMs;
      timer = this.#clock.after(periodMs, () => {
        this.#looks.push(this.#clock.nowMs() - dueMs > lateMs);
        if (this.#looks.length > window) this.#looks.shift();
        look();
      });
    };
    look();
    return toDisposable(() => {
      timer[Symbol.dispose]();
      this.#looks = [];
    });
  }
}
