/**
 * Laying text out in columns: tables with a head, and names in as many columns as fit. Widths count characters, with
 * the wide ones of East Asia as two.
 */

/** One column of a table. */
export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

/** Lines of a table: every column as wide as its widest cell, one space between, the last not padded. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  gap = " ",
): string[] {
  const widths = columns.map(({ head }, at) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[at] ?? "")), textWidth(head)),
  );
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const missing = Math.max(0, (widths[at] ?? 0) - textWidth(cell));
        if (columns[at]?.right) return " ".repeat(missing) + cell;
        return at === columns.length - 1 ? cell : cell + " ".repeat(missing);
      })
      .join(gap);
  const hasHead = columns.some(({ head }) => head !== "");
  return [...(hasHead ? [format(columns.map(({ head }) => head))] : []), ...rows.map(format)];
}

/** Names filled down columns, as ls(1) does on a terminal of so many characters. */
export function nameColumns(names: readonly string[], lineWidth: number): string[] {
  const widths = names.map(textWidth);
  for (let rows = 1; rows < names.length; rows++) {
    const count = Math.ceil(names.length / rows);
    const columnWidths = Array.from({ length: count }, (_, column) =>
      Math.max(...widths.slice(column * rows, column * rows + rows)),
    );
    const total = columnWidths.reduce((sum, width) => sum + width, 0) + 2 * (count - 1);
    // The last cell of a line would make a terminal wrap.
    if (total >= lineWidth) continue;
    return Array.from({ length: rows }, (_, row) =>
      columnWidths
        .flatMap((width, column) => {
          const at = column * rows + row;
          const name = names[at];
          if (name === undefined) return [];
          const isLast = at + rows >= names.length;
          return [isLast ? name : name + " ".repeat(width - (widths[at] ?? 0))];
        })
        .join("  "),
    );
  }
  return [...names];
}

/** How many cells of a terminal `text` takes. */
export function textWidth(text: string): number {
  if (/^[\u0020-\u007e]*$/u.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (/\p{Mn}/u.test(character) || code < 0x20) continue;
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1faff) ||
      (code >= 0x20000 && code <= 0x3fffd);
    width += wide ? 2 : 1;
  }
  return width;
}
