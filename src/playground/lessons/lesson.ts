/**
 * A lesson, as data: steps that say something, can do something, and wait for something to be so.
 */
import type { LiveTarget } from "../learning/live-target.ts";
import type { MachineLimits } from "../machine-limits.ts";
import type { MachineVerb } from "../machine.ts";
import type { MachinePlan } from "../state-link/machine-plan.ts";
import type { CommandPlace, Condition } from "./condition.ts";
import type { MachineChoice } from "../learning/machine-choice.ts";

/** What a step can do for the learner, who sees it in words before. */
export type LessonAction =
  /** Makes the machine, unless one of its name is there. */
  | { readonly kind: "make"; readonly plan: MachinePlan }
  | { readonly kind: "verb"; readonly verb: MachineVerb; readonly of: MachineChoice }
  | { readonly kind: "limits"; readonly limits: Partial<MachineLimits>; readonly of: MachineChoice }
  /** Types a line into the console, as the learner would. */
  | { readonly kind: "type"; readonly line: string; readonly in: CommandPlace }
  | { readonly kind: "show"; readonly target: LiveTarget };

/** A step. */
export interface LessonStep {
  readonly title: string;
  /** Paragraphs, a blank line between them; what stands between backticks is shown as code. Text, never HTML. */
  readonly text: string;
  readonly show?: LiveTarget;
  /** "Do it for me". */
  readonly actions: readonly LessonAction[];
  /** What to wait for, in words, and in truth; a step without is one to read. */
  readonly check?: { readonly goal: string; readonly when: Condition };
  readonly hint?: string;
}

/** A lesson. */
export interface Lesson {
  /** Kebab-case; under it progress is remembered. */
  readonly id: string;
  readonly title: string;
  /** What one knows after it, in a sentence. */
  readonly summary: string;
  readonly minutes: number;
  readonly steps: readonly [LessonStep, ...LessonStep[]];
}
