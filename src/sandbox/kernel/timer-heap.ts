/**
 * All timers of the kernel in one heap: sleeps, alarms, poll timeouts. Knows no clock; it is told the time.
 */

interface Timer {
  readonly atMs: number;
  /** Equal times fire in the order they were set. */
  readonly order: number;
  /** `null` once cancelled: a dead entry is dropped when it comes up. */
  run: (() => void) | null;
}

/** Timers by time. */
export class TimerHeap {
  readonly #heap: Timer[] = [];
  #order = 0;
  #cancelled = 0;

  /** Live timers. */
  get size(): number {
    return this.#heap.length - this.#cancelled;
  }

  /** When the next one is due; `null` without any. */
  get nextMs(): number | null {
    this.#dropCancelled();
    return this.#heap[0]?.atMs ?? null;
  }

  /** Runs `run` once at `atMs`; disposing cancels it. */
  add(atMs: number, run: () => void): Disposable {
    const timer: Timer = { atMs, order: this.#order++, run };
    this.#heap.push(timer);
    this.#up(this.#heap.length - 1);
    return {
      [Symbol.dispose]: () => {
        if (!timer.run) return;
        timer.run = null;
        this.#cancelled += 1;
        // Many cancelled timers far ahead (poll with a long timeout) would keep what they hold.
        if (this.#cancelled > 64 && this.#cancelled * 2 > this.#heap.length) this.#rebuild();
      },
    };
  }

  /** Runs what is due at `nowMs`, in order; answers how many. */
  fire(nowMs: number): number {
    let fired = 0;
    for (;;) {
      const first = this.#heap[0];
      if (!first || first.atMs > nowMs) return fired;
      this.#pop();
      const { run } = first;
      if (!run) {
        this.#cancelled -= 1;
        continue;
      }
      first.run = null;
      fired += 1;
      run();
    }
  }

  clear(): void {
    for (const timer of this.#heap) timer.run = null;
    this.#heap.length = 0;
    this.#cancelled = 0;
  }

  #dropCancelled(): void {
    while (this.#heap[0] && !this.#heap[0].run) {
      this.#pop();
      this.#cancelled -= 1;
    }
  }

  #rebuild(): void {
    const live = this.#heap.filter(({ run }) => run !== null);
    live.sort((one, other) => (before(one, other) ? -1 : 1));
    this.#heap.splice(0, this.#heap.length, ...live);
    this.#cancelled = 0;
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #up(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #down(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const leftTimer = this.#heap[left];
      const rightTimer = this.#heap[right];
      if (!leftTimer) return;
      const least = rightTimer && before(rightTimer, leftTimer) ? right : left;
      if (!this.#swapIfBefore(least, at)) return;
      at = least;
    }
  }

  #swapIfBefore(one: number, other: number): boolean {
    const a = this.#heap[one];
    const b = this.#heap[other];
    if (!a || !b || !before(a, b)) return false;
    this.#heap[one] = b;
    this.#heap[other] = a;
    return true;
  }
}

function before(one: Timer, other: Timer): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
