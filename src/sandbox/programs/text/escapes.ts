/**
 * Backslash escapes of echo, printf and tr: `\n`, `\t`, `\x41`, `\0101`, `\u00e9`.
 */

const letters: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/**
 * `text` with its escapes replaced. Octals of echo and of printf's %b are `\0NNN`, those elsewhere `\NNN`. `\c` ends
 * the output. Bytes above 0x7f stand as in `decodeText`.
 */
export function unescaped(
  text: string,
  style: "echo" | "printf",
): { readonly text: string; readonly stopped: boolean } {
  let out = "";
  const pattern =
    /\\(?:(c)|0([0-7]{1,3})|([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([abefnrtv\\])|(["']))|[^\\]+|\\/guy;
  for (const match of text.matchAll(pattern)) {
    const [whole, stop, zeroOctal, octal, hex, four, eight, letter, quote] = match;
    if (stop !== undefined) return { text: out, stopped: true };
    if (zeroOctal !== undefined) out += byteText(Number.parseInt(zeroOctal, 8));
    else if (octal !== undefined) out += style === "printf" ? byteText(Number.parseInt(octal, 8)) : whole;
    else if (hex !== undefined) out += byteText(Number.parseInt(hex, 16));
    else if (four !== undefined || eight !== undefined)
      out += String.fromCodePoint(Number.parseInt(four ?? eight ?? "0", 16));
    else if (letter !== undefined) out += letters[letter] ?? "";
    else if (quote !== undefined) out += style === "printf" ? quote : whole;
    else out += whole;
  }
  return { text: out, stopped: false };
}

function byteText(byte: number): string {
  const low = byte & 0xff;
  return String.fromCharCode(low < 0x80 ? low : 0xdc00 + low);
}
