/**
 * `$'…'`: a string with C's escapes (POSIX 2024, 2.2.4).
 */
import { byteCharacter } from "../text/bytes.ts";
import type { SourceText } from "./source-text.ts";

const simple: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001B",
  E: "\u001B",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Reads from the opening `'` (the `$` is read) up to and with the closing one. */
export function readDollarQuoted(source: SourceText): string {
  source.next();
  let text = "";
  for (;;) {
    text += source.take(/[^\\']+/y);
    const character = source.next();
    if (character === "'") return text;
    if (character === "") throw source.wantMore("unterminated quoted string");
    text += readEscape(source);
  }
}

function readEscape(source: SourceText): string {
  const octal = source.take(/[0-7]{1,3}/y);
  if (octal) return byteCharacter(Number.parseInt(octal, 8) & 0xff);
  const hexadecimal = source.take(/x[0-9A-Fa-f]{1,2}/y);
  if (hexadecimal) return byteCharacter(Number.parseInt(hexadecimal.slice(1), 16));
  const point = source.take(/u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}/y);
  if (point) {
    const code = Number.parseInt(point.slice(1), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
  }
  const control = source.take(/c[@-~]/y);
  if (control) return String.fromCharCode(control.charCodeAt(1) & 0x1f);
  const escaped = source.next();
  return simple[escaped] ?? (/[\\'"?]/.test(escaped) ? escaped : `\\${escaped}`);
}
