/**
 * What following one thing through a guest and a sandbox found: steps with their moments, figures with their spread, the
 * sandbox's calls. Plain data, as it is shown and exported.
 */
import type { Summary } from "../experiments/statistics.ts";
import type { ScenarioId } from "./scenario.ts";

/** A part of the whole that a step passes through. */
export type TraceLayer =
  | "page"
  | "hypervisor"
  | "virtual hardware"
  | "guest kernel"
  | "host kernel"
  | "process";

/** One step of the way, in the order of its moment. */
export interface TraceStep {
  readonly layer: TraceLayer;
  readonly words: string;
  /** Since the thing began, in µs; `null` where the step has no moment of its own. */
  readonly atUs: Summary | null;
  /** Instructions of the guest until then; `null` in a sandbox, whose processor is the page's. */
  readonly instructions: Summary | null;
}

/** A figure of one machine. */
export interface TraceFigure {
  readonly id: string;
  /** Whose matter it is. */
  readonly layer: TraceLayer;
  readonly label: string;
  readonly unit: "" | "ms" | "bytes";
  /** What was counted, without what is subtracted; `null` where it cannot be had. */
  readonly value: Summary | null;
  /** What the same takes without the thing itself; the value is what is more than its median. */
  readonly without: Summary | null;
  /** Where it comes from, or why it cannot be had. */
  readonly source: string;
}

/** A system call of the newest run, in words. */
export interface TracedCall {
  readonly atUs: number;
  readonly process: string;
  readonly call: string;
  readonly result: string;
  /** `null` where it had not returned. */
  readonly tookUs: number | null;
}

/** What was found in one machine. */
export interface MachineTrace {
  readonly kind: "guest" | "sandbox";
  readonly name: string;
  readonly system: string;
  /** Its accent colour, as everywhere: 0 to 7. */
  readonly accent: number;
  readonly steps: readonly TraceStep[];
  readonly figures: readonly TraceFigure[];
  /** Of the newest run; empty for a guest, whose calls only its own kernel sees. */
  readonly calls: readonly TracedCall[];
}

/** The whole. */
export interface TraceReport {
  readonly scenario: ScenarioId;
  readonly title: string;
  /** When it began, in ms since the epoch. */
  readonly atMs: number;
  readonly runs: number;
  /** How fine the page's clock is, in µs: no moment is better than that. */
  readonly clockStepUs: number;
  readonly browser: string;
  readonly machines: readonly MachineTrace[];
}
