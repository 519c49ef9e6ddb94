/** Text as `l` of sed(1) shows it: nothing in it can be mistaken. */

/** With escapes, `$` at the end, folded at `width` columns; 1 and less never folds. */
export function unambiguous(text: string, width: number): string {
  const letters: Readonly<Record<string, string>> = {
    "\\": "\\\\",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\f": "\\f",
    "\v": "\\v",
    "\b": "\\b",
    "\u0007": "\\a",
  };
  const encoder = new TextEncoder();
  const pieces = Array.from(text).flatMap((character): string[] => {
    const known = letters[character];
    if (known !== undefined) return [known];
    if (/^[\u0020-\u007e]$/u.test(character)) return [character];
    return Array.from(encoder.encode(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`);
  });
  let [out, line] = ["", ""];
  for (const piece of pieces) {
    if (width > 1 && line.length + piece.length > width - 1) {
      out += `${line}\\\n`;
      line = "";
    }
    line += piece;
  }
  return `${out}${line}$\n`;
}
