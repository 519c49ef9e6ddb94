/**
 * Reads a lesson out of JSON that anybody may have written: checks every field, bounds every size, and says what is
 * wrong where. What comes out can be shown as text and done on request; nothing of it is run here.
 */
import { Failure } from "../../base/failure.ts";
import { given, JsonPlace } from "../json-place.ts";
import { readLiveTarget } from "../learning/live-target.ts";
import { readMachineChoice } from "../learning/machine-choice.ts";
import type { MachineLimits } from "../machine-limits.ts";
import { readGuestOptions, readSandboxOptions } from "../state-link/machine-plan.ts";
import type { Lesson, LessonAction, LessonStep } from "./lesson.ts";
import { readCommand, readCommandPlace, readCondition } from "./read-condition.ts";

type Place = JsonPlace<"bad-lesson">;

/** A lesson's file, in characters, at most. */
export const longestLesson = 64 * 1024;

const verbs = ["start", "pause", "resume", "shutdown", "reboot", "reset", "destroy", "remove"] as const;

/** Reads a lesson's file. Fails with `bad-lesson`. */
export function readLessonText(text: string): Lesson {
  if (text.length > longestLesson)
    throw new Failure(
      "bad-lesson",
      `A lesson can have ${longestLesson} characters; this has ${text.length}.`,
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Failure("bad-lesson", `The lesson is no JSON: ${String(error)}.`, { cause: error });
  }
  return readLesson(json);
}

/** Reads a lesson. Fails with `bad-lesson`. */
export function readLesson(json: unknown): Lesson {
  const place: Place = new JsonPlace(json, "lesson", "bad-lesson");
  const fields = place.object(["format", "id", "title", "summary", "minutes", "steps"]);
  fields.format.oneOf(["guesthouse-lesson-1"]);
  const id = fields.id.text({ most: 60 });
  if (!/^[a-z0-9-]+$/.test(id)) throw fields.id.refusal("small letters, digits and hyphens");
  const [first, ...rest] = fields.steps.list({ least: 1, most: 30 }).map(readStep);
  if (!first) throw fields.steps.refusal("a list of steps");
  return {
    id,
    title: fields.title.text({ most: 80 }),
    summary: fields.summary.text({ most: 300 }),
    minutes: fields.minutes.whole({ least: 1, most: 240 }),
    steps: [first, ...rest],
  };
}

function readStep(place: Place): LessonStep {
  const fields = place.object(["title", "text", "show", "actions", "check", "hint"]);
  return {
    title: fields.title.text({ most: 80 }),
    text: fields.text.text({ most: 2_000 }),
    actions: fields.actions.optional((list) => list.list({ most: 8 }).map(readAction)) ?? [],
    ...given({
      show: fields.show.optional(readLiveTarget),
      check: fields.check.optional((check) => {
        const { goal, when } = check.object(["goal", "when"]);
        return { goal: goal.text({ most: 160 }), when: readCondition(when) };
      }),
      hint: fields.hint.optional((hint) => hint.text({ most: 500 })),
    }),
  };
}

function readAction(place: Place): LessonAction {
  const fields = place.object(["kind", "guest", "sandbox", "verb", "limits", "of", "line", "in", "target"]);
  const kind = fields.kind.oneOf(["make", "verb", "limits", "type", "show"]);
  switch (kind) {
    case "make":
      return fields.guest.isGiven
        ? { kind, plan: { kind: "guest", options: readGuestOptions(fields.guest) } }
        : { kind, plan: { kind: "sandbox", options: readSandboxOptions(fields.sandbox) } };
    case "verb":
      return { kind, verb: fields.verb.oneOf(verbs), of: readMachineChoice(fields.of) };
    case "limits":
      return { kind, limits: readLimits(fields.limits), of: readMachineChoice(fields.of) };
    case "type":
      return { kind, line: readCommand(fields.line), in: readCommandPlace(fields.in) };
    case "show":
      return { kind, target: readLiveTarget(fields.target) };
  }
}

function readLimits(place: Place): Partial<MachineLimits> {
  const fields = place.object(["cpuCap", "cpuWeight", "memoryMiB", "pidsLimit"]);
  const figure = { least: 0.01, most: 1_000_000 };
  return given({
    cpuCap: fields.cpuCap.optional((cap) => cap.nullable((each) => each.number(figure))),
    cpuWeight: fields.cpuWeight.optional((weight) => weight.whole({ least: 1, most: 10_000 })),
    memoryMiB: fields.memoryMiB.optional((size) => size.nullable((each) => each.number(figure))),
    pidsLimit: fields.pidsLimit.optional((count) =>
      count.nullable((each) => each.whole({ least: 1, most: 1_000_000 })),
    ),
  });
}
