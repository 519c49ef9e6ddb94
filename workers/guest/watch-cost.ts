/**
 * Adds up what watching a guest costs its own thread: the tasks that sample it are timed, its checkpoints are counted and
 * taken for what one takes when nothing else goes on. Knows nothing of what a sample holds.
 */

/** So many dry checkpoints are timed at once, as a single one is shorter than the clock's resolution. */
const dryRuns = 64;
/** A task takes no longer, or was interrupted and took about what such tasks have taken so far, in ms. */
const longestTaskMs = 4;
/** A dry run that took longer than this was interrupted, in ms. */
const longestDryMs = 0.2;

/** The account of one guest. */
export class WatchCost {
  readonly #nowMs: () => number;
  readonly #checkpoint: () => void;
  #sampledMs = 0;
  /** Of the tasks that were not interrupted. */
  #taskMs = 0;
  #tasks = 0;
  #checkpoints = 0;
  #dryMs = 0;
  #dryCheckpoints = 0;

  /** `dryCheckpoint`: does what a checkpoint does, to no effect. */
  constructor(nowMs: () => number, dryCheckpoint: () => void) {
    this.#nowMs = nowMs;
    this.#checkpoint = dryCheckpoint;
  }

  /** What watching took so far, in ms. */
  get ms(): number {
    const eachMs = this.#dryCheckpoints > 0 ? this.#dryMs / this.#dryCheckpoints : 0;
    return this.#sampledMs + this.#checkpoints * eachMs;
  }

  /** A checkpoint was passed. */
  count(): void {
    this.#checkpoints += 1;
  }

  /** Runs a task of watching on the clock, and learns what a checkpoint takes. */
  time<T>(task: () => T): T {
    const beganMs = this.#nowMs();
    try {
      return task();
    } finally {
      this.#learn();
      this.#sampledMs += this.#ownOf(this.#nowMs() - beganMs);
    }
  }

  #ownOf(tookMs: number): number {
    if (tookMs > longestTaskMs) return this.#tasks > 0 ? this.#taskMs / this.#tasks : longestTaskMs;
    this.#taskMs += tookMs;
    this.#tasks += 1;
    return tookMs;
  }

  #learn(): void {
    const beganMs = this.#nowMs();
    for (let run = 0; run < dryRuns; run++) this.#checkpoint();
    const tookMs = this.#nowMs() - beganMs;
    if (tookMs > longestDryMs) return;
    this.#dryMs += tookMs;
    this.#dryCheckpoints += dryRuns;
  }
}
