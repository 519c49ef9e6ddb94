/** Reports of attacks in words. Pure. */
import type { AttackReport, Bystander } from "../../playground/break-it/attack-report.ts";
import { formatPercent, notAvailable } from "../format.ts";

/** How it was over: `ended by itself after 1.2 s`. */
export function endWords({ end, tookMs }: Pick<AttackReport, "end" | "tookMs">): string {
  const after = `after ${(tookMs / 1000).toFixed(1)} s`;
  switch (end) {
    case "by itself":
      return `ended by itself ${after}`;
    case "stopped":
      return `stopped ${after}`;
    case "time was up":
      return `stopped ${after}, when its time was up`;
    case "the machine ended":
      return `ended with its machine ${after}`;
    default:
      return end satisfies never;
  }
}

/** A time to answer: `12 ms`. */
export function answerWords(ms: number | null): string {
  return ms === null ? notAvailable : `${Math.round(ms)} ms`;
}

/** A share of a core; `n/a` where it can't be told. */
export function coresWords(cores: number | null): string {
  return formatPercent(cores);
}

/** A state that changed, or that did not. */
export function stateWords({ stateBefore, stateAfter }: Bystander): string {
  return stateBefore === stateAfter ? stateAfter : `${stateBefore}, now ${stateAfter}`;
}

/** What became of the others, in a sentence. */
export function othersWords(bystanders: readonly Bystander[]): string {
  if (bystanders.length === 0) return "No other machine ran.";
  const ended = bystanders.filter(({ stateBefore, stateAfter }) => stateBefore !== stateAfter);
  if (ended.length === 0) return "All other machines run on.";
  return `${ended.length} of ${bystanders.length} other machines ended with it: ${ended.map(({ name }) => name).join(", ")}.`;
}
