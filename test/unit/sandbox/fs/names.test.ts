import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FileHost } from "../../../support/file-host.ts";
import { outcomeOf, treeOf, type Trial, type TrialOutcome } from "../../../support/file-trials.ts";

// Recorded by `test/support/files-on-linux.py` on Linux 6.18: names with `.`, `..`, slashes and links everywhere.
const recorded = readFileSync(new URL("names-on-linux.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Trial & Omit<TrialOutcome, "upper"> => JSON.parse(line));

describe("making, moving and removing names", () => {
  test.each(recorded)("does what Linux did (trial $seed)", ({ results, seen, steps }) => {
    const task = new FileHost().task();
    task.mkdir("/t");
    task.mount("t", "/t", "tmpfs", {}, "mode=755");
    task.mkdir("/t/x");
    task.mkdir("/t/x/m");

    const outcomes = steps.map((step) => outcomeOf(task, step, "/t/x/m"));

    expect({ results: outcomes, seen: treeOf(task, "/t") }).toEqual({ results, seen });
  });
});
