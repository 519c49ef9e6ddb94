/**
 * Awk's functions that change variables, read regular expressions, or run commands. What only computes is
 * `awk-text-functions.ts`.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { CommandFailure } from "../command/command.ts";
import type { AwkEvaluator } from "./awk-evaluator.ts";
import type { RecordReader } from "./awk-input.ts";
import { type AwkRecord, patternOf, splitText } from "./awk-record.ts";
import type { AwkStreams } from "./awk-streams.ts";
import { characterIndex, lengthOf, pureFunction, replaced, replacedByGroups } from "./awk-text-functions.ts";
import type { AwkProgram, Expression, Statement, Target } from "./awk-tree.ts";
import { fromOutside, numberOf, type Value } from "./awk-value.ts";
import type { AwkArray, AwkVariables } from "./awk-variables.ts";

/** A running program, as its expressions see it. */
export interface AwkMachine {
  readonly program: AwkProgram;
  readonly variables: AwkVariables;
  readonly record: AwkRecord;
  readonly streams: AwkStreams;
  /** CONVFMT. */
  readonly conversion: string;
  readonly epochMs: () => number;
  /** The main input's next record; `null` after the last. */
  nextRecord(): Blocking<string | null>;
  /** A record of a reader; `null` after the last, or where it cannot be read. */
  guardedRecord(reader: RecordReader): Blocking<string | null>;
  /** Runs a function's body; what it returns. */
  runBody(body: Statement): Blocking<Value>;
  /** So many characters are kept from now on: memory is asked for. */
  keeps(characters: number): Blocking<void>;
}

/** Of one running program. */
export class AwkFunctions {
  readonly #machine: AwkMachine;
  readonly #evaluator: AwkEvaluator;
  #seed = 0;
  #state = 0;

  constructor(machine: AwkMachine, evaluator: AwkEvaluator) {
    this.#machine = machine;
    this.#evaluator = evaluator;
  }

  *call(name: string, given: readonly Expression[]): Blocking<Value> {
    const { streams, epochMs } = this.#machine;
    switch (name) {
      case "length":
        return yield* this.#length(given[0]);
      case "split":
        return yield* this.#split(given);
      case "match":
        return yield* this.#match(given);
      case "sub":
      case "gsub":
        return yield* this.#substitute(given, name === "gsub");
      case "gensub":
        return yield* this.#generalSubstitute(given);
      case "rand":
        return this.#random();
      case "srand": {
        const before = this.#seed;
        const seed = given[0]
          ? numberOf(yield* this.#evaluator.value(given[0]))
          : Math.floor(epochMs() / 1000);
        this.#seed = seed;
        this.#state = Math.trunc(seed) | 0;
        return before;
      }
      case "system":
        return yield* streams.run(yield* this.#text(given[0], name));
      case "close":
        return yield* streams.close(yield* this.#text(given[0], name));
      case "fflush": {
        const [one] = given;
        if (one) return (yield* streams.flushOne(yield* this.#text(one, name))) ? 0 : -1;
        yield* streams.flush();
        return 0;
      }
      default: {
        const values: Value[] = [];
        for (const expression of given) values.push(yield* this.#evaluator.value(expression));
        const answer = pureFunction(name, values, this.#machine.conversion, epochMs);
        if (answer === null) throw new CommandFailure(`calling undefined function ${name}`, 2);
        return answer;
      }
    }
  }

  *#length(given: Expression | undefined): Blocking<number> {
    if (given?.kind === "variable") {
      const cell = this.#machine.variables.cell(given.name);
      if (cell.isArray) return cell.array(given.name).size;
    }
    const value = given ? yield* this.#evaluator.value(given) : this.#machine.record.field(0);
    return lengthOf(this.#evaluator.text(value));
  }

  *#split([what, into, separator]: readonly Expression[]): Blocking<number> {
    const text = yield* this.#text(what, "split");
    const array = this.#array(into, "split");
    const by = separator
      ? yield* this.#evaluator.patternSource(separator)
      : this.#evaluator.text(this.#machine.variables.global("FS").value);
    // As a regular expression one space is a space, and one character may mean more.
    const isPattern = separator?.kind === "pattern" && by.length === 1;
    const parts = splitText(text, isPattern ? `(${by})` : by, false);
    array.clear();
    for (const [at, part] of parts.entries()) array.set(String(at + 1), fromOutside(part));
    yield* this.#machine.keeps(text.length + 64 * parts.length);
    return parts.length;
  }

  *#match([what, pattern, into]: readonly Expression[]): Blocking<number> {
    const text = yield* this.#text(what, "match");
    const source = pattern ? yield* this.#evaluator.patternSource(pattern) : "";
    const found = patternOf(source).exec(text);
    const { variables } = this.#machine;
    const start = characterIndex(text, found?.index ?? -1);
    variables.global("RSTART").value = start;
    variables.global("RLENGTH").value = found ? lengthOf(found[0]) : -1;
    if (into) {
      const array = this.#array(into, "match");
      array.clear();
      for (const [at, group] of (found ?? []).entries()) array.set(String(at), fromOutside(group ?? ""));
    }
    return start;
  }

  *#substitute([pattern, by, into]: readonly Expression[], all: boolean): Blocking<number> {
    if (!pattern || !by) throw new CommandFailure("not enough arguments to sub", 2);
    const target: Expression = into ?? { kind: "field", index: { kind: "number", value: 0 } };
    const source = yield* this.#evaluator.patternSource(pattern);
    const replacement = yield* this.#text(by, "sub");
    const before = this.#evaluator.text(yield* this.#evaluator.value(target));
    let count = 0;
    const after = before.replace(patternOf(source, all ? "g" : ""), (found: string) => {
      count += 1;
      return replaced(replacement, found);
    });
    if (count > 0 && isTarget(target)) yield* this.#evaluator.assign(target, after);
    return count;
  }

  *#generalSubstitute([pattern, by, which, what]: readonly Expression[]): Blocking<string> {
    if (!pattern || !by || !which) throw new CommandFailure("not enough arguments to gensub", 2);
    const source = yield* this.#evaluator.patternSource(pattern);
    const replacement = yield* this.#text(by, "gensub");
    const how = yield* this.#text(which, "gensub");
    const text = what
      ? yield* this.#text(what, "gensub")
      : this.#evaluator.text(this.#machine.record.field(0));
    const only = /^[gG]/u.test(how) ? null : Math.max(1, Math.trunc(numberOf(how)));
    let count = 0;
    return text.replace(patternOf(source, "g"), (found: string, ...rest: readonly unknown[]) => {
      count += 1;
      if (only !== null && count !== only) return found;
      const end = rest.findIndex((part) => typeof part === "number");
      const groups = rest.slice(0, end).map((part) => (typeof part === "string" ? part : undefined));
      return replacedByGroups(replacement, [found, ...groups]);
    });
  }

  /** mulberry32: as good as is asked of it, and the same for a seed. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  *#text(expression: Expression | undefined, name: string): Blocking<string> {
    if (!expression) throw new CommandFailure(`not enough arguments to ${name}`, 2);
    return this.#evaluator.text(yield* this.#evaluator.value(expression));
  }

  #array(expression: Expression | undefined, name: string): AwkArray {
    if (expression?.kind !== "variable") throw new CommandFailure(`${name}: an array is needed`, 2);
    return this.#machine.variables.cell(expression.name).array(expression.name);
  }
}

function isTarget(expression: Expression): expression is Target {
  return expression.kind === "variable" || expression.kind === "field" || expression.kind === "element";
}
