/** Lessons as data: what is taken, what is refused, and that what comes with the page is whole. */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { sandboxCatalog } from "../../../../images/sandbox-catalog.ts";
import { actionWords } from "../../../../src/playground/lessons/action-words.ts";
import { builtInLessons } from "../../../../src/playground/lessons/built-in-lessons.ts";
import { readLesson, readLessonText } from "../../../../src/playground/lessons/read-lesson.ts";
import { writtenLesson } from "../../../../src/playground/lessons/write-lesson.ts";
import { failureOf } from "../../../support/failure-of.ts";

const step = { title: "One", text: "Do it." };
const lesson = (changes: object = {}): object => ({
  format: "guesthouse-lesson-1",
  id: "mine",
  title: "Mine",
  summary: "What it is for.",
  minutes: 3,
  steps: [step],
  ...changes,
});
const withCheck = (when: unknown): object => lesson({ steps: [{ ...step, check: { goal: "So", when } }] });
const withAction = (action: unknown): object => lesson({ steps: [{ ...step, actions: [action] }] });
let nested: unknown = { kind: "kernels", is: { atLeast: 1 } };
for (let depth = 0; depth < 6; depth++) nested = { kind: "not", of: nested };

describe("a lesson", () => {
  it("comes out of its JSON and goes back into it", () => {
    const read = builtInLessons.map((each) => readLesson(JSON.parse(JSON.stringify(writtenLesson(each)))));
    expect(read).toEqual(builtInLessons);
  });

  it.each([
    ["[]", "lesson must be an object."],
    [lesson({ format: "2" }), "lesson.format must be one of guesthouse-lesson-1."],
    [lesson({ id: "Nein" }), "lesson.id must be small letters, digits and hyphens."],
    [lesson({ steps: [] }), "lesson.steps must be a list of 1 to 30."],
    [lesson({ html: "<b>" }), 'lesson has the unknown field "html".'],
    [
      lesson({ steps: [{ ...step, text: "x".repeat(2_001) }] }),
      "lesson.steps[0].text must be text of 1 to 2000",
    ],
    [withCheck({ kind: "guess" }), "lesson.steps[0].check.when.kind must be one of count"],
    [withCheck({ kind: "kernels", is: {} }), "lesson.steps[0].check.when.is must be an object with atLeast"],
    [withCheck({ kind: "output", in: "host", command: "a\nb", matches: "x" }), ".command must be one line"],
    [withCheck({ kind: "printed", in: {}, matches: "(" }), "must be a pattern. The pattern"],
    [withCheck(nested), "must be a condition in no more than 4 others."],
    [
      withAction({ kind: "verb", verb: "explode", of: {} }),
      "lesson.steps[0].actions[0].verb must be one of start",
    ],
    [withAction({ kind: "make", sandbox: { memoryMiB: "all" } }), ".sandbox.memoryMiB must be a number"],
    [withAction({ kind: "type", in: "host", line: "\u001b[2J" }), ".line must be one line"],
  ])("is refused with the place of what is wrong: %j", async (json, why) => {
    const text = typeof json === "string" ? json : JSON.stringify(json);
    const failure = await failureOf(() => readLessonText(text));
    expect({ code: failure?.code, said: failure?.message.includes(why) ? why : failure?.message }).toEqual({
      code: "bad-lesson",
      said: why,
    });
  });

  it("is written as the project's README says", async () => {
    const readme = await readFile(new URL("../../../../README.md", import.meta.url), "utf8");
    const [, example = ""] = /```json\n([^`]*`code`[^`]*`ps`[^`]*)```/.exec(readme) ?? [];
    expect(readLessonText(example).steps.map(({ check }) => check?.when.kind)).toEqual(["count", "printed"]);
  });

  it("is refused when it is no JSON, or too long", async () => {
    const failures = await Promise.all(
      ["{", "x".repeat(70_000)].map((text) => failureOf(() => readLessonText(text))),
    );
    expect(failures.map((failure) => failure?.code)).toEqual(["bad-lesson", "bad-lesson"]);
  });
});

describe("the lessons that come with the page", () => {
  it("have ids of their own, and steps that wait for something", () => {
    const ids = builtInLessons.map(({ id }) => id);
    const idle = builtInLessons.filter(({ steps }) => steps.filter(({ check }) => check).length < 3);
    expect({ twice: ids.filter((id, at) => ids.indexOf(id) !== at), idle, count: ids.length }).toEqual({
      twice: [],
      idle: [],
      count: 7,
    });
  });

  it("make machines of images that there are, by names", () => {
    const images = new Set(sandboxCatalog.map(({ id }) => id));
    const made = builtInLessons.flatMap(({ steps }) =>
      steps.flatMap(({ actions }) =>
        actions.flatMap((action) => (action.kind === "make" ? [action.plan] : [])),
      ),
    );
    const wrong = made.filter(
      ({ kind, options }) =>
        options.name === undefined || (kind === "sandbox" && !images.has(options.image ?? "system")),
    );
    expect(wrong).toEqual([]);
  });

  it("say what they would do, commands in full", () => {
    const [first] = builtInLessons;
    expect(first?.steps.flatMap(({ actions }) => actions.map(actionWords)).slice(0, 2)).toEqual([
      { words: "Make a guest first: 32 MiB." },
      { words: "Type into the console of the first running guest:", command: "uname -r" },
    ]);
  });
});
