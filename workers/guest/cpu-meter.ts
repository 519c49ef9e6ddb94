/**
 * Estimates how much CPU time a guest took, and how much it wanted and was not given, from wall-clock checkpoints
 * inside its execution: there is no per-thread CPU clock in a worker. A checkpoint that comes much later than its
 * kind usually does was preempted. Pure: fed with times, asked for sums. The constants were fitted against Linux's
 * `/proc/PID/task/TID/schedstat` (see README.md); none of it is exact.
 */

/** Instructions between two checkpoints when nothing cuts the stretch short (v86's `LOOP_COUNTER`). */
const fullStretch = 100_000;
/** A stretch without instructions is a wait in HLT: at most this much of it is work. */
const emptyStretchMs = 0.1;
/** What waking up from a sleep, and turning around between two turns, cost at most. */
const wakeMs = 0.15;
const turnaroundMs = 0.035;

/** Running totals in ms. */
export interface CpuTotals {
  /** CPU time the guest took. */
  readonly cpuMs: number;
  /** Time it wanted to run and another thread had the core. */
  readonly stealMs: number;
}

export class CpuMeter {
  #cpuMs = 0;
  #stealMs = 0;
  /** What a full stretch usually takes. */
  #usualMs = 0.1;
  #lastMs = 0;
  #lastInstructions = 0;
  #endedMs: number | null = null;
  #slept = false;

  get totals(): CpuTotals {
    return { cpuMs: this.#cpuMs, stealMs: this.#stealMs };
  }

  get cpuMs(): number {
    return this.#cpuMs;
  }

  /** The guest begins to execute. */
  turnBegan(nowMs: number, instructions: number): void {
    if (this.#endedMs !== null) {
      const gapMs = nowMs - this.#endedMs;
      const ownMs = Math.min(gapMs, this.#slept ? wakeMs : turnaroundMs);
      this.#cpuMs += ownMs;
      if (!this.#slept) this.#stealMs += gapMs - ownMs;
    }
    this.#lastMs = nowMs;
    this.#lastInstructions = instructions;
  }

  /** The guest has got as far as `instructions`, counted from any fixed point. */
  checkpoint(nowMs: number, instructions: number): void {
    const tookMs = nowMs - this.#lastMs;
    const executed = instructions - this.#lastInstructions;
    this.#lastMs = nowMs;
    this.#lastInstructions = instructions;
    if (tookMs <= 0) return;
    if (executed === 0) {
      this.#cpuMs += Math.min(tookMs, emptyStretchMs);
      return;
    }
    const usual = this.#usualMs;
    if (tookMs > Math.max(4 * usual, usual + 1)) {
      const ownMs = Math.min(tookMs, 1.2 * usual + 0.2);
      this.#cpuMs += ownMs;
      this.#stealMs += tookMs - ownMs;
    } else {
      this.#cpuMs += tookMs;
    }
    if (executed >= fullStretch) {
      this.#usualMs = Math.max(0.02, usual + (tookMs > usual ? 0.04 : -0.01) * usual);
    }
  }

  /** The guest stops executing; `sleeps`: because it has nothing to do or may not, not because its turn is over. */
  turnEnded(nowMs: number, instructions: number, sleeps: boolean): void {
    this.checkpoint(nowMs, instructions);
    this.#endedMs = nowMs;
    this.#slept = sleeps;
  }
}
