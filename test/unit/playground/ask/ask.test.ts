/** One question to many: comparing answers, and asking within bounds. */
import { describe, expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import { alignAnswers, type Cell } from "../../../../src/playground/ask/aligned-answers.ts";
import { answerLines } from "../../../../src/playground/ask/answer-lines.ts";
import { Asking, type Asked } from "../../../../src/playground/ask/ask.ts";
import { answersJson, answersText } from "../../../../src/playground/ask/export-answers.ts";
import { diffLines } from "../../../../src/playground/ask/line-diff.ts";
import { readyQuestions } from "../../../../src/playground/ask/questions.ts";
import { seeded } from "../../../support/seeded.ts";
import { ManualClock } from "../../../support/manual-clock.ts";

const letters = (text: string): readonly string[] => Array.from(text);

/** How many lines differ in the shortest way between two lists, worked out by brute force. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, line] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries())
      next.push(line === other ? (row[j] ?? 0) : 1 + Math.min(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe("the difference of two answers", () => {
  it("leads from one to the other, by the fewest lines", () => {
    const next = seeded(11);
    const wrong = Array.from({ length: 300 }, () => {
      const [a, b] = [0, 1].map(() => Array.from({ length: next(12) }, () => "abcd".charAt(next(4))));
      return { a: a ?? [], b: b ?? [] };
    }).filter(({ a, b }) => {
      const hunks = diffLines(a, b);
      let [x, y, edits] = [0, 0, 0];
      for (const hunk of hunks) {
        if (hunk.kind === "same") {
          if (a.slice(x, x + hunk.count).join() !== b.slice(y, y + hunk.count).join()) return true;
          x += hunk.count;
          y += hunk.count;
        } else {
          x += hunk.removed;
          y += hunk.added;
          edits += hunk.removed + hunk.added;
        }
      }
      return x !== a.length || y !== b.length || edits !== distance(a, b);
    });
    expect(wrong).toEqual([]);
  });

  it("is not looked for line by line in lists that have nothing in common", () => {
    const lines = (word: string): readonly string[] =>
      Array.from({ length: 400 }, (_, at) => `${word} ${at}`);
    expect(diffLines(["same", ...lines("a")], ["same", ...lines("b")])).toEqual([
      { kind: "same", count: 1 },
      { kind: "differs", removed: 400, added: 400 },
    ]);
  });

  it("puts each line beside the one it is or replaces, with room for what others add", () => {
    const shown = ({ cells }: { readonly cells: readonly Cell[] }): string =>
      cells
        .map((cell) => ({ same: "=", changed: "≠", added: "+", missing: "-", blank: "." })[cell.kind])
        .join("");
    const aligned = alignAnswers(
      [letters("abcd"), letters("abxd"), letters("abcdyz"), letters("acd"), []],
      0,
    );
    expect(aligned.map((each) => [shown(each), each.differing])).toEqual([
      ["====..", 0],
      ["==≠=..", 1],
      ["====++", 2],
      ["=-==..", 1],
      ["----..", 4],
    ]);
  });

  it("says what differs within a line", () => {
    const [, other] = alignAnswers([["uid=0(root) gid=0"], ["uid=1000(user) gid=0"]], 0);
    expect(other?.cells).toEqual([{ kind: "changed", text: "uid=1000(user) gid=0", from: 4, to: 13 }]);
  });

  it("is found once for two answers, however often they are aligned", () => {
    const [base, first, last] = [["a", "b"], ["a", "c"], ["d"]];
    const [, before] = alignAnswers([base, first], 0);
    const [, after] = alignAnswers([base, first, last], 0);
    expect(after?.cells.map((cell, at) => cell === before?.cells[at])).toEqual([true, true]);
  });

  it("bounds lines and their length, and drops what a terminal would obey", () => {
    const many = answerLines(Array.from({ length: 500 }, (_, at) => `line ${at}`).join("\n"));
    expect({
      shown: many.lines.length,
      left: many.left,
      long: answerLines("x".repeat(5_000)).lines[0]?.length,
      plain: answerLines("\u001b[31mred\u001b[0m\r\nnext"),
      none: answerLines(""),
    }).toEqual({
      shown: 400,
      left: 100,
      long: 2_002,
      plain: { lines: ["red", "next"], left: 0 },
      none: { lines: [], left: 0 },
    });
  });
});

describe("asking", () => {
  const answered = { output: "ok", exitCode: 0, truncated: false };
  const who = (id: string, execute: Asked["execute"]): Asked => ({ id, name: id, kind: "guest", execute });
  const never: Asked["execute"] = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error));
    });

  it("gives each its own answer, failure or end of time", async () => {
    const clock = new ManualClock();
    const asked = [
      who("quick", () => Promise.resolve(answered)),
      who("gone", () => Promise.reject(new Failure("ended", "It ended."))),
      who("slow", never),
    ];
    using asking = new Asking({ command: "true", limitMs: 5_000 }, asked, clock, 0);
    await Promise.resolve();
    clock.advance(5_000);
    await asking.done;
    expect({
      answers: asked.map(({ id }) => asking.answer(id)),
      timers: clock.pending,
      over: asking.isOver,
    }).toEqual({
      answers: [
        { kind: "answered", tookMs: 0, ...answered },
        { kind: "failed", tookMs: 0, code: "ended", message: "It ended." },
        { kind: "timed-out", limitMs: 5_000 },
      ],
      timers: 0,
      over: true,
    });
  });

  it("is given up as a whole, and keeps what has come", async () => {
    const clock = new ManualClock();
    const asked = [who("quick", () => Promise.resolve(answered)), who("slow", never)];
    using asking = new Asking({ command: "true", limitMs: 5_000 }, asked, clock, 0);
    while (asking.answer("quick") === null) await Promise.resolve();
    asking.abort();
    await asking.done;
    expect(asked.map(({ id }) => asking.answer(id)?.kind)).toEqual(["answered", "aborted"]);
  });

  it("is kept as text and as JSON", async () => {
    const asked = [who("web", () => Promise.resolve(answered))];
    using asking = new Asking({ command: "true", limitMs: 5_000 }, asked, new ManualClock(), 0);
    await asking.done;
    expect([answersText(asking), JSON.parse(answersJson(asking))]).toEqual([
      "$ true\nasked at 1970-01-01T00:00:00.000Z\n\n== web (guest): exit code 0, 0 ms\nok\n",
      {
        command: "true",
        limitMs: 5_000,
        askedAt: "1970-01-01T00:00:00.000Z",
        answers: [{ machine: "web", kind: "guest", answer: { kind: "answered", tookMs: 0, ...answered } }],
      },
    ]);
  });
});

describe("ready-made questions", () => {
  it("are asked once each, and each says what to look for", () => {
    const commands = readyQuestions.map(({ command }) => command);
    expect([
      new Set(commands).size === commands.length,
      readyQuestions.filter(({ look }) => !look.endsWith(".")),
    ]).toEqual([true, []]);
  });
});
