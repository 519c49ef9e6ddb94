/**
 * Reads words: quoting and the starts of expansions, as POSIX's "Token Recognition" has it. Knows of commands only that
 * something reads them up to their `)`.
 */
import { readDollarQuoted } from "./dollar-quoted.ts";
import { ParameterReader } from "./parameter-reader.ts";
import type { SourceText } from "./source-text.ts";
import type { CompleteCommand, Word, WordPart } from "./syntax-tree.ts";

/**
 * Where a word stands, and so what ends it and what is special in it: a word of a command, the word of a `${x-word}`
 * outside and inside of double quotes, double quotes, a here-document, `$((…))`, the parts of `${x:a:b}` and
 * `${x/a/b}`.
 */
export type WordContext =
  | "word"
  | "braces"
  | "double"
  | "double-braces"
  | "here-document"
  | "arithmetic"
  | "slice"
  | "replace";

/** What word reading needs of the grammar. */
export interface CommandReader {
  /** Reads commands, and the `)` after them. */
  readSubstitution(): readonly CompleteCommand[];
  /** All of a text that was taken out of its place (backquotes). */
  readAll(text: string, line: number): readonly CompleteCommand[];
  /** The text of a here-document. */
  readText(text: string, line: number): Word;
}

const plainRuns: Readonly<Record<WordContext, RegExp>> = {
  word: /[^\s\\'"$`|&;<>()]+|[^\S\t\n ]+/y,
  braces: /[^\\'"$`}]+/y,
  double: /[^\\"$`]+/y,
  "double-braces": /[^\\"$`}]+/y,
  "here-document": /[^\\$`]+/y,
  arithmetic: /[^\\"'$`()]+/y,
  slice: /[^\\'"$`}:()?]+/y,
  replace: /[^\\'"$`}/]+/y,
};

const ends: Readonly<Record<WordContext, RegExp>> = {
  word: /[\t\n |&;<>()]/,
  braces: /\}/,
  double: /"/,
  "double-braces": /\}/,
  "here-document": /(?!)/,
  arithmetic: /(?!)/,
  slice: /[}:]/,
  replace: /[}/]/,
};

const escapable: Readonly<Record<"double" | "double-braces" | "here-document" | "arithmetic", string>> = {
  double: '$`"\\',
  "double-braces": '$`"\\}',
  "here-document": "$`\\",
  arithmetic: '$`"\\',
};

/** Reads words from a text. */
export class WordReader {
  readonly #source: SourceText;
  readonly #commands: CommandReader;
  readonly #parameters: ParameterReader;
  /** Where `$((` turned out to begin commands, counted from the end: they are not tried twice. */
  readonly #notArithmetic = new Set<number>();

  constructor(source: SourceText, commands: CommandReader) {
    this.#source = source;
    this.#commands = commands;
    this.#parameters = new ParameterReader(source, this);
  }

  /** A word up to what ends it in `context`, which is left. */
  read(context: WordContext): Word {
    const start = this.#source.position;
    const parts = this.#source.nested(() => this.#readParts(context));
    return { parts, source: this.#source.since(start) };
  }

  /** The expression of a `$((…))` whose `$((` is read, up to and with `))`; `null` when it is no expression. */
  readArithmetic(): Word | null {
    const source = this.#source;
    const start = source.position;
    const parts: WordPart[] = [];
    for (let depth = 0; ;) {
      addAll(
        parts,
        source.nested(() => this.#readParts("arithmetic")),
      );
      const character = source.next();
      if (character === "(") depth += 1;
      else if (character === ")" && depth > 0) depth -= 1;
      else if (character !== ")") throw source.wantMore('missing "))"');
      else if (source.peek() !== ")") return null;
      else {
        const text = source.since(start).slice(0, -1);
        source.next();
        return { parts, source: text };
      }
      addText(parts, "literal", character);
    }
  }

  #readParts(context: WordContext): WordPart[] {
    const source = this.#source;
    const parts: WordPart[] = [];
    const quotedContext = context === "double" || context === "double-braces" || context === "here-document";
    let parentheses = 0;
    for (;;) {
      const run = source.take(plainRuns[context]);
      if (run) addText(parts, "literal", run);
      const character = source.peek();
      if (character === "") return parts;
      if (parentheses === 0 && ends[context].test(character)) return parts;
      if (context === "arithmetic" && (character === "(" || character === ")")) return parts;
      if (character === "\\") this.#readBackslash(parts, context);
      else if (character === "$") parts.push(this.#readDollar(quotedContext || context === "arithmetic"));
      else if (character === "`") parts.push(this.#readBackquotes(quotedContext));
      else if (character === '"' && context !== "here-document") parts.push(this.#readDouble());
      else if (character === "'" && !quotedContext) parts.push(this.#readSingle());
      else {
        // `${x:(-1)}` and `${x:a?b:c}`: a colon within belongs to the expression.
        if (context === "slice" && (character === "(" || character === "?")) parentheses += 1;
        if (context === "slice" && (character === ")" || character === ":")) parentheses -= 1;
        addText(parts, "literal", source.next());
      }
    }
  }

  #readBackslash(parts: WordPart[], context: WordContext): void {
    const source = this.#source;
    source.next();
    const escaped = source.peek();
    if (escaped === "\n") {
      source.next();
      return;
    }
    if (escaped === "") {
      addText(parts, "quoted", "\\");
      return;
    }
    if (
      context === "double" ||
      context === "double-braces" ||
      context === "here-document" ||
      context === "arithmetic"
    ) {
      if (escapable[context].includes(escaped)) addText(parts, "quoted", source.next());
      else addText(parts, "quoted", "\\");
      return;
    }
    addText(parts, "quoted", source.next());
  }

  #readSingle(): WordPart {
    const source = this.#source;
    source.next();
    const text = source.take(/[^']*/y);
    if (source.next() !== "'") throw source.wantMore("unterminated quoted string");
    return { kind: "quoted", text };
  }

  #readDouble(): WordPart {
    const source = this.#source;
    source.next();
    const parts = source.nested(() => this.#readParts("double"));
    if (source.next() !== '"') throw source.wantMore("unterminated quoted string");
    return { kind: "double", parts };
  }

  #readDollar(quoted: boolean): WordPart {
    const source = this.#source;
    source.next();
    const character = source.peek();
    if (character === "(") return this.#readParenthesized();
    if (character === "{") return source.nested(() => this.#parameters.readBraced(quoted));
    if (character === "'" && !quoted) return { kind: "quoted", text: readDollarQuoted(source) };
    const name = source.take(/[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y);
    if (name) return { kind: "parameter", name, operator: { kind: "plain" } };
    return { kind: quoted ? "quoted" : "literal", text: "$" };
  }

  #readParenthesized(): WordPart {
    const source = this.#source;
    if (source.peek(1) === "(" && !this.#notArithmetic.has(source.left)) {
      const mark = source.mark();
      const place = source.left;
      source.skip(2);
      const expression = this.readArithmetic();
      if (expression) return { kind: "arithmetic", expression };
      this.#notArithmetic.add(place);
      source.reset(mark);
    }
    source.next();
    return { kind: "command", body: source.nested(() => this.#commands.readSubstitution()) };
  }

  #readBackquotes(quoted: boolean): WordPart {
    const source = this.#source;
    source.next();
    const { line } = source;
    let text = "";
    for (;;) {
      text += source.take(/[^\\`]+/y);
      const character = source.next();
      if (character === "`") break;
      if (character === "") throw source.wantMore("EOF in backquote substitution");
      const escaped = source.peek();
      if (escaped === "`" || escaped === "\\" || escaped === "$" || (quoted && escaped === '"'))
        text += source.next();
      else text += "\\";
    }
    return { kind: "command", body: source.nested(() => this.#commands.readAll(text, line)) };
  }
}

function addText(parts: WordPart[], kind: "literal" | "quoted", text: string): void {
  const last = parts.at(-1);
  if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
  else parts.push({ kind, text });
}

function addAll(parts: WordPart[], more: readonly WordPart[]): void {
  for (const part of more) {
    if (part.kind === "literal" || part.kind === "quoted") addText(parts, part.kind, part.text);
    else parts.push(part);
  }
}
