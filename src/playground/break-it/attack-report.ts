/** What an attack did and what withstood it, as plain data. */
import type { AttackedKind, AttackKind } from "./attack.ts";

/** How an attack was over. */
export type AttackEnd = "by itself" | "stopped" | "time was up" | "the machine ended";

/** What one defence did, with where that is known from. */
export interface Defence {
  readonly words: string;
  readonly source: string;
}

/** Another machine, before and meanwhile. */
export interface Bystander {
  readonly name: string;
  readonly kind: AttackedKind;
  readonly stateBefore: string;
  readonly stateAfter: string;
  /** Cores it used, a mean of 3 s; `null` where it can't be told. */
  readonly coresBefore: number | null;
  /** The least it had meanwhile. */
  readonly coresDuring: number | null;
  /** How long it took to run an empty command, in ms: medians; `null` where it did not answer. */
  readonly answerBeforeMs: number | null;
  readonly answerDuringMs: number | null;
}

/** The whole. */
export interface AttackReport {
  readonly attack: AttackKind;
  readonly title: string;
  readonly machine: string;
  readonly machineKind: AttackedKind;
  readonly command: string;
  /** When it began, in ms since the epoch. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly end: AttackEnd;
  readonly exitCode: number | null;
  /** What the command printed last: the machine's own words, not to be trusted. */
  readonly printed: string;
  readonly defences: readonly Defence[];
  readonly bystanders: readonly Bystander[];
}
