/**
 * Quotes words so that the shell reads them back as they are.
 */

/** In single quotes, always, as `export -p` and `trap` print values. */
export function singleQuote(text: string): string {
  if (text === "") return "''";
  return text
    .split("'")
    .map((piece, index) => (index === 0 ? "" : `"'"`) + (piece === "" ? "" : `'${piece}'`))
    .join("");
}

/** Quoted only where it has to be, as `set -x` shows words. */
export function quoteWord(text: string): string {
  return /^[\w+,\-./:@\]^\u00A0-\uFFFF]*$/.test(text) ? text : singleQuote(text);
}
