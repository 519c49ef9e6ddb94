/**
 * What a step of a lesson waits for, in data: conditions over the real state of the machines. Pure: judges facts, asks
 * nothing.
 */
import { assertNever } from "../../base/assert-never.ts";
import { chosen, type MachineChoice } from "../learning/machine-choice.ts";
import type { MachineFacts } from "../learning/machine-facts.ts";
import { LinearPattern } from "./linear-pattern.ts";

/** How large a number shall be; every bound that is there counts. */
export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly exactly?: number;
}

/** Where a command runs or what it printed is read: the host's shell or the first machine that is meant. */
export type CommandPlace = "host" | MachineChoice;

/** The figures a condition can be about. */
export const figureNames = [
  "cpuCores",
  "stealCores",
  "throttledCores",
  "memoryUsedMiB",
  "memoryReservedMiB",
] as const;
/** The limits a condition can be about. */
export const limitNames = ["cpuCap", "cpuWeight", "memoryMiB", "pidsLimit"] as const;

/** A condition. `matches` is a pattern as `LinearPattern` reads it. */
export type Condition =
  | { readonly kind: "count"; readonly of: MachineChoice; readonly is: Bounds }
  | { readonly kind: "kernels"; readonly is: Bounds }
  | { readonly kind: "view"; readonly view: string }
  | { readonly kind: "details"; readonly of: MachineChoice }
  | {
      readonly kind: "limit";
      readonly of: MachineChoice;
      readonly limit: (typeof limitNames)[number];
      readonly is: Bounds;
    }
  | {
      readonly kind: "figure";
      readonly of: MachineChoice;
      readonly figure: (typeof figureNames)[number];
      readonly is: Bounds;
    }
  | { readonly kind: "ended"; readonly of: MachineChoice; readonly matches: string }
  /** What the console has printed since the step began. */
  | { readonly kind: "printed"; readonly in: CommandPlace; readonly matches: string }
  /** What a command prints that is run when the learner asks for the check. */
  | {
      readonly kind: "output";
      readonly in: CommandPlace;
      readonly command: string;
      readonly matches: string;
    }
  | { readonly kind: "all"; readonly of: readonly Condition[] }
  | { readonly kind: "any"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition };

/** A condition whose command has to be run. */
export type OutputCondition = Extract<Condition, { kind: "output" }>;

/** What conditions are judged by. */
export interface LessonFacts {
  readonly machines: readonly MachineFacts[];
  readonly kernels: number;
  readonly view: string;
  /** Ids of machines whose details are shown. */
  readonly detailed: readonly string[];
  /** What a console has printed since the step began; `null` where there is none. */
  readonly printed: (where: CommandPlace) => string | null;
  /** What the command of a condition printed when it was last run; `null` before. */
  readonly output: (condition: OutputCondition) => string | null;
}

/** Whether it is so. */
export function isMet(condition: Condition, facts: LessonFacts): boolean {
  const { machines } = facts;
  switch (condition.kind) {
    case "count":
      return within(chosen(machines, condition.of).length, condition.is);
    case "kernels":
      return within(facts.kernels, condition.is);
    case "view":
      return facts.view === condition.view;
    case "details":
      return chosen(machines, condition.of).some(({ id }) => facts.detailed.includes(id));
    case "limit":
      return chosen(machines, condition.of).some(({ limits }) =>
        within(limits[condition.limit], condition.is),
      );
    case "figure":
      return chosen(machines, condition.of).some(({ figures }) =>
        within(figures[condition.figure], condition.is),
      );
    case "ended":
      return chosen(machines, condition.of).some(({ endReason }) => matches(endReason, condition.matches));
    case "printed":
      return matches(facts.printed(condition.in), condition.matches);
    case "output":
      return matches(facts.output(condition), condition.matches);
    case "all":
      return condition.of.every((each) => isMet(each, facts));
    case "any":
      return condition.of.some((each) => isMet(each, facts));
    case "not":
      return !isMet(condition.of, facts);
    default:
      return assertNever(condition);
  }
}

/** All conditions in it that are not made of others. */
export function simpleConditions(
  condition: Condition,
): readonly Exclude<Condition, { kind: "all" | "any" | "not" }>[] {
  if (condition.kind === "all" || condition.kind === "any") return condition.of.flatMap(simpleConditions);
  return condition.kind === "not" ? simpleConditions(condition.of) : [condition];
}

/** The conditions in it whose commands have to be run. */
export function outputConditions(condition: Condition): readonly OutputCondition[] {
  return simpleConditions(condition).filter((each) => each.kind === "output");
}

/** What cannot be told, and what has no limit, is within no bounds. */
function within(value: number | null, { atLeast, atMost, exactly }: Bounds): boolean {
  if (value === null) return false;
  return (
    (atLeast === undefined || value >= atLeast) &&
    (atMost === undefined || value <= atMost) &&
    (exactly === undefined || value === exactly)
  );
}

const patterns = new Map<string, LinearPattern>();

function matches(text: string | null, source: string): boolean {
  if (text === null) return false;
  const known = patterns.get(source);
  const pattern = known ?? new LinearPattern(source);
  if (!known) patterns.set(source, pattern);
  return pattern.test(text);
}
