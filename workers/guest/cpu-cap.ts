/**
 * Limits a guest to a share of a core: a token bucket filled with wall time and emptied by the CPU time the guest
 * takes, like Linux's `cpu.max`. Pure: told of times, says how long to wait.
 */

/** How much a guest may save up while idle, so that a keystroke is answered at full speed. */
const burstMs = 20;
/** Debts smaller than this are carried over: a timer could not wait so shortly. */
const smallestWaitMs = 0.5;
/**
 * Who has run out waits until it has earned what it may take in so long. Waiting only for the debt would wake it every few
 * milliseconds, and a wake-up costs the host 0.1 to 0.2 ms of CPU that the guest's account does not see.
 */
const portionMs = 20;
/** What a guest that has run out may take in advance to answer a key: it waits so much longer after. */
const loanMs = 20;

/** Why a guest is held back: by its own cap, or because the host has no more for its weight. */
export type CapReason = "cap" | "weight";

/** The bucket of one guest. The lower of its two limits counts. */
export class CpuCap {
  #cap: number | null = null;
  #grant: number | null = null;
  #tokensMs = burstMs;
  #filledAtMs = 0;
  #spentCpuMs = 0;
  #waits = false;
  #lent = false;

  /** Which of the two limits it is that counts. */
  get reason(): CapReason {
    return this.#grant !== null && this.#grant < (this.#cap ?? Infinity) ? "weight" : "cap";
  }

  /** The lower of the two; `null` is no limit. */
  get cores(): number | null {
    if (this.#cap === null || this.#grant === null) return this.#cap ?? this.#grant;
    return Math.min(this.#cap, this.#grant);
  }

  /** The guest's own cap: a share of one core, above 0, or `null` for none. */
  setCap(cores: number | null, nowMs: number, cpuMs: number): void {
    this.#settle(nowMs, cpuMs);
    this.#cap = cores;
  }

  /** What the host grants it while cores are short: a share of one core, above 0, or `null` for no matter. */
  setGrant(cores: number | null, nowMs: number, cpuMs: number): void {
    this.#settle(nowMs, cpuMs);
    this.#grant = cores;
  }

  /** How long the guest must wait now, in ms, having taken `cpuMs` so far; 0 for not at all. */
  waitMs(nowMs: number, cpuMs: number): number {
    const { cores } = this;
    if (cores === null) return 0;
    this.#settle(nowMs, cpuMs);
    const wait = -this.#tokensMs / cores;
    if (wait <= 0) this.#lent = false;
    this.#waits = wait - (this.#lent ? loanMs / cores : 0) >= smallestWaitMs;
    return this.#waits ? wait + portionMs : 0;
  }

  /** Lends a guest that waits what it may need to answer a key. Returns whether it need not wait any longer. */
  lend(): boolean {
    if (!this.#waits || this.#lent) return false;
    this.#lent = true;
    return this.#tokensMs > -loanMs;
  }

  /** Up to now the limit was as it is: a change must neither forgive a debt nor give a new burst. */
  #settle(nowMs: number, cpuMs: number): void {
    const { cores } = this;
    const earned = (nowMs - this.#filledAtMs) * (cores ?? 0);
    const spent = cpuMs - this.#spentCpuMs;
    this.#filledAtMs = nowMs;
    this.#spentCpuMs = cpuMs;
    this.#tokensMs = cores === null ? burstMs : Math.min(burstMs, this.#tokensMs + earned) - spent;
  }
}
