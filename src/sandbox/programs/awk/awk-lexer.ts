/**
 * The tokens of an awk program. Whether `/` begins a regular expression depends on what was before it. Knows nothing of
 * the grammar.
 */
import { CommandFailure } from "../command/command.ts";

/** A piece of a program. */
export interface Token {
  readonly kind:
    | "number"
    | "text"
    | "pattern"
    | "name"
    | "function-name"
    | "word"
    | "sign"
    | "newline"
    | "end";
  /** Of a number its digits, of a text what is in it, else as it is written. */
  readonly text: string;
  readonly line: number;
}

const words = new Set(
  "BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf".split(
    " ",
  ),
);

const signs =
  /\*\*=|\*\*|&&|\|\||\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|>>|!~|[{}()[\];,+\-*/%^!<>|?:~$=]/uy;

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "/": "/",
};

/** Text with its escapes resolved, as in a string of a program. */
export function unescapedText(text: string): string {
  return text.replaceAll(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|\n|([^]))/gu,
    (all, octal?: string, hexadecimal?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hexadecimal !== undefined) return String.fromCharCode(Number.parseInt(hexadecimal, 16));
      return letter === undefined ? "" : (escapes[letter] ?? all);
    },
  );
}

/** All tokens, `end` last. Fails where there is something that is none. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const put = (kind: Token["kind"], text: string, length: number): void => {
    tokens.push({ kind, text, line });
    at += length;
  };
  const matched = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  while (at < source.length) {
    const skipped = matched(/(?:[ \t\r]|\\\r?\n|#[^\n]*)+/uy);
    if (skipped !== null) {
      line += skipped.split("\n").length - 1;
      at += skipped.length;
      continue;
    }
    if (source[at] === "\n") {
      put("newline", "\n", 1);
      line += 1;
      continue;
    }
    const number = matched(/0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/uy);
    if (number !== null) {
      put("number", number, number.length);
      continue;
    }
    const text = matched(/"(?:[^"\\\n]|\\[^])*"/uy);
    if (text !== null) {
      put("text", unescapedText(text.slice(1, -1)), text.length);
      continue;
    }
    const pattern = beginsPattern(tokens.at(-1))
      ? matched(/\/(?:[^/\\\n[]|\\[^\n]|\[\^?\]?[^\]\n]*\]|\[)*\//uy)
      : null;
    if (pattern !== null) {
      put("pattern", pattern.slice(1, -1).replaceAll("\\/", "/"), pattern.length);
      continue;
    }
    const name = matched(/[A-Za-z_]\w*/uy);
    if (name !== null) {
      const isCall = source[at + name.length] === "(";
      put(words.has(name) ? "word" : isCall ? "function-name" : "name", name, name.length);
      continue;
    }
    const sign = matched(signs);
    if (sign === null)
      throw new CommandFailure(`syntax error at source line ${line}: ${rest(source, at)}`, 2);
    put("sign", sign === "**" ? "^" : sign === "**=" ? "^=" : sign, sign.length);
  }
  return [...tokens, { kind: "end", text: "end of file", line }];
}

/** Behind a value, `/` divides. */
function beginsPattern(before: Token | undefined): boolean {
  if (!before) return true;
  if (before.kind === "sign") return ![")", "]", "$", "++", "--"].includes(before.text);
  return before.kind === "newline" || before.kind === "word";
}

function rest(source: string, at: number): string {
  return source[at] === '"' ? "unterminated string" : (source.slice(at).split("\n")[0] ?? "");
}
