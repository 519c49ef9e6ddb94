/**
 * Does an experiment from its settings to its result: a laboratory for it, its end whatever that is, and everything
 * removed that it made.
 */
import { abortable, pause } from "../../base/abort.ts";
import { Disposables } from "../../base/disposable.ts";
import { Failure, failureData } from "../../base/failure.ts";
import { Crew } from "./crew.ts";
import type { Experiment, Findings, Laboratory } from "./experiment.ts";
import type { ExperimentHost } from "./experiment-host.ts";
import type { ExperimentResult, Outcome, RunFailure, Subject } from "./result.ts";
import { Settings } from "./settings.ts";

/** How far an experiment is: `done` of `of` steps, and what it does now. */
export interface Progress {
  readonly done: number;
  readonly of: number;
  readonly words: string;
}

/** How a run is followed and ended. */
export interface RunOptions {
  /** The result's id. */
  readonly id: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Told what is known so far. */
  readonly onFound: (found: Findings) => void;
  /** The user knows that it may end their sandboxes. */
  readonly mayEndSandboxes: boolean;
}

/**
 * Resolves with the result when everything is removed again, however the experiment ended. Fails with `bad-setting` or
 * `would-end-sandboxes`, before anything was made.
 */
export async function runExperiment(
  experiment: Experiment,
  host: ExperimentHost,
  wanted: Readonly<Record<string, unknown>>,
  { id, signal, onProgress, onFound, mayEndSandboxes }: RunOptions,
): Promise<ExperimentResult> {
  const settings = Settings.checked(experiment.fields, wanted);
  if (experiment.endsSandboxes?.(settings) && !mayEndSandboxes) refuseToEnd(host.sandboxesOfUser());
  const { nowMs: startedAtMs } = host.environment();
  const failures: RunFailure[] = [];
  let found: Findings = { figures: [], findings: [] };
  const life = new Disposables();
  const crew = new Crew(host, signal);
  const lab = laboratory({
    host,
    crew,
    life,
    signal,
    onProgress,
    fail: (where, error) => failures.push({ where, ...failureData(error) }),
    report: (now) => {
      found = now;
      onFound(now);
    },
  });
  const outcome = await experiment.run(lab, settings).then(
    (): Outcome => ({ kind: "complete" }),
    (error: unknown): Outcome =>
      signal.aborted ? { kind: "aborted" } : { kind: "failed", ...failureData(error) },
  );
  life[Symbol.dispose]();
  for (const error of await crew.removeAll()) failures.push({ where: "cleaning up", ...failureData(error) });
  const { nowMs, ...environment } = host.environment();
  return {
    format: "guesthouse-experiment-1",
    id,
    experiment: experiment.id,
    title: experiment.title,
    settings: settings.values,
    startedAtMs,
    durationMs: nowMs - startedAtMs,
    environment,
    outcome: nothingMeasured(found) && outcome.kind === "complete" ? failedAltogether(failures) : outcome,
    method: experiment.method(settings),
    ...found,
    failures,
  };
}

/** Lines to compare with are no measurement. */
const given: ReadonlySet<Subject> = new Set(["budget", "ideal"]);

function nothingMeasured({ figures }: Findings): boolean {
  return figures.every((figure) =>
    figure.kind === "samples"
      ? figure.groups.every(({ values }) => values.length === 0)
      : figure.curves.every(({ subject, points }) => given.has(subject) || points.length === 0),
  );
}

function failedAltogether([first]: readonly RunFailure[]): Outcome {
  const { code, message } = first ?? { code: "unexpected", message: "Nothing was measured." };
  return { kind: "failed", code, message };
}

function refuseToEnd(sandboxes: readonly string[]): void {
  if (sandboxes.length === 0) return;
  throw new Failure(
    "would-end-sandboxes",
    `The shared kernel would panic, and these sandboxes would end with it: ${sandboxes.join(", ")}. Confirm that (mayEndSandboxes), or leave the panic out.`,
  );
}

interface LaboratoryParts {
  readonly host: ExperimentHost;
  readonly crew: Crew;
  readonly life: Disposables;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly fail: (where: string, error: unknown) => void;
  readonly report: (found: Findings) => void;
}

function laboratory({ host, crew, life, signal, onProgress, fail, report }: LaboratoryParts): Laboratory {
  let now: Progress = { done: 0, of: 1, words: "" };
  return {
    host,
    signal,
    make: (request) => crew.make(request),
    async ready(request) {
      const machine = await crew.make(request);
      await Promise.all([abortable(machine.start(), signal), machine.prompted(signal)]);
      return machine;
    },
    remove: (machine) => crew.remove(machine),
    hold: (resource) => life.add(resource),
    async each(items, words, step) {
      for (const [done, item] of items.entries()) {
        signal.throwIfAborted();
        now = { done, of: items.length, words: words(item) };
        onProgress(now);
        try {
          // oxlint-disable-next-line no-await-in-loop -- two at once would measure each other
          await step(item);
        } catch (error) {
          // The end of all of it, not of this step.
          if (signal.aborted) throw error;
          fail(words(item), error);
        }
      }
    },
    tell: (words) => onProgress({ ...now, words: `${now.words}, ${words}` }),
    pause: (ms) => pause(ms, host.clock, signal),
    report,
  };
}
