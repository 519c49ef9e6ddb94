/**
 * Reads conditions out of a lesson's JSON. What is wrong is said with its place.
 */
import { readMachineChoice } from "../learning/machine-choice.ts";
import { shownViews } from "../learning/live-target.ts";
import { given, type JsonPlace } from "../json-place.ts";
import { figureNames, limitNames, type Bounds, type CommandPlace, type Condition } from "./condition.ts";
import { LinearPattern } from "./linear-pattern.ts";

type Place = JsonPlace<"bad-lesson">;

const names = ["kind", "of", "is", "view", "limit", "figure", "matches", "in", "command"] as const;
const kinds = [
  "count",
  "kernels",
  "view",
  "details",
  "limit",
  "figure",
  "ended",
  "printed",
  "output",
  "all",
  "any",
  "not",
] as const;
const mostNested = 4;
const anyNumber = { least: 0, most: 1e9 };

/** A shell's line. */
const longestCommand = 500;

/** Reads a condition. Fails with `bad-lesson`. */
export function readCondition(place: Place, depth = 0): Condition {
  if (depth > mostNested) throw place.refusal(`a condition in no more than ${mostNested} others`);
  const fields = place.object(names);
  const kind = fields.kind.oneOf(kinds);
  switch (kind) {
    case "count":
      return { kind, of: readMachineChoice(fields.of), is: readBounds(fields.is) };
    case "kernels":
      return { kind, is: readBounds(fields.is) };
    case "view":
      return { kind, view: fields.view.oneOf(shownViews) };
    case "details":
      return { kind, of: readMachineChoice(fields.of) };
    case "limit":
      return {
        kind,
        of: readMachineChoice(fields.of),
        limit: fields.limit.oneOf(limitNames),
        is: readBounds(fields.is),
      };
    case "figure":
      return {
        kind,
        of: readMachineChoice(fields.of),
        figure: fields.figure.oneOf(figureNames),
        is: readBounds(fields.is),
      };
    case "ended":
      return { kind, of: readMachineChoice(fields.of), matches: readPattern(fields.matches) };
    case "printed":
      return { kind, in: readCommandPlace(fields.in), matches: readPattern(fields.matches) };
    case "output":
      return {
        kind,
        in: readCommandPlace(fields.in),
        command: readCommand(fields.command),
        matches: readPattern(fields.matches),
      };
    case "all":
    case "any":
      return {
        kind,
        of: fields.of.list({ least: 1, most: 8 }).map((each) => readCondition(each, depth + 1)),
      };
    case "not":
      return { kind, of: readCondition(fields.of, depth + 1) };
  }
}

/** Reads where a command runs. */
export function readCommandPlace(place: Place): CommandPlace {
  return place.isText ? place.oneOf<"host">(["host"]) : readMachineChoice(place);
}

/** Reads a command: one line, without control characters, so that what is shown is what is run. */
export function readCommand(place: Place): string {
  const command = place.text({ most: longestCommand });
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\0-\x1f\x7f]/.test(command)) throw place.refusal("one line without control characters");
  return command;
}

function readBounds(place: Place): Bounds {
  const fields = place.object(["atLeast", "atMost", "exactly"]);
  const bounds = given({
    atLeast: fields.atLeast.optional((bound) => bound.number(anyNumber)),
    atMost: fields.atMost.optional((bound) => bound.number(anyNumber)),
    exactly: fields.exactly.optional((bound) => bound.number(anyNumber)),
  });
  if (Object.keys(bounds).length === 0) throw place.refusal("an object with atLeast, atMost or exactly");
  return bounds;
}

function readPattern(place: Place): string {
  const source = place.text({ most: 200 });
  try {
    return new LinearPattern(source).source;
  } catch (error) {
    throw place.refusal(`a pattern. ${error instanceof Error ? error.message : ""}`.trim());
  }
}
