/**
 * Splits a script into tokens: words, operators, newlines, with here-documents read where their line ends. Knows no
 * grammar beyond that.
 */
import type { SourceText } from "./source-text.ts";
import { ShellSyntaxError } from "./syntax-error.ts";
import type { HereDocument, Word } from "./syntax-tree.ts";
import { type CommandReader, WordReader } from "./word-reader.ts";

/** A token, with where it stands in the text. */
export type Token = { readonly start: number; readonly end: number; readonly line: number } & (
  | { readonly kind: "word"; readonly word: Word }
  /** The digits right before `<` or `>`. */
  | { readonly kind: "descriptor"; readonly fd: number }
  | { readonly kind: "operator"; readonly text: string }
  | { readonly kind: "newline" }
  | { readonly kind: "end" }
);

const operators = /&&|\|\||;;|;&|<<<|<<-|<<|>>|>\||>&|<&|<>|&>>|&>|[|&;()<>]/y;

/** Tokens of a text, one ahead. */
export class Lexer {
  readonly source: SourceText;
  readonly #words: WordReader;
  readonly #commands: CommandReader;
  readonly #final: boolean;
  #peeked: Token | null = null;
  #lastEnd = 0;
  #hereDocuments: HereDocument[] = [];

  /** `final`: no more text can come, so a here-document ends with it. */
  constructor(source: SourceText, commands: CommandReader, final: boolean) {
    this.source = source;
    this.#final = final;
    this.#commands = commands;
    this.#words = new WordReader(source, commands);
  }

  /** A whole text read as a here-document's. */
  readText(): Word {
    return this.#words.read("here-document");
  }

  /** Where the last token taken ended. */
  get lastEnd(): number {
    return this.#lastEnd;
  }

  peek(): Token {
    return (this.#peeked ??= this.#read());
  }

  next(): Token {
    const token = this.peek();
    this.#peeked = null;
    this.#lastEnd = token.end;
    return token;
  }

  /** Puts an alias's value where the token just peeked stands. */
  putAlias(name: string, value: string, token: Token): void {
    this.#peeked = null;
    this.source.putAlias(name, value, token.start);
  }

  /** Its text is read after the line that is being read. */
  expectHereDocument(document: HereDocument): void {
    this.#hereDocuments.push(document);
  }

  /** Runs `read` for commands within a word: the here-documents of the line outside wait. */
  within<T>(read: () => T): T {
    const outer = this.#hereDocuments;
    this.#hereDocuments = [];
    try {
      return read();
    } finally {
      this.#hereDocuments = [...outer, ...this.#hereDocuments];
      this.#peeked = null;
    }
  }

  #read(): Token {
    const { source } = this;
    source.take(/(?:[ \t]|\\\n)+/y);
    if (source.peek() === "#") source.take(/[^\n]*/y);
    const start = source.position;
    const { line } = source;
    if (source.atEnd) {
      const awaited = this.#hereDocuments[0];
      if (awaited) this.#readHereDocuments();
      return { kind: "end", start, end: start, line };
    }
    if (source.peek() === "\n") {
      source.next();
      const end = source.position;
      this.#readHereDocuments();
      return { kind: "newline", start, end, line };
    }
    const operator = source.take(operators);
    if (operator) return { kind: "operator", text: operator, start, end: source.position, line };
    const word = this.#words.read("word");
    const end = source.position;
    if (/^[0-9]{1,9}$/.test(word.source) && /[<>]/.test(source.peek()))
      return { kind: "descriptor", fd: Number(word.source), start, end, line };
    return { kind: "word", word, start, end, line };
  }

  #readHereDocuments(): void {
    const documents = this.#hereDocuments;
    this.#hereDocuments = [];
    for (const document of documents) this.#readHereDocument(document);
  }

  #readHereDocument(document: HereDocument): void {
    const { source } = this;
    const { line } = source;
    let text = "";
    for (;;) {
      if (source.atEnd && this.#final) break;
      if (source.atEnd)
        throw new ShellSyntaxError("syntax error: unterminated here-document", source.line, true, document);
      let next = this.#readLine(document.expand);
      if (document.stripTabs) next = next.replace(/^\t+/, "");
      if (next === document.delimiter || next === `${document.delimiter}\n`) break;
      text += next;
    }
    document.body = document.expand
      ? this.#commands.readText(text, line)
      : { parts: [{ kind: "quoted", text }], source: text };
  }

  /** A line with its newline; with lines joined by a backslash where the text is expanded. */
  #readLine(joins: boolean): string {
    const { source } = this;
    let line = "";
    for (;;) {
      line += source.take(/[^\n]*\n?/y);
      if (!joins || source.atEnd || !/(?:^|[^\\])(?:\\\\)*\\\n$/.test(line)) return line;
    }
  }
}
