/**
 * Reads simple commands, and the functions that look like one at first: `f() { …; }`.
 */
import type { Parser } from "./parser.ts";
import { readRedirection, startsRedirection } from "./redirection-reader.ts";
import { literalText } from "./token-text.ts";
import type { Assignment, Command, Redirection, Word, WordPart } from "./syntax-tree.ts";

/** Reads a command that begins with no keyword. */
export function readSimple(parser: Parser): Command {
  const { lexer } = parser;
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirections: Redirection[] = [];
  const { line } = lexer.peek();
  let aliasesGoOn = true;
  for (;;) {
    const ahead = lexer.peek();
    const mayBeAlias = aliasesGoOn || lexer.source.followsBlankAlias(lexer.lastEnd, ahead.start);
    const token = mayBeAlias ? parser.peekCommandWord() : ahead;
    if (startsRedirection(token)) {
      redirections.push(readRedirection(lexer, parser));
      continue;
    }
    if (token.kind !== "word") break;
    lexer.next();
    const assignment = words.length === 0 ? asAssignment(token.word) : null;
    if (assignment) {
      assignments.push(assignment);
      continue;
    }
    words.push(token.word);
    aliasesGoOn = false;
    const [name] = words;
    if (words.length === 1 && name && literalText(name) === "[[") readCondition(parser, words);
    if (words.length > 1 || assignments.length > 0 || redirections.length > 0) continue;
    const next = lexer.peek();
    if (next.kind === "operator" && next.text === "(") return readFunction(parser, token.word, line);
  }
  if (words.length === 0 && assignments.length === 0 && redirections.length === 0)
    throw parser.unexpected(lexer.peek());
  return { kind: "simple", line, assignments, words, redirections };
}

/** After the name, from its `(`. */
function readFunction(parser: Parser, word: Word, line: number): Command {
  const name = literalText(word);
  const open = parser.lexer.next();
  if (name === null || !/^[^=\s$`"'\\/]+$/.test(name)) throw parser.unexpected(open);
  parser.expect(")");
  parser.skipNewlines();
  return { kind: "function", line, name, body: parser.readCommand() };
}

/** What stands between `[[` and `]]`: operators of the shell are words there. */
function readCondition(parser: Parser, words: Word[]): void {
  for (;;) {
    const token = parser.lexer.next();
    if (token.kind === "word") {
      words.push(token.word);
      if (literalText(token.word) === "]]") return;
    } else if (token.kind === "operator" && /^(?:&&|\|\||[()<>])$/.test(token.text)) {
      words.push({ parts: [{ kind: "literal", text: token.text }], source: token.text });
    } else if (token.kind !== "newline") throw parser.unexpected(token, "]]");
  }
}

/** `name=value` as one, `null` for any other word. */
export function asAssignment(word: Word): Assignment | null {
  const [first] = word.parts;
  if (first?.kind !== "literal") return null;
  const found = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/.exec(first.text);
  const [all, name, plus] = found ?? [];
  if (all === undefined || name === undefined) return null;
  const text = first.text.slice(all.length);
  const parts: WordPart[] = word.parts.slice(1);
  if (text) parts.unshift({ kind: "literal", text });
  return { name, append: plus === "+", value: { parts, source: word.source.slice(all.length) } };
}
