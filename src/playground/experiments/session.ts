/**
 * The experiments of one visit: which runs, and what those before it found. One at a time, as two would measure each
 * other.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import type { Experiment, ExperimentId, Findings } from "./experiment.ts";
import type { ExperimentHost } from "./experiment-host.ts";
import type { ExperimentResult } from "./result.ts";
import { runExperiment, type Progress } from "./run-experiment.ts";

/** The experiment that runs. */
export interface CurrentRun {
  readonly experiment: Experiment;
  readonly progress: Progress;
  /** What it has found so far; `null` before it has found anything. */
  readonly found: Findings | null;
  /** It was told to end and removes what it made. */
  readonly ending: boolean;
}

/** How a run may be followed, ended, and what it may do. */
export interface SessionRunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The user knows that it may end their sandboxes. Default: no. */
  readonly mayEndSandboxes?: boolean;
}

/** Scripts may run many; so many results are kept. */
const mostResults = 50;

/** Runs experiments and keeps their results. */
export class ExperimentSession implements Disposable {
  readonly experiments: readonly Experiment[];
  readonly #host: ExperimentHost;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  readonly #results: ExperimentResult[] = [];
  #current: CurrentRun | null = null;
  #abort = new AbortController();
  #runs = 0;

  /** Fires when the run or the results changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(experiments: readonly Experiment[], host: ExperimentHost) {
    this.experiments = experiments;
    this.#host = host;
  }

  get current(): CurrentRun | null {
    return this.#current;
  }

  /** Newest first, the last 50. */
  get results(): readonly ExperimentResult[] {
    return this.#results;
  }

  /** Sandboxes that are no experiment's: a panic of their kernel ends them. */
  get sandboxesOfUser(): readonly string[] {
    return this.#host.sandboxesOfUser();
  }

  /**
   * Runs an experiment; resolves with its result when all it made is removed, aborted or not. Fails with
   * `unknown-experiment`, `busy`, and as `runExperiment` does.
   */
  async run(
    id: ExperimentId,
    given: Readonly<Record<string, unknown>>,
    options: SessionRunOptions = {},
  ): Promise<ExperimentResult> {
    const experiment = this.experiments.find((each) => each.id === id);
    if (!experiment) {
      const known = this.experiments.map((each) => each.id).join(", ");
      throw new Failure("unknown-experiment", `There is no experiment "${id}". There are: ${known}.`);
    }
    if (this.#current) {
      const { title } = this.#current.experiment;
      throw new Failure("busy", `“${title}” runs: two experiments at once would measure each other.`);
    }
    this.#abort = new AbortController();
    const own = this.#abort.signal;
    const signal = options.signal ? AbortSignal.any([options.signal, own]) : own;
    signal.addEventListener("abort", () => this.#follow({ ending: true }), { once: true });
    this.#current = {
      experiment,
      progress: { done: 0, of: 1, words: "Beginning" },
      found: null,
      ending: false,
    };
    this.#onDidChange.fire();
    try {
      this.#runs += 1;
      const result = await runExperiment(experiment, this.#host, given, {
        id: `${id}-${this.#runs}`,
        signal,
        onProgress: (progress) => {
          this.#follow({ progress });
          options.onProgress?.(progress);
        },
        onFound: (found) => this.#follow({ found }),
        mayEndSandboxes: options.mayEndSandboxes ?? false,
      });
      this.#results.unshift(result);
      this.#results.splice(mostResults);
      return result;
    } finally {
      this.#current = null;
      this.#onDidChange.fire();
    }
  }

  /** Ends what runs; its machines are removed and what it found so far is kept. */
  abort(): void {
    this.#abort.abort();
  }

  /** Forgets a result. */
  forget(result: ExperimentResult): void {
    const at = this.#results.indexOf(result);
    if (at >= 0) this.#results.splice(at, 1);
    this.#onDidChange.fire();
  }

  [Symbol.dispose](): void {
    this.abort();
    this.#life[Symbol.dispose]();
  }

  #follow(change: Partial<CurrentRun>): void {
    if (!this.#current) return;
    this.#current = { ...this.#current, ...change };
    this.#onDidChange.fire();
  }
}
