/**
 * The quota of one group: so many ms of processor in each period (`cpu.max`, `cpu.max.burst`). Counts time and periods;
 * takes nothing off a queue itself.
 */

/** What `cpu.max` and `cpu.max.burst` say. */
export interface BandwidthLimit {
  /** `null`: no limit. */
  readonly quotaMs: number | null;
  readonly periodMs: number;
  /** How much of what was not used may be used later. */
  readonly burstMs: number;
}

/** Quota per period, as the kernel's CFS bandwidth control counts it. */
export class Bandwidth {
  #limit: BandwidthLimit = { quotaMs: null, periodMs: 100, burstMs: 0 };
  #leftMs = 0;
  /** What was left when the period began: the difference is what was used. */
  #begunWithMs = 0;
  #endMs = 0;
  /** Someone was runnable in this period. */
  #used = false;
  #throttledSinceMs: number | null = null;
  #throttledMs = 0;
  periods = 0;
  throttles = 0;
  bursts = 0;
  burstMs = 0;

  get limit(): BandwidthLimit {
    return this.#limit;
  }

  get limited(): boolean {
    return this.#limit.quotaMs !== null;
  }

  /** When the running period is over. */
  get endMs(): number {
    return this.#endMs;
  }

  /** May be negative: a debt, which the next periods pay. */
  get leftMs(): number {
    return this.#leftMs;
  }

  get throttled(): boolean {
    return this.#throttledSinceMs !== null;
  }

  throttledMs(nowMs: number): number {
    return this.#throttledMs + (this.#throttledSinceMs === null ? 0 : nowMs - this.#throttledSinceMs);
  }

  /** A new limit begins with a full period. The caller releases a throttled group. */
  limitTo(limit: BandwidthLimit, nowMs: number): void {
    this.#limit = limit;
    this.#leftMs = limit.quotaMs ?? 0;
    this.#begunWithMs = this.#leftMs;
    this.#endMs = nowMs + limit.periodMs;
  }

  /** Someone is runnable: begins what periods have come since. */
  touch(nowMs: number): void {
    this.#turnOver(nowMs);
    this.#used = true;
  }

  /** Takes off what ran, up to `nowMs`; whether the quota is spent. */
  spend(ranMs: number, nowMs: number): boolean {
    this.#leftMs -= ranMs;
    this.#turnOver(nowMs);
    return this.#leftMs <= 0;
  }

  throttle(nowMs: number): void {
    this.throttles += 1;
    this.#throttledSinceMs = nowMs;
  }

  release(nowMs: number): void {
    if (this.#throttledSinceMs === null) return;
    this.#throttledMs += nowMs - this.#throttledSinceMs;
    this.#throttledSinceMs = null;
  }

  #turnOver(nowMs: number): void {
    const { quotaMs, periodMs, burstMs } = this.#limit;
    if (quotaMs === null || nowMs < this.#endMs) return;
    const over = Math.floor((nowMs - this.#endMs) / periodMs) + 1;
    if (this.#used) {
      // Busy all along, or only up to the end of the first of them: the debt tells.
      this.periods += this.throttled ? over : 1;
      const beyondMs = this.#begunWithMs - this.#leftMs - quotaMs;
      if (beyondMs > 0 && burstMs > 0) {
        this.bursts += 1;
        this.burstMs += beyondMs;
      }
      this.#used = this.throttled;
    }
    this.#leftMs = Math.min(this.#leftMs + over * quotaMs, quotaMs + burstMs);
    this.#begunWithMs = this.#leftMs;
    this.#endMs += over * periodMs;
  }
}
