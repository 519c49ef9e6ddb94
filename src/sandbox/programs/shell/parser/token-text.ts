/**
 * How tokens are spelt: keywords, names and aliases are words without quotes.
 */
import type { Token } from "./lexer.ts";
import type { Word } from "./syntax-tree.ts";

/** The text of a word without quotes or expansions, `null` of any other. */
export function literalText(word: Word): string | null {
  const [part] = word.parts;
  return word.parts.length === 1 && part?.kind === "literal" && part.text === word.source ? part.text : null;
}

/** As `literalText`, of a token. */
export function wordText(token: Token): string | null {
  return token.kind === "word" ? literalText(token.word) : null;
}

/** Whether it is an operator, or an unquoted word, spelt `text`. */
export function isToken(token: Token, text: string): boolean {
  return token.kind === "operator" ? token.text === text : wordText(token) === text;
}
