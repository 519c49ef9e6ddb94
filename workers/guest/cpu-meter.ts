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
/** What waking up from a sleep costs at most: a timer's task, a message's task and cold caches. */
const wakeMs = 0.25;
/** What turning around between two turns costs: all of it where it is short, so much where somebody came between. */
const shortTurnaroundMs = 0.4;
const turnaroundMs = 0.12;

/** A preempted thread waits longer than this: schedulers hand out slices of 3 ms and more. */
const shortestLossMs = 2;
/** A full stretch takes no less, in ms. */
const shortestUsualMs = 0.02;
/** How the usual stretch follows what stretches take; much shorter ones are followed at once, as preemption hides them. */
const upwards = 0.04;
const downwards = 0.01;
const fastDownwards = 0.3;
/** So many late stretches with no other between them are no preemption: the guest has become slower. */
const lateInARow = 32;

/** Running totals in ms. */
export interface CpuTotals {
  /** CPU time the guest took. */
  readonly cpuMs: number;
  /** Time it wanted to run and another thread had the core. */
  readonly stealMs: number;
}

/** The account of one guest. */
export class CpuMeter {
  #cpuMs = 0;
  #stealMs = 0;
  /** What a full stretch usually takes. */
  #usualMs = 0.1;
  #lateStretches = 0;
  #shortestLateMs = Infinity;
  #lastMs = 0;
  #lastInstructions = 0;
  #endedMs: number | null = null;
  #slept = false;

  /** What has been counted up to the last checkpoint. */
  get totals(): CpuTotals {
    return { cpuMs: this.#cpuMs, stealMs: this.#stealMs };
  }

  /** CPU time the guest took, in ms. */
  get cpuMs(): number {
    return this.#cpuMs;
  }

  /** The guest begins to execute; `wasHeld`: it was kept from it, and the time since its last turn is nobody's. */
  turnBegan(nowMs: number, instructions: number, wasHeld = false): void {
    if (this.#endedMs !== null && !wasHeld) {
      const gapMs = nowMs - this.#endedMs;
      const longestMs = this.#slept ? wakeMs : gapMs <= shortTurnaroundMs ? gapMs : turnaroundMs;
      const ownMs = Math.min(gapMs, longestMs);
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
    const late = tookMs > Math.max(4 * usual, usual + shortestLossMs);
    if (late) {
      const ownMs = Math.min(tookMs, 1.2 * usual + 0.2);
      this.#cpuMs += ownMs;
      this.#stealMs += tookMs - ownMs;
    } else {
      this.#cpuMs += tookMs;
    }
    if (executed < fullStretch) return;
    if (late) this.#learnFromLate(tookMs);
    else this.#learn(tookMs);
  }

  #learn(tookMs: number): void {
    const usual = this.#usualMs;
    const down = tookMs < usual / 2 ? fastDownwards : downwards;
    this.#usualMs = Math.max(shortestUsualMs, usual * (tookMs > usual ? 1 + upwards : 1 - down));
    this.#lateStretches = 0;
    this.#shortestLateMs = Infinity;
  }

  /** A preempted stretch says nothing of what is usual; but where every one is late, the shortest was hardly disturbed. */
  #learnFromLate(tookMs: number): void {
    this.#shortestLateMs = Math.min(this.#shortestLateMs, tookMs);
    if (++this.#lateStretches < lateInARow) return;
    this.#usualMs = this.#shortestLateMs;
    this.#lateStretches = 0;
    this.#shortestLateMs = Infinity;
  }

  /** The guest stops executing; `sleeps`: because it has nothing to do or may not, not because its turn is over. */
  turnEnded(nowMs: number, instructions: number, sleeps: boolean): void {
    this.checkpoint(nowMs, instructions);
    this.#endedMs = nowMs;
    this.#slept = sleeps;
  }
}
