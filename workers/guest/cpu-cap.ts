/**
 * Limits a guest to a share of a core: a token bucket filled with wall time and emptied by the CPU time the guest
 * takes, like Linux's `cpu.max`. Pure: told of times, says how long to wait.
 */

/** How much a guest may save up while idle, so that a keystroke is answered at full speed. */
const burstMs = 20;
/** Debts smaller than this are carried over: a timer could not wait so shortly. */
const smallestWaitMs = 0.5;

/** The bucket of one guest. */
export class CpuCap {
  #cores: number | null = null;
  #tokensMs = burstMs;
  #filledAtMs = 0;
  #spentCpuMs = 0;

  /** `cores`: share of one core, above 0, or `null` for no limit. The bucket starts full. */
  set(cores: number | null, nowMs: number, cpuMs: number): void {
    this.#cores = cores;
    this.#tokensMs = burstMs;
    this.#filledAtMs = nowMs;
    this.#spentCpuMs = cpuMs;
  }

  /** How long the guest must wait now, in ms, having taken `cpuMs` so far; 0 for not at all. */
  waitMs(nowMs: number, cpuMs: number): number {
    if (this.#cores === null) return 0;
    const earned = (nowMs - this.#filledAtMs) * this.#cores;
    const spent = cpuMs - this.#spentCpuMs;
    this.#filledAtMs = nowMs;
    this.#spentCpuMs = cpuMs;
    this.#tokensMs = Math.min(burstMs, this.#tokensMs + earned) - spent;
    const wait = -this.#tokensMs / this.#cores;
    return wait < smallestWaitMs ? 0 : wait;
  }
}
