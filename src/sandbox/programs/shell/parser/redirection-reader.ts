/**
 * Reads redirections. Knows nothing of the commands they belong to.
 */
import type { Lexer, Token } from "./lexer.ts";
import type { ShellSyntaxError } from "./syntax-error.ts";
import type { HereDocument, Redirection, Word, WordPart } from "./syntax-tree.ts";

/** Whether a redirection begins here. */
export function startsRedirection(token: Token): boolean {
  return token.kind === "descriptor" || (token.kind === "operator" && /[<>]/.test(token.text));
}

/** Reads one, where one begins. */
export function readRedirection(
  lexer: Lexer,
  refusals: { unexpected(token: Token): ShellSyntaxError },
): Redirection {
  const first = lexer.next();
  const given = first.kind === "descriptor" ? first.fd : null;
  const operator = given === null ? first : lexer.next();
  const target = lexer.next();
  if (operator.kind !== "operator") throw refusals.unexpected(operator);
  if (target.kind !== "word") throw refusals.unexpected(target);
  const { word } = target;
  const fd = given ?? (operator.text.startsWith("<") ? 0 : 1);
  switch (operator.text) {
    case "<":
      return { kind: "file", fd, how: "read", target: word };
    case ">":
      return { kind: "file", fd, how: "write", target: word };
    case ">|":
      return { kind: "file", fd, how: "clobber", target: word };
    case ">>":
      return { kind: "file", fd, how: "append", target: word };
    case "<>":
      return { kind: "file", fd, how: "both", target: word };
    case "<&":
    case ">&":
      return { kind: "duplicate", fd, input: operator.text === "<&", target: word };
    case "&>":
    case "&>>":
      return { kind: "output-and-errors", append: operator.text === "&>>", target: word };
    case "<<<":
      return { kind: "here-string", fd, target: word };
    case "<<":
    case "<<-": {
      const document: HereDocument = {
        delimiter: unquoted(word.parts, word.source),
        stripTabs: operator.text === "<<-",
        expand: !isQuoted(word),
        body: { parts: [], source: "" },
      };
      lexer.expectHereDocument(document);
      return { kind: "here-document", fd, document };
    }
    default:
      throw refusals.unexpected(operator);
  }
}

function isQuoted(word: Word): boolean {
  return word.parts.some((part) => part.kind === "quoted" || part.kind === "double");
}

/** A delimiter is not expanded: where it has expansions, it is what is written. */
function unquoted(parts: readonly WordPart[], source: string): string {
  let text = "";
  for (const part of parts) {
    if (part.kind === "literal" || part.kind === "quoted") text += part.text;
    else if (part.kind === "double") text += unquoted(part.parts, source);
    else return source.replaceAll(/['"\\]/g, "");
  }
  return text;
}
