/**
 * The parser by itself: what is incomplete, what is wrong, and that no text at all makes it hang or throw anything else.
 */
import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { Parser } from "../../../../../src/sandbox/programs/shell/parser/parser.ts";
import { ShellSyntaxError } from "../../../../../src/sandbox/programs/shell/parser/syntax-error.ts";

/** How a text parses: how many commands, or the refusal; `incomplete` where more text could mend it. */
function outcome(text: string, final = false): number | string {
  const parser = new Parser(text, { aliases: new Map([["loop", "loop loop "]]), final });
  try {
    let count = 0;
    while (parser.nextCommand()) count += 1;
    return count;
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    return error.incomplete ? "incomplete" : `${error.line}: ${error.message}`;
  }
}

describe("what asks for more lines", () => {
  test.each([
    "if true",
    "if true; then",
    "if true; then echo; else",
    "while :; do echo",
    "for x",
    "for x in a b",
    "for x in a; do",
    "case x in",
    "case x in a)",
    "case x in a) echo",
    "{ echo",
    "( echo",
    "f()",
    "f() {",
    "a &&",
    "a ||",
    "a |",
    "echo 'a",
    'echo "a',
    'echo "$(a',
    "echo `a",
    "echo $(a",
    "echo $((1 +",
    "echo ${x",
    "echo ${x:-a",
    "echo $'a",
    "cat <<E",
    "cat <<E\nbody\n",
    "cat <<-E; echo\n\tbody",
    "echo $(cat <<E\nbody",
    "[[ a = b",
    "! ",
    "time",
  ])("%j", (text) => {
    expect(outcome(text)).toBe("incomplete");
  });
});

describe("what is wrong however it goes on", () => {
  test.each([
    ["echo )", '1: syntax error: unexpected ")"'],
    [")", '1: syntax error: unexpected ")"'],
    ["fi", '1: syntax error: unexpected "fi"'],
    ["if true; fi", '1: syntax error: unexpected "fi" (expecting "then")'],
    ["while :; done", '1: syntax error: unexpected "done" (expecting "do")'],
    ["a\nb | | c", '2: syntax error: unexpected "|"'],
    ["; a", '1: syntax error: unexpected ";"'],
    ["a ;; b", '1: syntax error: unexpected ";;"'],
    ["a && && b", '1: syntax error: unexpected "&&"'],
    ["echo >\n", "1: syntax error: unexpected newline"],
    ["echo > > f", "1: syntax error: unexpected redirection"],
    ["for 1 in a; do :; done", "1: syntax error: bad for loop variable"],
    ["for x in a; echo; done", '1: syntax error: unexpected word (expecting "do")'],
    ["echo ${}", "1: syntax error: bad substitution"],
    ["{ }", '1: syntax error: unexpected "}"'],
    ["( )", '1: syntax error: unexpected ")"'],
    ["f() echo | }", '1: syntax error: unexpected "}"'],
  ])("%j", (text, refusal) => {
    expect(outcome(text, true)).toBe(refusal);
  });
});

describe("what is whole", () => {
  test.each([
    ["", 0],
    ["\n\n", 2],
    ["a; b & c", 1],
    ["a\nb\n", 2],
    ["if a; then b; fi; c", 1],
    ["f() { a; }\nf", 2],
    ["case x in (a|b) c;; d) e; esac", 1],
    ["case if in if) ;; esac", 1],
    ["echo if then fi { } ! case", 1],
    ["cat <<A <<B\na\nA\nb\nB\nc", 2],
    ["cat <<E && a |\nbody\nE\nb", 1],
    ["a=b c=d e", 1],
    ["for x do a; done; for y; do b; done; for z in; do c; done", 1],
    ["echo $((1+(2)))$( (a) )$((b) )", 1],
    ["a # comment ' \" $(", 1],
    ["loop x", 1],
    ["{ a; }>f 2>&1 <g", 1],
    ["2>f a 3<&- b", 1],
  ])("%j", (text, count) => {
    expect(outcome(text)).toBe(count);
  });

  test("a here-document without its end is whole when no more text can come", () => {
    expect([outcome("cat <<E\nbody", true), outcome("cat <<E", true)]).toEqual([1, 1]);
  });
});

describe("any text", () => {
  const seed = Number(process.env["SHELL_FUZZ_SEED"] ?? 20_260_101);
  const rounds = Number(process.env["SHELL_FUZZ_ROUNDS"] ?? 4000);
  const scripts = readFileSync(new URL("scripts.txt", import.meta.url), "utf8").split(/^----\n/m);
  const tokens = (
    "if then else elif fi for while until do done case esac in { } ( ) (( )) $( $(( ${ ` ' \" \\ \n ; ;; ;& & && | || < > " +
    "<< <<- >& <& >| <> <<< &> # $ $x ${x:- ${x# * ? [ ] ~ ! = a= a b 1 2> function [[ ]] $' loop \t"
  ).split(/ (?!$)/);

  /** Numbers that look random, the same for a seed. */
  function* numbers(from: number): Generator<number, never, number> {
    let state = from >>> 0;
    for (;;) {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
      yield state / 2 ** 32;
    }
  }

  const random = numbers(seed);
  const below = (limit: number): number => Math.floor(random.next(0).value * limit);
  const pick = <T>(from: readonly T[], otherwise: T): T => from[below(from.length)] ?? otherwise;

  function mutated(): string {
    let text = pick(scripts, "");
    for (let count = 1 + below(4); count > 0; count -= 1) {
      const at = below(text.length + 1);
      const end = Math.min(text.length, at + below(12));
      const kind = below(3);
      const put = kind === 0 ? "" : kind === 1 ? pick(tokens, "") : text.slice(below(text.length), end);
      text = text.slice(0, at) + put + text.slice(kind === 0 ? end : at);
    }
    return text;
  }

  const makers: Readonly<Record<string, () => string>> = {
    "random bytes": () => String.fromCharCode(...Array.from({ length: below(80) }, () => below(256))),
    "random tokens": () =>
      Array.from({ length: below(40) }, () => pick(tokens, "")).join(pick(["", " "], "")),
    "mutated scripts": mutated,
    "deep nesting": () =>
      pick(["$(", "$((", "${x-", "`", "(", "{ ", "if ", '"$(', "((", "<<E $("], "(").repeat(below(2000)),
  };

  test.each(Object.entries(makers))(`%s parse or are refused (seed ${seed})`, (_, make) => {
    for (let round = 0; round < rounds / 4; round += 1) {
      const text = make();
      try {
        outcome(text, below(2) === 0);
      } catch (error) {
        throw new Error(`seed ${seed}, round ${round}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });
});
