/**
 * Reads `${…}`: the name and the operator with its words. Knows the words only through who reads them.
 */
import type { SourceText } from "./source-text.ts";
import type { ParameterOperator, Word, WordPart } from "./syntax-tree.ts";
import type { WordContext } from "./word-reader.ts";

const parameterName = /[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-]/y;

const defaultKinds: Readonly<Record<string, "default" | "assign" | "error" | "alternative">> = {
  "-": "default",
  "=": "assign",
  "?": "error",
  "+": "alternative",
};

/** Reads the part of a word that begins with `${`. */
export class ParameterReader {
  readonly #source: SourceText;
  readonly #words: { read(context: WordContext): Word };

  constructor(source: SourceText, words: { read(context: WordContext): Word }) {
    this.#source = source;
    this.#words = words;
  }

  /** From the `{` (the `$` is read) up to and with the `}`. */
  readBraced(quoted: boolean): WordPart {
    const source = this.#source;
    source.next();
    // `${#}`, `${#-w}` and `${#%w}` are about `$#`; `${#x}`, `${##}`, `${#-}` and `${#?}` are lengths.
    if (source.peek() === "#" && /^(?:[A-Za-z0-9_@*$!]|[#?-]\})/.test(source.peek(1) + source.peek(2))) {
      source.next();
      const name = source.take(parameterName);
      this.#close();
      return { kind: "parameter", name, operator: { kind: "length" } };
    }
    const name = source.take(parameterName);
    if (!name) {
      if (source.atEnd) throw source.wantMore('missing "}"');
      throw source.refuse("bad substitution");
    }
    const operator = this.#readOperator(quoted);
    this.#close();
    return { kind: "parameter", name, operator };
  }

  #readOperator(quoted: boolean): ParameterOperator {
    const source = this.#source;
    if (source.peek() === "}") return { kind: "plain" };
    const emptyCounts = source.peek() === ":" && /[-=?+]/.test(source.peek(1));
    if (emptyCounts) source.next();
    const character = source.next();
    const kind = defaultKinds[character];
    if (kind) return { kind, emptyCounts, word: this.#words.read(quoted ? "double-braces" : "braces") };
    if (character === "#" || character === "%") {
      const longest = source.peek() === character;
      if (longest) source.next();
      const side = character === "#" ? "prefix" : "suffix";
      return { kind: "trim", side, longest, word: this.#words.read("braces") };
    }
    if (character === ":") {
      const offset = this.#words.read("slice");
      if (source.peek() !== ":") return { kind: "slice", offset, length: null };
      source.next();
      return { kind: "slice", offset, length: this.#words.read("slice") };
    }
    if (character === "/") return this.#readReplacement(quoted);
    if (character === "") throw source.wantMore('missing "}"');
    throw source.refuse("bad substitution");
  }

  #readReplacement(quoted: boolean): ParameterOperator {
    const source = this.#source;
    const where = source.peek() === "/" ? "all" : "first";
    if (where === "all") source.next();
    const pattern = this.#words.read("replace");
    if (source.peek() === "/") source.next();
    return {
      kind: "replace",
      where,
      pattern,
      replacement: this.#words.read(quoted ? "double-braces" : "braces"),
    };
  }

  #close(): void {
    const source = this.#source;
    const character = source.next();
    if (character === "}") return;
    if (character === "") throw source.wantMore('missing "}"');
    throw source.refuse("bad substitution");
  }
}
