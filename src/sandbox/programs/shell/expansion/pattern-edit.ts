/**
 * Takes out or replaces the part of a text that a pattern matches: `${x#p}`, `${x%p}`, `${x/p/r}`.
 */
import { Pattern } from "./pattern.ts";

/** `text` without the shortest or longest prefix or suffix that matches. */
export function trim(text: string, pattern: Pattern, side: "prefix" | "suffix", longest: boolean): string {
  const cuts = boundaries(text);
  // A short prefix is a low cut, a short suffix a high one.
  if (longest !== (side === "suffix")) cuts.reverse();
  for (const cut of cuts) {
    const matched = side === "prefix" ? text.slice(0, cut) : text.slice(cut);
    if (pattern.matches(matched)) return side === "prefix" ? text.slice(cut) : text.slice(0, cut);
  }
  return text;
}

/** `text` with the longest matches replaced; a pattern that begins with `#` or `%` matches at that end only. */
export function replaceIn(text: string, source: string, replacement: string, where: "first" | "all"): string {
  if (source === "") return text;
  const anchor = /^[#%]/.exec(source)?.[0] ?? "";
  const pattern = new Pattern(anchor === "" ? source : source.slice(1));
  const cuts = boundaries(text);
  let result = "";
  let from = 0;
  for (let index = 0; index < cuts.length; index += 1) {
    const start = cuts[index] ?? 0;
    if (start < from) continue;
    if (anchor === "#" && start > 0) break;
    const end = cuts.findLast(
      (cut) =>
        cut > start && (anchor !== "%" || cut === text.length) && pattern.matches(text.slice(start, cut)),
    );
    if (end === undefined) continue;
    result += text.slice(from, start) + replacement;
    from = end;
    if (where === "first") break;
  }
  return result + text.slice(from);
}

/** Where a text can be cut without parting a character. */
function boundaries(text: string): number[] {
  const cuts = [0];
  for (const character of text) cuts.push((cuts.at(-1) ?? 0) + character.length);
  return cuts;
}
