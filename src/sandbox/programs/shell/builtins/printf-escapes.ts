/**
 * Backslash escapes as `echo -e`, `printf` and `%b` have them.
 */
import { byteCharacter } from "../text/bytes.ts";

const simple: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001B",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** `stops`: a `\c` ended the output. In `echo` and `%b` octal numbers have a 0 before them, or not. */
export function expandEscapes(
  text: string,
  where: "echo" | "format",
): { readonly text: string; readonly stops: boolean } {
  let result = "";
  for (let at = 0; at < text.length;) {
    const backslash = text.indexOf("\\", at);
    if (backslash < 0) return { text: result + text.slice(at), stops: false };
    result += text.slice(at, backslash);
    const { value, length } = readEscape(text.slice(backslash + 1, backslash + 12), where);
    if (value === null) return { text: result, stops: true };
    result += value;
    at = backslash + 1 + length;
  }
  return { text: result, stops: false };
}

function readEscape(
  text: string,
  where: "echo" | "format",
): { readonly value: string | null; readonly length: number } {
  const [number] = (where === "echo" ? /^(?:0[0-7]{0,3}|[0-7]{1,3})/ : /^[0-7]{1,3}/).exec(text) ?? [];
  if (number !== undefined)
    return { value: byteCharacter(Number.parseInt(number, 8) & 0xff), length: number.length };
  const [hexadecimal] = /^x[0-9A-Fa-f]{1,2}/.exec(text) ?? [];
  if (hexadecimal !== undefined)
    return { value: byteCharacter(Number.parseInt(hexadecimal.slice(1), 16)), length: hexadecimal.length };
  const [letter = ""] = text;
  if (letter === "c") return { value: null, length: 1 };
  const value = simple[letter];
  return value === undefined ? { value: `\\${letter}`, length: letter.length } : { value, length: 1 };
}
