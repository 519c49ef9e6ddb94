/**
 * Which lines the commands of a sed(1) script are for: addresses, and ranges from line to line. Knows nothing of what
 * commands do.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { CommandFailure } from "../command/command.ts";
import type { SedAddress, SedCommand } from "./sed-script.ts";

/** Where a range of a command stands. */
type RangeState = { readonly kind: "out" } | { readonly kind: "in"; readonly until: number | null };

/** A line that is asked about. */
export interface SedLine {
  readonly number: number;
  readonly pattern: string;
}

/** Of one script. Remembers the ranges and the expression used last. */
export class SedSelection {
  readonly #ranges: RangeState[];
  readonly #isLast: () => Blocking<boolean>;
  #lastPattern: RegExp | null = null;

  constructor(commands: number, isLast: () => Blocking<boolean>) {
    this.#ranges = Array.from({ length: commands }, () => ({ kind: "out" }));
    this.#isLast = isLast;
  }

  /** All ranges begin anew. */
  restart(): void {
    for (const at of this.#ranges.keys()) this.#ranges[at] = { kind: "out" };
  }

  /** Whether the range of the command at `at` goes on behind this line. */
  isInRange(at: number): boolean {
    return this.#ranges[at]?.kind === "in";
  }

  /** Whether the command at `at` is for this line, its `!` apart. */
  *selects({ addresses }: SedCommand, at: number, line: SedLine): Blocking<boolean> {
    const { number } = line;
    const [first, second] = addresses;
    if (!first) return true;
    if (!second) return yield* this.#matches(first, line);
    const range = this.#ranges[at];
    if (range?.kind === "in") {
      const isEnd = range.until === null ? yield* this.#matches(second, line) : number >= range.until;
      if (isEnd) this.#ranges[at] = { kind: "out" };
      // A line number that is behind already: only the first line was meant.
      return range.until === null || number <= range.until;
    }
    const startsAtZero = first.kind === "line" && first.number === 0 && number === 1;
    if (!startsAtZero && !(yield* this.#matches(first, line))) return false;
    if (startsAtZero && (yield* this.#matches(second, line))) return true;
    const until = endOf(second, number);
    const isOver = until !== null && until <= number;
    const atLast = second.kind === "last" && (yield* this.#isLast());
    if (!isOver && !atLast) this.#ranges[at] = { kind: "in", until };
    return true;
  }

  /** The expression, or for `null` the one used last. */
  expression(pattern: RegExp | null): RegExp {
    const used = pattern ?? this.#lastPattern;
    if (!used) throw new CommandFailure("no previous regular expression");
    this.#lastPattern = used;
    used.lastIndex = 0;
    return used;
  }

  *#matches(address: SedAddress, { number, pattern }: SedLine): Blocking<boolean> {
    switch (address.kind) {
      case "line":
        return number === address.number;
      case "step":
        return address.step === 0
          ? number === address.first
          : number >= address.first && (number - address.first) % address.step === 0;
      case "last":
        return yield* this.#isLast();
      case "match":
        return this.expression(address.pattern).test(pattern);
      case "plus":
      case "multiple":
        return false;
      default:
        return address satisfies never;
    }
  }
}

/** The line a range that begins at `number` ends with, where that is known. */
function endOf(second: SedAddress, number: number): number | null {
  if (second.kind === "line") return second.number;
  if (second.kind === "plus") return number + second.count;
  if (second.kind === "multiple") return Math.ceil(number / Math.max(1, second.of)) * second.of;
  return null;
}
