import { describe, expect, it } from "vitest";
import {
  breakEven,
  median,
  quantile,
  robustLine,
  summary,
} from "../../../../src/playground/experiments/statistics.ts";
import { inTurns } from "../../../../src/playground/experiments/turns.ts";
import { digits } from "../../../../src/playground/experiments/words.ts";

describe("statistics of runs", () => {
  it("give median, quartiles and extremes, as R does by default", () => {
    // R: quantile(c(7, 1, 3, 10, 4)) and quantile(c(2, 4, 4, 5))
    expect([summary([7, 1, 3, 10, 4]), summary([2, 4, 4, 5])]).toEqual([
      { count: 5, median: 4, lowerQuartile: 3, upperQuartile: 7, least: 1, most: 10 },
      { count: 4, median: 4, lowerQuartile: 3.5, upperQuartile: 4.25, least: 2, most: 5 },
    ]);
  });

  it("say nothing of no values, and a single value is all of it", () => {
    expect([summary([]), median([]), median([3]), quantile([3], 0.25)]).toEqual([null, null, 3, 3]);
  });

  it("draw a line that one wild point does not bend", () => {
    expect([
      robustLine([
        [1, 12],
        [2, 14],
        [4, 18],
        [8, 26],
        [16, 900],
      ]),
      robustLine([[1, 5]]),
      robustLine([
        [2, 5],
        [2, 7],
      ]),
    ]).toEqual([{ base: 10, slope: 2 }, null, null]);
  });

  it.each([
    ["a higher base and a lower slope", { base: 10, slope: 1 }, { base: 0, slope: 3 }, 6],
    ["just even at a whole number", { base: 10, slope: 1 }, { base: 0, slope: 2 }, 11],
    ["less from the first on", { base: 0, slope: 1 }, { base: 0, slope: 3 }, 1],
    ["a higher slope", { base: 0, slope: 3 }, { base: 10, slope: 1 }, null],
    ["the same slope, less", { base: 1, slope: 1 }, { base: 2, slope: 1 }, 1],
    ["the same slope, more", { base: 2, slope: 1 }, { base: 1, slope: 1 }, null],
  ])("tell from where on %s is cheaper for good", (_what, one, other, from) => {
    expect(breakEven(one, other)).toBe(from);
  });
});

describe("turns", () => {
  it("let each be first equally often", () => {
    expect(inTurns(["a", "b", "c"], 4).map((round) => round.join(""))).toEqual(["abc", "bca", "cab", "abc"]);
  });
});

describe("figures in words", () => {
  it.each([
    [0, "0"],
    [1234.5, "1235"],
    [123.4, "123"],
    [78.94, "78.9"],
    [4.5, "4.5"],
    [2, "2"],
    [0.01234, "0.0123"],
    [-3.25, "-3.25"],
    [100, "100"],
    [10, "10"],
  ])("%d is %s", (value, text) => {
    expect(digits(value)).toBe(text);
  });
});
