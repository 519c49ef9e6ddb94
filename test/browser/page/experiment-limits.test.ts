/**
 * What the experiment on limits finds, in real machines. The work they do is judged by the page's clock, in which other
 * programs have their part: how much that was, the operating system tells.
 */
import { describe, expect } from "vitest";
import type { Arrangement } from "../../../src/playground/experiments/arrangement.ts";
import { ending, expectLeft, medians, patient, run, small, well } from "./page-experiments.ts";
import { test } from "./page-test.ts";
import { mostForOthers, watchOthers } from "./thread-time.ts";

const ramMiB = 32;

/** By the limit, in % of a core. */
interface Held {
  readonly used: Readonly<Record<string, number | undefined>>;
  readonly peakMiB: number | undefined;
  /** The work that was done by what would be in step with the limit. */
  readonly workInStep: Readonly<Record<string, number>>;
  readonly work: readonly (number | undefined)[];
}

function between(least: number, most: number): unknown {
  return expect.toSatisfy((value) => value > least && value <= most, `above ${least}, ${most} at most`);
}

describe("the experiment on limits", () => {
  test("finds caps and limits kept, by time and by work", patient, async ({ open, skip }) => {
    const page = await open(small);
    const others = await watchOthers();
    const held = async (kind: Arrangement, caps: readonly number[]): Promise<Held> => {
      const sizes = [String(ramMiB)];
      const settings = { machines: [kind], caps: caps.map(String), sizes, seconds: 2, runs: 1 };
      const { result } = await run(page, "limits", settings);
      expect(ending(result)).toEqual(well);
      console.log(result.findings.join("\n"));
      const used = medians(result, "cpu");
      const work = medians(result, "work");
      const inStep = (cap: number): number =>
        (work[`${kind} at ${cap}`] ?? 0) / (work[`${kind} in step at ${cap}`] ?? 1);
      return {
        used: Object.fromEntries(caps.map((cap) => [cap, used[`${kind} at ${cap}`]])),
        peakMiB: medians(result, "memory")[`${kind} at ${ramMiB}`],
        workInStep: Object.fromEntries(caps.map((cap) => [cap, inStep(cap)])),
        work: caps.map((cap) => work[`${kind} at ${cap}`]),
      };
    };

    const guest = await held("guest", [25, 50, 75]);
    const sandbox = await held("system-sandbox", [25]);
    const taken = await others();

    expect([guest.used, guest.peakMiB, sandbox.used, sandbox.peakMiB]).toEqual([
      { 25: between(0, 35), 50: between(0, 60), 75: between(0, 85) },
      between(0, ramMiB),
      { 25: between(0, 30) },
      // The hog was let have nearly all.
      between(28, ramMiB),
    ]);
    await expectLeft(page, []);
    skip(taken > mostForOthers, `other programs took ${(100 * taken).toFixed(1)} % of a core`);
    // What got done knows nothing of the meter: unheld, all would do the same, nearly four and two times what is in step.
    expect([guest.workInStep, guest.work, sandbox.workInStep]).toEqual([
      { 25: between(0.2, 2), 50: between(0.2, 1.5), 75: between(0.2, 1.25) },
      guest.work.toSorted((a = 0, b = 0) => a - b),
      { 25: between(0.2, 2) },
    ]);
  });
});
