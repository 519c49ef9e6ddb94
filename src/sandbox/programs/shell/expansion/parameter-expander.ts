/**
 * Expands parameters: variables, positional and special ones, with the operators of `${…}` (POSIX 2.5, 2.6.2).
 */
import type { Blocking } from "../../../abi/blocking.ts";
import type { ParameterOperator, Word, WordPart } from "../parser/syntax-tree.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { optionsAsLetters } from "../state/shell-options.ts";
import type { ExpansionHost } from "./expander.ts";
import { Pattern } from "./pattern.ts";
import { replaceIn, trim } from "./pattern-edit.ts";
import type { WordSink } from "./word-sink.ts";

/** What it needs of the expansion of words. */
interface Words {
  parts(
    parts: readonly WordPart[],
    sink: WordSink,
    quoted: boolean,
    tilde: "start" | "assignment" | "none",
  ): Blocking<void>;
  text(word: Word): Blocking<string>;
  pattern(word: Word): Blocking<string>;
  arithmetic(expression: Word): Blocking<bigint>;
}

/** Expands the parameters of one shell. */
export class ParameterExpander {
  readonly #host: ExpansionHost;
  readonly #words: Words;

  constructor(host: ExpansionHost, words: Words) {
    this.#host = host;
    this.#words = words;
  }

  /** Of a parameter that is no list; `null` when unset. */
  value(name: string): string | null {
    const { state, sys } = this.#host;
    switch (name) {
      case "#":
        return String(state.positional.length);
      case "?":
        return String(state.status);
      case "$":
        return String(state.shellPid);
      case "!":
        return state.lastBackground === null ? null : String(state.lastBackground);
      case "-":
        return optionsAsLetters(state.options);
      case "0":
        return state.arg0;
      case "PPID":
        return String(state.parentPid);
      case "BASHPID":
        return String(sys.getpid());
      default:
        if (/^[0-9]/.test(name)) return state.positional[Number(name) - 1] ?? null;
        return state.variables.get(name);
    }
  }

  /** Puts what it expands to into `sink`. */
  *expand(name: string, operator: ParameterOperator, sink: WordSink, quoted: boolean): Blocking<void> {
    const isList = name === "@" || name === "*";
    const value = isList ? this.#joined(name) : this.value(name);
    const unset = isList ? this.#host.state.positional.length === 0 : value === null;
    switch (operator.kind) {
      case "default":
      case "assign":
      case "error":
      case "alternative": {
        const missing = unset || (operator.emptyCounts && value === "");
        if (missing === (operator.kind === "alternative")) {
          if (operator.kind !== "alternative") this.#put(name, value, sink, quoted);
        } else yield* this.#otherwise(name, operator, sink, quoted);
        if (missing && operator.kind === "alternative" && quoted) sink.quoted("");
        if (!missing && operator.kind === "alternative")
          yield* this.#words.parts(operator.word.parts, sink, quoted, quoted ? "none" : "start");
        return;
      }
      case "plain":
        this.#refuseUnset(name, unset && !isList);
        this.#put(name, value, sink, quoted);
        return;
      case "length":
        this.#refuseUnset(name, unset && !isList);
        put(
          sink,
          String(isList ? this.#host.state.positional.length : Array.from(value ?? "").length),
          quoted,
        );
        return;
      case "trim":
      case "slice":
      case "replace": {
        this.#refuseUnset(name, unset && !isList);
        const edit = yield* this.#editor(operator);
        if (!isList) put(sink, edit(value ?? ""), quoted);
        else if (operator.kind === "slice")
          this.#putList(name, yield* this.#slicedList(operator), sink, quoted);
        else this.#putList(name, this.#host.state.positional.map(edit), sink, quoted);
      }
    }
  }

  *#otherwise(
    name: string,
    operator: Extract<ParameterOperator, { kind: "default" | "assign" | "error" | "alternative" }>,
    sink: WordSink,
    quoted: boolean,
  ): Blocking<void> {
    if (operator.kind === "default")
      yield* this.#words.parts(operator.word.parts, sink, quoted, quoted ? "none" : "start");
    else if (operator.kind === "assign") {
      if (!/^[A-Za-z_]/.test(name)) throw new ShellFailure(`${name}: bad variable name`);
      const text = yield* this.#words.text(operator.word);
      this.#host.state.variables.set(name, text);
      put(sink, text, quoted);
    } else if (operator.kind === "error") {
      const text = yield* this.#words.text(operator.word);
      const otherwise = operator.emptyCounts ? "parameter not set or null" : "parameter not set";
      throw new ShellFailure(`${name}: ${text || otherwise}`);
    }
  }

  /** What an operator does to a value. */
  *#editor(
    operator: Extract<ParameterOperator, { kind: "trim" | "slice" | "replace" }>,
  ): Blocking<(text: string) => string> {
    switch (operator.kind) {
      case "trim": {
        const pattern = new Pattern(yield* this.#words.pattern(operator.word));
        return (text) => trim(text, pattern, operator.side, operator.longest);
      }
      case "slice": {
        const offset = Number(yield* this.#words.arithmetic(operator.offset));
        const length = operator.length ? Number(yield* this.#words.arithmetic(operator.length)) : null;
        return (text) => slice(Array.from(text), offset, length).join("");
      }
      case "replace": {
        const pattern = yield* this.#words.pattern(operator.pattern);
        const replacement = yield* this.#words.text(operator.replacement);
        return (text) => replaceIn(text, pattern, replacement, operator.where);
      }
    }
  }

  *#slicedList(operator: Extract<ParameterOperator, { kind: "slice" }>): Blocking<readonly string[]> {
    const offset = Number(yield* this.#words.arithmetic(operator.offset));
    const length = operator.length ? Number(yield* this.#words.arithmetic(operator.length)) : null;
    const { state } = this.#host;
    return slice([state.arg0, ...state.positional], offset, length);
  }

  #joined(name: string): string {
    const { state } = this.#host;
    const ifs = state.variables.get("IFS");
    return state.positional.join(name === "@" || ifs === null ? " " : (ifs[0] ?? ""));
  }

  #put(name: string, value: string | null, sink: WordSink, quoted: boolean): void {
    if (name === "@" || name === "*") this.#putList(name, this.#host.state.positional, sink, quoted);
    else put(sink, value ?? "", quoted);
  }

  #putList(name: string, values: readonly string[], sink: WordSink, quoted: boolean): void {
    if (sink.splits && (name === "@" || !quoted)) {
      for (const [index, value] of values.entries()) {
        if (index > 0) sink.breakField(quoted);
        put(sink, value, quoted);
      }
      return;
    }
    const ifs = this.#host.state.variables.get("IFS");
    put(sink, values.join(name === "@" || ifs === null ? " " : (ifs[0] ?? "")), quoted);
  }

  #refuseUnset(name: string, unset: boolean): void {
    if (unset && this.#host.state.has("nounset")) throw new ShellFailure(`${name}: parameter not set`);
  }
}

function put(sink: WordSink, text: string, quoted: boolean): void {
  if (quoted) sink.quoted(text);
  else sink.expanded(text);
}

/** As `${x:offset:length}`: a negative offset counts from the end, a negative length is a place before the end. */
function slice<T>(values: readonly T[], offset: number, length: number | null): readonly T[] {
  const start = offset < 0 ? values.length + offset : offset;
  if (start < 0) return [];
  if (length === null) return values.slice(start);
  const end = length < 0 ? values.length + length : start + length;
  return values.slice(start, Math.max(start, end));
}
