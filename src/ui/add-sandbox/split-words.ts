/** Splits a command line that is typed into a field. Pure. */

/** The words of a command as a shell would split them, without expansions; `null` when a quote is left open. */
export function splitWords(line: string): readonly string[] | null {
  const words: string[] = [];
  const piece = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([^\s"'\\]+))(\s|$)?/gy;
  let word: string | null = null;
  let at = 0;
  for (let found = piece.exec(line); found; found = piece.exec(line)) {
    const [whole, double, single, escaped, bare, end] = found;
    if (word !== null && /^\s/.test(whole)) {
      words.push(word);
      word = null;
    }
    word = (word ?? "") + (double?.replaceAll(/\\(.)/g, "$1") ?? single ?? escaped ?? bare ?? "");
    if (end !== undefined) {
      words.push(word);
      word = null;
    }
    at = piece.lastIndex;
  }
  if (word !== null) words.push(word);
  return line.slice(at).trim() === "" ? words : null;
}
