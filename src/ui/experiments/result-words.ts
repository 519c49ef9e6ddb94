/** What is told of a result beside its figures: when, where, how it ended. Pure. */
import { assertNever } from "../../base/assert-never.ts";
import type { Environment, ExperimentResult, Outcome } from "../../playground/experiments/result.ts";
import { digits } from "../../playground/experiments/words.ts";
import { formatCount } from "../format.ts";

/** `23 Nov 2026, 17:20:51`, in the reader's own way. */
export function momentWords(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

/** One line: when, how long, how it ended. */
export function resultLine({ startedAtMs, durationMs, outcome }: ExperimentResult): string {
  return `${momentWords(startedAtMs)} · ${digits(durationMs / 1000)} s · ${outcomeWords(outcome)}`;
}

/** How it ended. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case "complete":
      return "complete";
    case "aborted":
      return "aborted: what was measured before is kept";
    case "failed":
      return `failed: ${outcome.message}`;
    default:
      return assertNever(outcome);
  }
}

/** The machine and the browser, and what might have disturbed. */
export function environmentWords(environment: Environment): readonly string[] {
  const { cores, memoryBudgetMiB, deviceMemoryGiB, browser, crossOriginIsolated } = environment;
  const { otherMachines, pageWasHidden } = environment;
  const device =
    deviceMemoryGiB === null
      ? "the browser does not tell the device's memory"
      : `the device has ${deviceMemoryGiB} GiB by the browser's rounded account`;
  return [
    `${browser} on ${formatCount(cores, "core")}; ${memoryBudgetMiB} MiB for machines (${device}).`,
    `The page's clock is exact to ${crossOriginIsolated ? "5" : "100"} µs.`,
    ...(otherMachines.length > 0
      ? [`Meanwhile these machines were on and took their part: ${otherMachines.join(", ")}.`]
      : []),
    ...(pageWasHidden
      ? ["The page was hidden for a while: browsers slow a hidden page down, so measure again."]
      : []),
  ];
}
