/**
 * The record and its fields: split when a field is first asked for, put together again when one was changed (POSIX awk,
 * "Variables and Special Variables"). Knows nothing of where records come from.
 */
import { CommandFailure } from "../command/command.ts";
import { compilePattern } from "../text/posix-pattern.ts";
import type { AwkVariables } from "./awk-variables.ts";
import { fromOutside, numberOf, textOf, unset, type Value } from "./awk-value.ts";

const mostFields = 100_000;
const patterns = new Map<string, RegExp>();

/** A regular expression of a program, made once. `flags` beside `u`. */
export function patternOf(source: string, flags = ""): RegExp {
  const key = `${flags}/${source}`;
  let pattern = patterns.get(key);
  if (!pattern) {
    if (patterns.size > 500) patterns.clear();
    pattern = compilePattern(source, "extended", flags);
    patterns.set(key, pattern);
  }
  pattern.lastIndex = 0;
  return pattern;
}

/** The parts of `text` between what `separator` (FS) means. */
export function splitText(text: string, separator: string, linesToo: boolean): readonly string[] {
  if (separator === " ") return text.match(/[^ \t\n]+/gu) ?? [];
  if (text === "") return [];
  if (separator === "") return Array.from(text);
  if (separator.length === 1 && separator !== "\\" && !linesToo) return text.split(separator);
  const source = separator.length === 1 ? `[${separator === "\\" ? "\\\\" : separator}]` : separator;
  const pattern = patternOf(linesToo ? `(${source})|\n` : source, "g");
  const parts: string[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    // Nothing separates nothing.
    if (found === "") continue;
    parts.push(text.slice(from, index));
    from = index + found.length;
  }
  return [...parts, text.slice(from)];
}

/** `$0`, `$1`… and NF. */
export class AwkRecord {
  readonly #variables: AwkVariables;
  #whole: Value = unset;
  /** `null`: not split yet. */
  #fields: Value[] | null = null;
  #isStale = false;
  #separator = " ";
  #linesToo = false;

  constructor(variables: AwkVariables) {
    this.#variables = variables;
  }

  /** A new record: it is split by what FS is now. */
  set(text: string): void {
    this.#whole = fromOutside(text);
    this.#fields = null;
    this.#isStale = false;
    this.#separator = this.#text("FS");
    this.#linesToo = this.#text("RS") === "";
  }

  get count(): number {
    return this.#split().length;
  }

  /** NF was assigned. */
  set count(count: number) {
    const fields = this.#split();
    if (!(count >= 0) || count > mostFields) throw new CommandFailure(`trying to set NF to ${count}`, 2);
    while (fields.length < count) fields.push("");
    fields.length = Math.trunc(count);
    this.#isStale = true;
  }

  field(index: number): Value {
    demandIndex(index);
    if (index > 0) return this.#split()[index - 1] ?? unset;
    if (this.#isStale) {
      const separator = this.#text("OFS");
      const format = this.#text("CONVFMT");
      this.#whole = fromOutside(
        this.#split()
          .map((field) => textOf(field, format))
          .join(separator),
      );
      this.#isStale = false;
    }
    return this.#whole;
  }

  assign(index: number, value: Value): void {
    demandIndex(index);
    if (index === 0) {
      this.set(textOf(value, this.#text("CONVFMT")));
      return;
    }
    const fields = this.#split();
    if (index > mostFields) throw new CommandFailure(`trying to access out of range field ${index}`, 2);
    while (fields.length < index) fields.push("");
    fields[index - 1] = value;
    this.#isStale = true;
  }

  /** The text of a variable that means something here. */
  #text(name: string): string {
    return textOf(this.#variables.global(name).value, "%.6g");
  }

  #split(): Value[] {
    return (this.#fields ??= splitText(textOf(this.#whole, "%.6g"), this.#separator, this.#linesToo).map(
      fromOutside,
    ));
  }
}

function demandIndex(index: number): void {
  if (!(index >= 0)) throw new CommandFailure(`trying to access out of range field ${index}`, 2);
}

/** Sets the variables that every program begins with. */
export function presetVariables(variables: AwkVariables): void {
  const preset: Readonly<Record<string, Value>> = {
    FS: " ",
    OFS: " ",
    ORS: "\n",
    RS: "\n",
    SUBSEP: "\u001c",
    CONVFMT: "%.6g",
    OFMT: "%.6g",
    NR: 0,
    FNR: 0,
    RSTART: 0,
    RLENGTH: -1,
    FILENAME: "",
  };
  for (const [name, value] of Object.entries(preset)) variables.global(name).value = value;
}

/** A variable's number, where it counts something. */
export function countOf(variables: AwkVariables, name: string): number {
  return numberOf(variables.global(name).value);
}
