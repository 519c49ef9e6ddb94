/**
 * The load averages of the host (proc_loadavg(5)): how many tasks would run, averaged over 1, 5 and 15 minutes in
 * samples of 5 s. Lazy: nothing happens between changes.
 */

const sampleMs = 5000;
const minutes = [1, 5, 15] as const;

/** Averages over 1, 5 and 15 minutes. */
export type Loads = readonly [number, number, number];

/** Counts by change, averages on reading. */
export class LoadAverages {
  readonly #averages: [number, number, number] = [0, 0, 0];
  #active = 0;
  #nextMs: number;

  constructor(nowMs: number) {
    this.#nextMs = nowMs + sampleMs;
  }

  /** Runnable tasks, the running one included, those of throttled groups not. */
  get active(): number {
    return this.#active;
  }

  add(difference: number, nowMs: number): void {
    if (nowMs >= this.#nextMs) this.#sample(nowMs);
    this.#active += difference;
  }

  read(nowMs: number): Loads {
    if (nowMs >= this.#nextMs) this.#sample(nowMs);
    const [one, five, fifteen] = this.#averages;
    return [one, five, fifteen];
  }

  #sample(nowMs: number): void {
    const samples = Math.floor((nowMs - this.#nextMs) / sampleMs) + 1;
    for (const [index, window] of minutes.entries()) {
      const kept = Math.exp((-sampleMs * samples) / (window * 60_000));
      this.#averages[index] = this.#active + ((this.#averages[index] ?? 0) - this.#active) * kept;
    }
    this.#nextMs += samples * sampleMs;
  }
}
