/** A clock that stands still until a test moves it. */
import type { Clock } from "../../src/base/clock.ts";
import { toDisposable } from "../../src/base/disposable.ts";

interface Timer {
  dueMs: number;
  readonly periodMs: number | null;
  readonly callback: () => void;
}

/** Runs due timers in order while it is advanced. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #nowMs = 0;

  /** Timers that have not run out or been cancelled. */
  get pending(): number {
    return this.#timers.size;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): Disposable {
    return this.#add({ dueMs: this.#nowMs + delayMs, periodMs: null, callback });
  }

  every(periodMs: number, callback: () => void): Disposable {
    return this.#add({ dueMs: this.#nowMs + periodMs, periodMs, callback });
  }

  /** Moves on by `ms`, running what comes due on the way, each at its own time. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ dueMs }) => dueMs <= untilMs);
      const next = due.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (!next) break;
      this.#nowMs = next.dueMs;
      if (next.periodMs === null) this.#timers.delete(next);
      else next.dueMs += next.periodMs;
      next.callback();
    }
    this.#nowMs = untilMs;
  }

  #add(timer: Timer): Disposable {
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }
}
