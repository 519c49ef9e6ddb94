/** The text of a pager: lines as rows of a screen, a place in it, and searching. Knows no terminal. */
import { textWidth } from "../command/columns.ts";

/** Rows of a width, and where the screen begins in them. */
export class PagerText {
  readonly #lines: readonly string[];
  #rows: readonly string[] = [];
  /** Of each row, the line it is of. */
  #lineOfRow: readonly number[] = [];
  #top = 0;
  #height = 1;

  constructor(text: string) {
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    this.#lines = lines.map(printable);
  }

  /** Lays the lines out for a screen of so many columns and rows. */
  lay(columns: number, height: number, numbers: boolean): void {
    const line = this.line;
    const rows: string[] = [];
    const lineOfRow: number[] = [];
    for (const [at, text] of this.#lines.entries()) {
      const shown = numbers ? `${String(at + 1).padStart(7)} ${text}` : text;
      for (const row of folded(shown, Math.max(1, columns))) {
        rows.push(row);
        lineOfRow.push(at);
      }
    }
    this.#rows = rows;
    this.#lineOfRow = lineOfRow;
    this.#height = Math.max(1, height);
    this.toLine(line);
  }

  /** What is on the screen now. */
  get shown(): readonly string[] {
    return this.#rows.slice(this.#top, this.#top + this.#height);
  }

  get isAtEnd(): boolean {
    return this.#top >= this.#last;
  }

  /** Whether all of it is on one screen. */
  get fits(): boolean {
    return this.#rows.length <= this.#height;
  }

  /** The line at the top, from 0. */
  get line(): number {
    return this.#lineOfRow[this.#top] ?? 0;
  }

  get percent(): number {
    return this.#rows.length === 0
      ? 100
      : Math.min(100, Math.floor(((this.#top + this.#height) * 100) / this.#rows.length));
  }

  move(rows: number): void {
    this.#top = Math.max(0, Math.min(this.#last, this.#top + rows));
  }

  movePages(pages: number): void {
    this.move(Math.trunc(pages * this.#height) || Math.sign(pages));
  }

  toLine(line: number): void {
    const row = this.#lineOfRow.findIndex((at) => at >= line);
    this.#top = Math.max(0, Math.min(this.#last, row < 0 ? this.#last : row));
  }

  toEnd(): void {
    this.#top = this.#last;
  }

  /** Goes to the next line with `pattern` below or above the top one; false where there is none. */
  find(pattern: RegExp, direction: 1 | -1, fromHere: boolean): boolean {
    for (
      let at = this.line + (fromHere ? 0 : direction);
      at >= 0 && at < this.#lines.length;
      at += direction
    ) {
      if (!pattern.test(this.#lines[at] ?? "")) continue;
      this.toLine(at);
      return true;
    }
    return false;
  }

  get #last(): number {
    return Math.max(0, this.#rows.length - this.#height);
  }
}

/** Tabs as spaces, and what would move the terminal as its name: `^[`. */
function printable(line: string): string {
  let text = "";
  for (const character of line.replace(/\r$/u, "")) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\t") text += " ".repeat(8 - (text.length % 8));
    else text += code < 32 || code === 127 ? `^${String.fromCharCode(code ^ 64)}` : character;
  }
  return text;
}

function folded(line: string, columns: number): readonly string[] {
  if (line.length * 2 <= columns || textWidth(line) <= columns) return [line];
  const rows: string[] = [];
  let row = "";
  let width = 0;
  for (const character of line) {
    const more = textWidth(character);
    if (width + more > columns) {
      rows.push(row);
      row = "";
      width = 0;
    }
    row += character;
    width += more;
  }
  return [...rows, row];
}
