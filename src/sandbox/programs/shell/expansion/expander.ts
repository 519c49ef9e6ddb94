/**
 * Expands words (POSIX 2.6): tildes, parameters, command substitutions, arithmetic, fields, file names. Knows of
 * commands only that something runs them and hands their output back.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { evaluate } from "../arithmetic/evaluate.ts";
import type { CompleteCommand, Word, WordPart } from "../parser/syntax-tree.ts";
import type { ShellState } from "../state/shell-state.ts";
import { expandBraces } from "./brace-expansion.ts";
import { ParameterExpander } from "./parameter-expander.ts";
import { expandPathname } from "./pathname.ts";
import { homeOf, splitTilde } from "./tilde.ts";
import { type Field, FieldSink, PatternSink, StringSink, type WordSink } from "./word-sink.ts";

/** What expansion needs of the shell around it. */
export interface ExpansionHost {
  readonly sys: Syscalls;
  readonly state: ShellState;
  /** Runs commands in a subshell and answers what they wrote, without the newlines at its end. */
  substitute(body: readonly CompleteCommand[]): Blocking<string>;
}

/** Expands the words of one shell. */
export class Expander {
  readonly #host: ExpansionHost;
  readonly #parameters: ParameterExpander;

  constructor(host: ExpansionHost) {
    this.#host = host;
    this.#parameters = new ParameterExpander(host, this);
  }

  /** The arguments that words give. */
  *fields(words: readonly Word[]): Blocking<string[]> {
    const values: string[] = [];
    for (const word of words) {
      const [only] = word.parts;
      if (word.parts.length === 1 && only?.kind === "literal" && !/[*?[~{\\]/.test(only.text)) {
        values.push(only.text);
        continue;
      }
      for (const single of expandBraces(word)) yield* this.#wordFields(single, values);
    }
    return values;
  }

  /** One string, not split and not globbed: assignments (with a tilde after each `:`), targets, subjects of `case`. */
  *text(word: Word, tilde: "start" | "assignment" | "none" = "start"): Blocking<string> {
    const sink = new StringSink();
    yield* this.parts(word.parts, sink, false, tilde);
    return sink.text;
  }

  /** A pattern, in which what was quoted stands for itself. */
  *pattern(word: Word): Blocking<string> {
    const sink = new PatternSink();
    yield* this.parts(word.parts, sink, false, "start");
    return sink.pattern;
  }

  /** The value of an arithmetic expression. */
  *arithmetic(expression: Word): Blocking<bigint> {
    const sink = new StringSink();
    yield* this.parts(expression.parts, sink, true, "none");
    const { state } = this.#host;
    return evaluate(sink.text, {
      get: (name) => this.#parameters.value(name),
      set: (name, value) => state.variables.set(name, value),
    });
  }

  /** Expands parts into `sink`; `quoted`: they stand in double quotes. */
  *parts(
    parts: readonly WordPart[],
    sink: WordSink,
    quoted: boolean,
    tilde: "start" | "assignment" | "none",
  ): Blocking<void> {
    for (const [index, part] of parts.entries()) {
      switch (part.kind) {
        case "literal":
          if (quoted) sink.quoted(part.text);
          else if (tilde === "none" || !part.text.includes("~")) sink.literal(part.text);
          else yield* this.#literal(part.text, sink, tilde, index === 0, index === parts.length - 1);
          break;
        case "quoted":
          sink.quoted(part.text);
          break;
        case "double":
          if (!this.#isEmptyList(part.parts)) {
            sink.quoted("");
            yield* this.parts(part.parts, sink, true, "none");
          }
          break;
        case "parameter":
          yield* this.#parameters.expand(part.name, part.operator, sink, quoted);
          break;
        case "command":
          put(sink, yield* this.#host.substitute(part.body), quoted);
          break;
        case "arithmetic":
          put(sink, String(yield* this.arithmetic(part.expression)), quoted);
          break;
      }
    }
  }

  *#wordFields(word: Word, values: string[]): Blocking<void> {
    const { state, sys } = this.#host;
    const sink = new FieldSink(state.variables.get("IFS"));
    yield* this.parts(word.parts, sink, false, "start");
    for (const field of sink.finish()) {
      const paths = state.has("noglob") ? null : yield* expandField(sys, field);
      if (paths) values.push(...paths);
      else values.push(field.text);
    }
  }

  /** `"$@"` with no parameters is no field at all. */
  #isEmptyList(parts: readonly WordPart[]): boolean {
    if (this.#host.state.positional.length > 0 || parts.length === 0) return false;
    return parts.every(
      (part) => part.kind === "parameter" && part.name === "@" && part.operator.kind === "plain",
    );
  }

  *#literal(
    text: string,
    sink: WordSink,
    tilde: "start" | "assignment",
    isFirst: boolean,
    isLast: boolean,
  ): Blocking<void> {
    const pieces = tilde === "assignment" ? text.split(/(?<=:)/) : [text];
    for (const [index, piece] of pieces.entries()) {
      const starts = index > 0 || isFirst;
      const split = starts ? splitTilde(piece, index < pieces.length - 1 || isLast) : null;
      const home = split === null ? null : yield* homeOf(split.user, this.#host);
      if (split === null || home === null) sink.literal(piece);
      else {
        sink.quoted(home);
        sink.literal(split.rest);
      }
    }
  }
}

function put(sink: WordSink, text: string, quoted: boolean): void {
  if (quoted) sink.quoted(text);
  else sink.expanded(text);
}

function* expandField(sys: Syscalls, field: Field): Blocking<readonly string[] | null> {
  return field.pattern === null ? null : yield* expandPathname(sys, field.pattern);
}
