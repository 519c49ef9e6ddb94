/**
 * Reads a script one complete command at a time, as POSIX's grammar has it: aliases defined by one command count in the
 * next. Knows nothing of how commands run, or where the text comes from.
 */
import { CompoundReader } from "./compound-reader.ts";
import { Lexer, type Token } from "./lexer.ts";
import { readRedirection, startsRedirection } from "./redirection-reader.ts";
import { readSimple } from "./simple-reader.ts";
import { SourceText } from "./source-text.ts";
import { ShellSyntaxError } from "./syntax-error.ts";
import type { Command, CompleteCommand, Pipeline, Redirection, Statement, Word } from "./syntax-tree.ts";
import { isToken, literalText, wordText } from "./token-text.ts";
import type { CommandReader } from "./word-reader.ts";

/** What a parser takes from the shell. */
export interface ParserOptions {
  /** Looked at whenever a command's name is read. */
  readonly aliases: ReadonlyMap<string, string>;
  /** No more text can come after this: a here-document without its end is taken as it is. */
  readonly final: boolean;
}

const openers = new Set(["if", "while", "until", "for", "case", "{", "function"]);
const closers = new Set(["then", "else", "elif", "fi", "do", "done", "esac", "}"]);

/** A parser of one text. */
export class Parser implements CommandReader {
  readonly lexer: Lexer;
  readonly #source: SourceText;
  readonly #options: ParserOptions;
  readonly #compounds: CompoundReader;

