/** Patterns of names (glob(7)) as regular expressions. */
import { patternSource } from "./posix-pattern.ts";

/** A name's pattern with `*`, `?` and brackets (glob(7)). */
export function globPattern(glob: string): RegExp {
  let source = "";
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] ?? "";
    const bracket = character === "[" ? /^\[([!^]?)(\]?[^\]]*)\]/u.exec(glob.slice(at)) : null;
    if (bracket) {
      source += `[${bracket[1] ? "^" : ""}${(bracket[2] ?? "").replaceAll(/[\\[\]^]/gu, String.raw`\$&`)}]`;
      at += bracket[0].length - 1;
    } else if (character === "*") source += "[^]*";
    else if (character === "?") source += "[^]";
    else if (character === "\\" && at + 1 < glob.length) {
      at += 1;
      source += patternSource(glob[at] ?? "", "fixed");
    } else source += patternSource(character, "fixed");
  }
  return new RegExp(`^(?:${source})$`, "u");
}
