/** Where a reader of an awk program is among its tokens. Knows nothing of the grammar. */
import { CommandFailure } from "../command/command.ts";
import type { Token } from "./awk-lexer.ts";

const end: Token = { kind: "end", text: "end of file", line: 0 };

/** A place among tokens. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token `ahead` of the next one. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.#tokens.at(-1) ?? end;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Whether the token `ahead` is this sign or word. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.kind === "sign" || token.kind === "word") && token.text === text;
  }

  /** Takes the next token if it is this sign or word. */
  takes(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#at += 1;
    return true;
  }

  /** Takes this sign or word, or fails. */
  demand(text: string): void {
    if (!this.takes(text)) throw this.unexpected();
  }

  /** A name, or fails. */
  name(): string {
    const token = this.next();
    if (token.kind !== "name" && token.kind !== "function-name") throw this.unexpected(token);
    return token.text;
  }

  skipNewlines(): void {
    while (this.peek().kind === "newline") this.#at += 1;
  }

  /** Newlines and semicolons. */
  skipEnds(): void {
    while (this.peek().kind === "newline" || this.sees(";")) this.#at += 1;
  }

  unexpected(token: Token = this.peek()): CommandFailure {
    const what = token.kind === "newline" ? "newline" : token.text;
    return new CommandFailure(`syntax error at source line ${token.line}: unexpected ${what}`, 2);
  }
}
