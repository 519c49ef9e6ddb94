/**
 * What an experiment is: its settings, how it is done in a laboratory that cleans up after it, and how it is told.
 */
import type { ExperimentHost, MachineRequest, TestMachine } from "./experiment-host.ts";
import type { Figure } from "./result.ts";
import type { SettingField, Settings } from "./settings.ts";

/** Names an experiment. */
export type ExperimentId = "start-up" | "footprint" | "density" | "overhead" | "isolation" | "limits";

/** What an experiment has found so far. */
export interface Findings {
  readonly figures: readonly Figure[];
  readonly findings: readonly string[];
}

/** Where an experiment is done. Whatever is made in it is removed when the experiment is over, however it ends. */
export interface Laboratory {
  readonly host: ExperimentHost;
  /** Aborts with the experiment: pass it to everything that waits. */
  readonly signal: AbortSignal;
  /** Makes a machine, not started. */
  make(request: MachineRequest): Promise<TestMachine>;
  /** Makes a machine, starts it and waits for its first prompt. */
  ready(request: MachineRequest): Promise<TestMachine>;
  /** Removes a machine before the end. */
  remove(machine: TestMachine): Promise<void>;
  /** Owns what is to be released at the end. */
  hold<T extends Disposable>(resource: T): T;
  /** Says how far the step is that is being done. */
  tell(words: string): void;
  /** Waits. */
  pause(ms: number): Promise<void>;
  /**
   * Does a step for each item, one after the other, telling how far it is. A step that fails is noted under its words
   * and the others go on.
   */
  each<T>(items: readonly T[], words: (item: T) => string, step: (item: T) => Promise<void>): Promise<void>;
  /** What is known so far, which is kept when the experiment ends early. */
  report(found: Findings): void;
}

/** An experiment. */
export interface Experiment {
  readonly id: ExperimentId;
  readonly title: string;
  /** The question it answers. */
  readonly question: string;
  readonly fields: readonly SettingField[];
  /** What is measured and how, for these settings. */
  method(settings: Settings): readonly string[];
  /** Whether it ends every sandbox there is, the user's too: then it is asked about first. Default: no. */
  endsSandboxes?(settings: Settings): boolean;
  run(lab: Laboratory, settings: Settings): Promise<void>;
}
