/**
 * How much of each frame the kernel may take, so that over time it takes a set share of the page's thread and the page
 * keeps its frame rate. Pure: is told how long frames were and how much was used. Knows neither page nor scheduler.
 */

/** Less than this, in ms, is not worth a visit; it is saved for the next frame. */
const leastBudgetMs = 0.25;
/** A frame longer than this (a hidden page, a debugger) counts as this long: what was missed is not caught up with. */
const longestFrameMs = 100;
/** A debt beyond this, in ms, is forgiven: one long stop of the browser shall not stop the kernel for seconds. */
const mostDebtMs = 250;

/** A frame at 60 a second. */
const usualFrameMs = 1000 / 60;

/** What it did so far. */
export interface CapacityUse {
  /** The share of a core the kernel may have: 0.6 is 60 %. */
  readonly capacity: number;
  readonly grantedMs: number;
  readonly usedMs: number;
}

/** Budgets frame by frame. */
export class CapacityGovernor {
  #share: number;
  /** What may be used; negative after overruns. */
  #carriedMs = 0;
  #grantedMs = 0;
  #usedMs = 0;

  /** `share` of the thread's time, above 0 to 1. */
  constructor(share = 0.6) {
    this.#share = share;
  }

  get share(): number {
    return this.#share;
  }

  set share(share: number) {
    if (!(share > 0 && share <= 1)) throw new RangeError("a share is above 0 and at most 1");
    this.#share = share;
  }

  get use(): CapacityUse {
    return { capacity: this.#share, grantedMs: this.#grantedMs, usedMs: this.#usedMs };
  }

  /** Whether the kernel may run at once, without waiting for the next frame: it has not used its part of the last. */
  get hasSavings(): boolean {
    return this.#carriedMs >= leastBudgetMs;
  }

  /** What the kernel may run in a frame of `frameMs`: 0 while it pays for what it overran. */
  budget(frameMs: number): number {
    const lengthMs = Math.min(Math.max(0, frameMs), longestFrameMs);
    const dueMs = lengthMs * this.#share;
    // An idle kernel saves up one frame's part, for a prompt answer to what comes next; more would cost the page frames.
    const mostMs = Math.max(dueMs, usualFrameMs * this.#share, leastBudgetMs);
    this.#carriedMs = Math.min(Math.max(-mostDebtMs, this.#carriedMs) + dueMs, mostMs);
    const budgetMs = this.#carriedMs < leastBudgetMs ? 0 : this.#carriedMs;
    this.#grantedMs += budgetMs;
    return budgetMs;
  }

  /** What a visit took, in ms, more or less than the budget. */
  used(ms: number): void {
    this.#carriedMs -= ms;
    this.#usedMs += ms;
  }
}