  constructor(text: string, options: ParserOptions, line = 1, depth = 0) {
    this.#options = options;
    this.#source = new SourceText(text, line, depth);
    this.lexer = new Lexer(this.#source, this, options.final);
    this.#compounds = new CompoundReader(this);
  }

  /** Characters of the text that were not read. */
  get left(): number {
    return this.#source.left;
  }

  /** The next line. */
  get line(): number {
    return this.#source.line;
  }

  /** The statements up to the end of a line; `null` at the end of the text. Throws `ShellSyntaxError`. */
  nextCommand(): CompleteCommand | null {
    const first = this.lexer.peek();
    if (first.kind === "end") return null;
    if (first.kind === "newline") {
      this.lexer.next();
      return [];
    }
    const statements = this.readLine();
    const end = this.lexer.next();
    if (end.kind !== "newline" && end.kind !== "end") throw this.unexpected(end);
    return statements;
  }

  readSubstitution(): readonly CompleteCommand[] {
    return this.lexer.within(() => {
      const commands: CompleteCommand[] = [];
      for (;;) {
        this.skipNewlines();
        const token = this.lexer.peek();
        if (token.kind === "operator" && token.text === ")") break;
        if (token.kind === "end") throw this.unexpected(token, ")");
        commands.push(this.readLine());
      }
      this.lexer.next();
      return commands;
    });
  }

  readAll(text: string, line: number): readonly CompleteCommand[] {
    const parser = new Parser(text, { ...this.#options, final: true }, line, this.#source.depth);
    const commands: CompleteCommand[] = [];
    try {
      for (let command = parser.nextCommand(); command; command = parser.nextCommand())
        commands.push(command);
    } catch (error) {
      // What is missing in there cannot come after the closing backquote.
      if (error instanceof ShellSyntaxError) throw new ShellSyntaxError(error.message, error.line);
      throw error;
    }
    return commands;
  }

  readText(text: string, line: number): Word {
    return new Parser(text, { ...this.#options, final: true }, line, this.#source.depth).lexer.readText();
  }

  /** Statements on one line: `a; b & c`. */
  readLine(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      statements.push(this.#readStatement());
      const separator = this.lexer.peek();
      if (separator.kind !== "operator" || (separator.text !== ";" && separator.text !== "&")) break;
      this.lexer.next();
      if (this.#endsLine()) break;
    }
    return statements;
  }

  /** Statements, lines of them, until a word or operator that closes what they are in; at least one. */
  readBlock(closing: string): Statement[] {
    const statements: Statement[] = [];
    this.skipNewlines();
    for (;;) {
      statements.push(...this.readLine());
      if (this.lexer.peek().kind !== "newline") break;
      this.skipNewlines();
      if (this.#endsLine()) break;
    }
    const token = this.lexer.peek();
    if (token.kind === "end") throw this.unexpected(token, closing);
    return statements;
  }

  readCommand(): Command {
    return this.#source.nested(() => this.#readCommand());
  }

  /** Takes the keyword or operator `text`, or refuses. */
  expect(text: string): void {
    const token = this.lexer.next();
    if (!isToken(token, text)) throw this.unexpected(token, text);
  }

  /** Takes it if it is there. */
  accept(text: string): boolean {
    if (!isToken(this.lexer.peek(), text)) return false;
    this.lexer.next();
    return true;
  }

  skipNewlines(): void {
    while (this.lexer.peek().kind === "newline") this.lexer.next();
  }

  unexpected(token: Token, expected?: string): ShellSyntaxError {
    const hint = expected === undefined ? "" : ` (expecting "${expected}")`;
    const message = `syntax error: unexpected ${describe(token)}${hint}`;
    return new ShellSyntaxError(message, token.line, token.kind === "end");
  }

  /** The next token, with an alias put in if it names one. */
  peekCommandWord(): Token {
    for (;;) {
      const token = this.lexer.peek();
      const name = token.kind === "word" ? literalText(token.word) : null;
      const value = name === null ? undefined : this.#options.aliases.get(name);
      if (name === null || value === undefined || this.#source.isOpenAlias(name, token.start)) return token;
      this.lexer.putAlias(name, value, token);
    }
  }

  readRedirections(): Redirection[] {
    const redirections: Redirection[] = [];
    while (startsRedirection(this.lexer.peek())) redirections.push(readRedirection(this.lexer, this));
    return redirections;
  }

  /** The text from a token's start to the last one taken. */
  textFrom(start: number): string {
    return this.#source.since(start, this.lexer.lastEnd);
  }

  #endsLine(): boolean {
    const token = this.lexer.peek();
    if (token.kind === "newline" || token.kind === "end") return true;
    if (token.kind === "operator") return token.text === ")" || token.text === ";;" || token.text === ";&";
    const text = token.kind === "word" ? literalText(token.word) : null;
    return text !== null && closers.has(text);
  }

  #readStatement(): Statement {
    const { start } = this.lexer.peek();
    const first = this.#readPipeline();
    const rest: { readonly when: "success" | "failure"; readonly pipeline: Pipeline }[] = [];
    for (;;) {
      const token = this.lexer.peek();
      if (token.kind !== "operator" || (token.text !== "&&" && token.text !== "||")) break;
      this.lexer.next();
      this.skipNewlines();
      rest.push({ when: token.text === "&&" ? "success" : "failure", pipeline: this.#readPipeline() });
    }
    const source = this.textFrom(start);
    return { first, rest, background: isToken(this.lexer.peek(), "&"), source };
  }

  #readPipeline(): Pipeline {
    const { start } = this.lexer.peek();
    let negated = false;
    let timed = false;
    for (;;) {
      const text = wordText(this.peekCommandWord());
      if (text === "!") negated = !negated;
      else if (text === "time") timed = true;
      else break;
      this.lexer.next();
    }
    const commands = [this.readCommand()];
    while (this.accept("|")) {
      this.skipNewlines();
      commands.push(this.readCommand());
    }
    return { negated, timed, commands, source: this.textFrom(start) };
  }

  #readCommand(): Command {
    const token = this.peekCommandWord();
    const text = wordText(token);
    if (text !== null && closers.has(text)) throw this.unexpected(token);
    const isCompound = isToken(token, "(") || (text !== null && openers.has(text));
    if (!isCompound) return readSimple(this);
    const command = this.#compounds.read();
    const redirections = command.kind === "function" ? [] : this.readRedirections();
    return redirections.length > 0
      ? { kind: "redirected", line: token.line, command, redirections }
      : command;
  }
}

function describe(token: Token): string {
  switch (token.kind) {
    case "end":
      return "end of file";
    case "newline":
      return "newline";
    case "descriptor":
      return "redirection";
    case "operator":
      return /[<>]/.test(token.text) ? "redirection" : `"${token.text}"`;
    case "word": {
      const text = literalText(token.word);
      return text !== null && (closers.has(text) || openers.has(text)) ? `"${text}"` : "word";
    }
  }
}
