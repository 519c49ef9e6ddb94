/**
 * Who had the core in the last seconds, for a timeline: runs that follow each other are one. Costs a few numbers a run.
 */

/** One stretch on the core, in the clock it was noted in. */
interface Run<Runner> {
  readonly runner: Runner;
  readonly fromMs: number;
  toMs: number;
}

/** A runner that comes back after less than this was not away: the event loop turned. */
const seamMs = 0.5;
const keptMs = 3_000;
/** Old runs are let go of many at a time: to move an array's rest for each would cost more than to keep them. */
const sweepRuns = 1_024;

/** The newest runs. */
export class RunRecord<Runner> {
  #runs: Run<Runner>[] = [];

  /** `runner` had the core; later than all that was noted before. */
  note(runner: Runner, fromMs: number, toMs: number): void {
    const last = this.#runs.at(-1);
    if (last?.runner === runner && fromMs - last.toMs < seamMs) {
      last.toMs = toMs;
      return;
    }
    this.#runs.push({ runner, fromMs, toMs });
    if (this.#runs.length % sweepRuns === 0) this.#runs = this.since(toMs - keptMs);
  }

  /** Forgets what is told of `runner`. */
  forget(runner: Runner): void {
    this.#runs = this.#runs.filter((run) => run.runner !== runner);
  }

  /** The runs that ended after `fromMs`, oldest first. */
  since(fromMs: number): Run<Runner>[] {
    return this.#runs.filter(({ toMs }) => toMs > fromMs);
  }

  /** The runs of the last seconds before `nowMs`, oldest first. */
  latest(nowMs: number): readonly Readonly<Run<Runner>>[] {
    return this.since(nowMs - keptMs);
  }
}
