/**
 * Estimates how much CPU time a guest took, and how much it wanted and was not given, from wall-clock checkpoints
 * inside its execution: there is no per-thread CPU clock in a worker. A checkpoint that comes much later than its
 * kind usually does was preempted. Pure: fed with times, asked for sums. The constants were fitted to Linux's
 * record of who ran when (`sched_switch`; see README.md); none of it is exact.
 */

/** A stretch without instructions is a wait in HLT: at most this much of it is work. */
const emptyStretchMs = 0.1;
/** What waking up from a sleep costs at most: a timer's task, a message's task and cold caches. */
const wakeMs = 0.25;
/** What turning around between two turns costs: all of it where it is short, so much where somebody came between. */
const shortTurnaroundMs = 0.7;
const turnaroundMs = 0.5;
/** What else its thread does for it at a time takes no longer, or was preempted and took about as long as usual. */
const longestAsideMs = 4;
const usualAsideMs = 1;

/** A stretch is late that takes longer than so much, and so many times what is usual, in all. */
const latenessMs = 1;
const latenessUsuals = 4;
/**
 * What a late stretch took of its own: long stretches are likelier to be interrupted than short ones, and who comes
 * back finds the caches full of others' things.
 */
const lateOwnMs = 0.28;
const lateOwnUsuals = 2.5;
/**
 * A stretch so many times as long as each of the two before it stands alone. Programs are slow for many stretches on end,
 * so while others want the core, one that stands alone was interrupted; while nobody does, it is a collection of garbage.
 */
const aloneTimes = 3;
/**
 * Others want the core who have lately taken so much of the guest's time, by the late stretches; of less, that much of it
 * is believed. What is late where nobody wants the core was the emulator's own: compiling, and collections of garbage.
 */
const contendedShare = 0.1;
const contendedLateShare = 0.05;
const contentionMs = 1000;
/** How fast the usual stretch follows what stretches take, in ms of work; and how short it may get. */
const followMs = 200;
const shortestUsualMs = 0.005;
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
  /** Half of the guest's time passes in stretches that are shorter than this. */
  #usualMs = 0.1;
  #lateStretches = 0;
  #shortestLateMs = Infinity;
  /** What the last two stretches took of their own. */
  #previousMs = 0;
  #beforeThatMs = 0;
  /** What others took lately of how long, each moment forgotten by and by. */
  #lostLatelyMs = 0;
  #latelyMs = 1;
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
    if (this.#endedMs !== null && !wasHeld) this.#countGap(Math.max(0, nowMs - this.#endedMs));
    this.#lastMs = nowMs;
    this.#lastInstructions = instructions;
  }

  #countGap(gapMs: number): void {
    if (this.#slept) {
      this.#cpuMs += Math.min(gapMs, wakeMs);
      return;
    }
    const lostMs = gapMs <= shortTurnaroundMs ? 0 : gapMs - turnaroundMs;
    this.#noteLost(gapMs, lostMs);
    const stolenMs = lostMs * this.#contention(contendedLateShare);
    this.#cpuMs += gapMs - stolenMs;
    this.#stealMs += stolenMs;
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
    const late = tookMs > latenessMs + latenessUsuals * this.#usualMs;
    const lostMs = Math.max(0, tookMs - lateOwnMs - lateOwnUsuals * this.#usualMs);
    this.#noteLost(tookMs, late ? lostMs : 0);
    const ownMs = tookMs - lostMs * this.#belief(tookMs, late);
    this.#cpuMs += ownMs;
    this.#stealMs += tookMs - ownMs;
    if (late) this.#learnFromLate(tookMs);
    else this.#learn(ownMs);
    this.#beforeThatMs = this.#previousMs;
    this.#previousMs = ownMs;
  }

  /** How far it is believed that a stretch was interrupted: 0 to 1. */
  #belief(tookMs: number, late: boolean): number {
    if (!late && tookMs <= aloneTimes * Math.max(this.#previousMs, this.#beforeThatMs)) return 0;
    return this.#contention(late ? contendedLateShare : contendedShare);
  }

  /** Whether others want the core: 1 from `fullShare` of the time lost on. */
  #contention(fullShare: number): number {
    return Math.min(1, this.#lostLatelyMs / this.#latelyMs / fullShare);
  }

  #noteLost(tookMs: number, lostMs: number): void {
    const kept = Math.exp(-tookMs / contentionMs);
    this.#lostLatelyMs = this.#lostLatelyMs * kept + lostMs;
    this.#latelyMs = this.#latelyMs * kept + tookMs;
  }

  /** Between two turns its thread did something else for it from `fromMs` on. */
  aside(fromMs: number, nowMs: number): void {
    const tookMs = nowMs - fromMs;
    const ownMs = tookMs > longestAsideMs ? usualAsideMs : tookMs;
    this.#cpuMs += ownMs;
    if (this.#endedMs === null) return;
    // Not to be counted once more when the next turn begins.
    this.#endedMs += tookMs;
    if (!this.#slept) this.#stealMs += tookMs - ownMs;
  }

  /** The guest stops executing; `sleeps`: because it has nothing to do or may not, not because its turn is over. */
  turnEnded(nowMs: number, instructions: number, sleeps: boolean): void {
    this.checkpoint(nowMs, instructions);
    this.#endedMs = nowMs;
    this.#slept = sleeps;
  }

  #learn(tookMs: number): void {
    const step = tookMs / followMs;
    const usual = this.#usualMs * Math.exp(tookMs > this.#usualMs ? step : -step);
    this.#usualMs = Math.max(shortestUsualMs, usual);
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
}
