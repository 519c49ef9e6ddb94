/** Experiments for scripts: their code comes with the first run. */
import type { Playground } from "../playground.ts";
import { experimentList, type ListedExperiment } from "./experiment-list.ts";
import type { ExperimentResult, SettingValue } from "./result.ts";
import type { Progress } from "./run-experiment.ts";

/** How a script runs an experiment; settings that are not given have their defaults. */
export interface ScriptRunOptions {
  readonly settings?: Readonly<Record<string, SettingValue>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Whether it may end the user's sandboxes, where it panics their kernel. Default: no. */
  readonly mayEndSandboxes?: boolean;
}

/** An experiment for scripts. */
export interface ScriptExperiment extends ListedExperiment {
  /** Resolves when all that it made is removed, aborted or not. Fails with `bad-setting`, `busy`, `would-end-sandboxes`. */
  run(options?: ScriptRunOptions): Promise<ExperimentResult>;
}

/** All of them. */
export function scriptExperiments(playground: Playground): readonly ScriptExperiment[] {
  return Object.freeze(
    experimentList.map(({ id, title }) =>
      Object.freeze({
        id,
        title,
        async run({ settings = {}, ...options }: ScriptRunOptions = {}) {
          const { experimentsOf } = await import("./experiments-of.ts");
          return await experimentsOf(playground).run(id, settings, options);
        },
      }),
    ),
  );
}
