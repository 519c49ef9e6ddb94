import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FileHost } from "../../../support/file-host.ts";
import {
  outcomeOf,
  runTrial,
  treeOf,
  type Trial,
  type TrialOutcome,
  trialOf,
} from "../../../support/file-trials.ts";

// Recorded by `test/support/files-on-linux.py` on Linux 6.18, redirect_dir, index, metacopy and xino off.
const recorded = readFileSync(new URL("overlay-on-linux.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Trial & TrialOutcome => JSON.parse(line));

describe("an overlay", () => {
  test.each(recorded)("does what Linux did (trial $seed)", ({ results, seen, upper, ...trial }) => {
    const task = new FileHost().task();
    task.mkdir("/t");

    expect(runTrial(task, trial, "/t")).toEqual({ results, seen, upper });
  });

  test("looks like a plain directory to whoever changes it, but for EXDEV", () => {
    for (let seed = 10_000; seed < 10_080; seed += 1) {
      const trial = trialOf(seed, 80);
      const task = new FileHost().task();
      task.mkdir("/t");
      // A copy of what the layers show is the model.
      const { seen } = runTrial(task, { ...trial, steps: [] }, "/t");
      task.mount("overlay", "/t/m", "overlay", {}, optionsOf(trial));
      task.mkdir("/model");
      copy(task, "/t/m", "/model", seen);
      for (const [index, step] of trial.steps.entries()) {
        if (step[0] === "remount") continue;
        const outcome = outcomeOf(task, step, "/t/m");
        if (outcome === "EXDEV") continue;
        const told = { seed, index, step };
        expect({ ...told, outcome: outcomeOf(task, step, "/model") }).toEqual({ ...told, outcome });
      }

      expect({ seed, tree: plain(treeOf(task, "/t/m")) }).toEqual({
        seed,
        tree: plain(treeOf(task, "/model")),
      });
    }
  });
});

function optionsOf({ layers }: Trial): string {
  return `lowerdir=${layers.map((_, index) => `/t/l${index}`).join(":")},upperdir=/t/u,workdir=/t/w`;
}

/** Without what layers do show: links of merged directories, broken hard links, marks. */
function plain(tree: readonly string[]): readonly string[] {
  return tree.map((line) => line.replace(/^(\S+ \S+ \d+) \d+ \S+/, "$1").replace(/ opaque$/, ""));
}

function copy(task: ReturnType<FileHost["task"]>, from: string, to: string, seen: readonly string[]): void {
  for (const line of seen) {
    const [path = "", type = "", mode = "0"] = line.split(" ");
    if (type === "directory") task.mkdir(`${to}${path}`);
    else if (type === "symlink") task.symlink(task.readlink(`${from}${path}`), `${to}${path}`);
    else task.writeFile(`${to}${path}`, task.readFile(`${from}${path}`));
    if (type !== "symlink") task.chmod(`${to}${path}`, Number.parseInt(mode, 8));
  }
}
