/** Arguments of find(1)'s tests that are numbers. */
import { CommandFailure } from "../command/command.ts";
import { integer } from "../command/quantities.ts";
import type { Comparison } from "./find-node.ts";

/** `N`, `+N` (more) or `-N` (less). */
export function comparison(text: string, word: string): Comparison {
  const sign = text.startsWith("+") ? "+" : text.startsWith("-") ? "-" : "";
  const amount = integer(sign === "" ? text : text.slice(1));
  if (amount === null) throw new CommandFailure(`invalid argument '${text}' to '${word}'`);
  return { sign, amount };
}

/** How deep to go. */
export function depthArgument(text: string, word: string): number {
  const depth = integer(text);
  if (depth === null || depth < 0)
    throw new CommandFailure(`Expected a positive decimal integer argument to ${word}, but got '${text}'`);
  return depth;
}
