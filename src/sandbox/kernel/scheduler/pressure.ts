/**
 * Pressure stall information of one resource (the kernel's Documentation/accounting/psi.rst): the share of time in which
 * some, or all, of a group's tasks waited for it. Costs something only when the state changes or is read.
 */

const samplePeriodMs = 2000;
const windowsMs = [10_000, 60_000, 300_000] as const;
/** Files show two digits after the point: what they show as zero is. */
const leastPercent = 0.005;

/** One line of a pressure file. The averages are percentages over 10, 60 and 300 s. */
export interface StallShare {
  readonly averages: readonly [number, number, number];
  readonly totalMs: number;
}

class Stall {
  readonly #averages: [number, number, number] = [0, 0, 0];
  totalMs = 0;
  #sampledMs = 0;

  /** The state did not change for a while: `ms` of stall, then `periods` ends of a sample period `lengthMs` long. */
  closePeriod(lengthMs: number): void {
    this.#decay((this.totalMs - this.#sampledMs) / lengthMs, 1);
    this.#sampledMs = this.totalMs;
  }

  /** Whole periods of one state. */
  addPeriods(count: number, stalled: boolean): void {
    if (stalled) this.totalMs += count * samplePeriodMs;
    this.#sampledMs = this.totalMs;
    this.#decay(stalled ? 1 : 0, count);
  }

  #decay(share: number, periods: number): void {
    // Nobody waits, and who did is forgotten: as nearly always.
    if (share === 0 && this.#averages[2] === 0) return;
    const percent = Math.min(100, share * 100);
    for (const [index, windowMs] of windowsMs.entries()) {
      const kept = Math.exp((-samplePeriodMs * periods) / windowMs);
      const average = percent + ((this.#averages[index] ?? 0) - percent) * kept;
      this.#averages[index] = average < leastPercent ? 0 : average;
    }
  }

  get share(): StallShare {
    const [ten, sixty, threeHundred] = this.#averages;
    return { averages: [ten, sixty, threeHundred], totalMs: this.totalMs };
  }
}

/** `some` and `full` of one resource in one group. */
export class Pressure {
  readonly #some = new Stall();
  readonly #full = new Stall();
  #someNow = false;
  #fullNow = false;
  #atMs: number;
  #sampleAtMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
    this.#sampleAtMs = nowMs + samplePeriodMs;
  }

  /** From now on some of the tasks, or all that could do something, wait. */
  set(some: boolean, full: boolean, nowMs: number): void {
    if (some === this.#someNow && full === this.#fullNow) return;
    this.#advance(nowMs);
    this.#someNow = some;
    this.#fullNow = full;
  }

  read(nowMs: number): { readonly some: StallShare; readonly full: StallShare } {
    this.#advance(nowMs);
    return { some: this.#some.share, full: this.#full.share };
  }

  #advance(nowMs: number): void {
    if (nowMs >= this.#sampleAtMs) {
      this.#pass(this.#sampleAtMs);
      this.#some.closePeriod(samplePeriodMs);
      this.#full.closePeriod(samplePeriodMs);
      const whole = Math.floor((nowMs - this.#sampleAtMs) / samplePeriodMs);
      if (whole > 0) {
        this.#some.addPeriods(whole, this.#someNow);
        this.#full.addPeriods(whole, this.#fullNow);
      }
      this.#atMs = this.#sampleAtMs + whole * samplePeriodMs;
      this.#sampleAtMs = this.#atMs + samplePeriodMs;
    }
    this.#pass(nowMs);
  }

  #pass(nowMs: number): void {
    const ms = nowMs - this.#atMs;
    if (this.#someNow) this.#some.totalMs += ms;
    if (this.#fullNow) this.#full.totalMs += ms;
    this.#atMs = nowMs;
  }
}
