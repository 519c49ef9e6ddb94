/**
 * Lays names out in columns, as ls(1) does: down first, then across.
 */
import { characterWidth } from "./character-width.ts";

/** Lines of at most `columns`. */
export function layOutColumns(names: readonly string[], columns: number): readonly string[] {
  const widths = names.map(textWidth);
  const widest = Math.max(0, ...widths) + 2;
  const across = Math.max(1, Math.floor((columns + 1) / widest));
  const rows = Math.ceil(names.length / across);
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    let line = "";
    for (let index = row; index < names.length; index += rows) {
      const isLast = index + rows >= names.length;
      line += (names[index] ?? "") + (isLast ? "" : " ".repeat(widest - (widths[index] ?? 0)));
    }
    lines.push(line);
  }
  return lines;
}

function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}
