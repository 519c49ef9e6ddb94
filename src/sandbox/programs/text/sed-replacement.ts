/** What `s` of sed(1) puts in the place of a match: text, groups and changes of case. */

/** A piece of a replacement. */
export type ReplacementPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "group"; readonly number: number }
  | { readonly kind: "case"; readonly letter: string };

/** Reads a replacement as it is written. */
export function replacementParts(text: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  const letters: Readonly<Record<string, string>> = {
    n: "\n",
    t: "\t",
    r: "\r",
    f: "\f",
    v: "\v",
    a: "\u0007",
  };
  for (const [whole, escaped] of text.matchAll(/\\([^])|&|[^\\&]+|\\/gu)) {
    if (whole === "&") parts.push({ kind: "group", number: 0 });
    else if (escaped === undefined) parts.push({ kind: "text", text: whole });
    else if (/\d/u.test(escaped)) parts.push({ kind: "group", number: Number(escaped) });
    else if (/[LUluE]/u.test(escaped)) parts.push({ kind: "case", letter: escaped });
    else parts.push({ kind: "text", text: letters[escaped] ?? escaped });
  }
  return parts;
}

/** What comes in the place of `match`. */
export function replacementOf(replacement: readonly ReplacementPart[], match: RegExpMatchArray): string {
  let out = "";
  let lasting = "";
  let once = "";
  for (const part of replacement) {
    if (part.kind === "case") {
      if (part.letter === "l" || part.letter === "u") once = part.letter;
      else lasting = part.letter;
      continue;
    }
    const raw = part.kind === "text" ? part.text : (match[part.number] ?? "");
    const text = lasting === "U" ? raw.toUpperCase() : lasting === "L" ? raw.toLowerCase() : raw;
    if (once === "" || text === "") out += text;
    else {
      const [first = "", ...rest] = Array.from(text);
      out += (once === "u" ? first.toUpperCase() : first.toLowerCase()) + rest.join("");
      once = "";
    }
  }
  return out;
}
