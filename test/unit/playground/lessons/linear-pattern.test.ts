/** Patterns of lessons against the browser's own regular expressions, and against time. */
import { describe, expect, it } from "vitest";
import { LinearPattern } from "../../../../src/playground/lessons/linear-pattern.ts";
import { seeded } from "../../../support/seeded.ts";
import { failureOf } from "../../../support/failure-of.ts";

const sources = [
  "abc",
  "^abc$",
  "a.c",
  "a*b+c?",
  "(ab|cd)+e",
  "(?:a|b)*abb",
  "[a-c]{2,3}",
  "[^a-c]d",
  "\\d+\\.\\d+",
  "^\\s*\\w+$",
  "a{3}",
  "a{2,}b",
  "(a?){3}b",
  "x|^y|z$",
  "\\$\\(\\\\",
  "[\\d-]+",
  "a\\nb",
  "",
  "(|a)b",
];

/** The same texts in each run. */
function texts(count: number): readonly string[] {
  const next = seeded(7);
  const alphabet = "aabbccde xyz019.-\n$(\\";
  return Array.from({ length: count }, () =>
    Array.from({ length: next(14) }, () => alphabet.charAt(next(alphabet.length))).join(""),
  );
}

describe("a pattern", () => {
  it.each(sources)("%j matches what a regular expression matches", (source) => {
    const pattern = new LinearPattern(source);
    const expression = new RegExp(source, "m");
    const all = [...texts(400), "abc", "abb", "aaab", "12.5", "-1", "a\nb", "$(\\", ""];
    expect(all.filter((text) => pattern.test(text) !== expression.test(text))).toEqual([]);
  });

  it("that would take a backtracking matcher for ever is read in one pass", () => {
    const pattern = new LinearPattern("^(a+)+(b|a)*(a?){20}c$");
    expect(pattern.test("a".repeat(5_000))).toBe(false);
  });

  it.each([
    ["(a", "a group is not closed"],
    ["a)", '")" stands alone'],
    ["*a", '"*" repeats nothing'],
    ["a**", "a repetition is repeated"],
    ["^*", "^ and $ cannot be repeated"],
    ["(?=a)", "only groups (…) and (?:…) are known"],
    ["\\1", "\\1 is not known"],
    ["[b-a]", "b-a is no range"],
    ["[a", "it ends too soon"],
    ["a{101}", "{101} is no repetition of at most 100 turns"],
    ["a{3,2}", "{3,2} is no repetition of at most 100 turns"],
    ["((a{100}){100}){100}", "too large"],
    ["a".repeat(201), "A pattern can have 200 characters"],
  ])("%s is refused", async (source, why) => {
    const failure = await failureOf(() => new LinearPattern(source));
    expect({ code: failure?.code, said: failure?.message.includes(why) ? why : failure?.message }).toEqual({
      code: "bad-pattern",
      said: why,
    });
  });
});
