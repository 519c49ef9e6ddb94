/**
 * What a terminal shows of the bytes it gets: cells, a cursor, the wrap at the edge as xterm does it, and the few escape
 * sequences that the shell sends. Anything else it refuses, so that a test sees it.
 */

/** A screen of `columns`; it never scrolls, rows go on. */
export class TerminalScreen {
  #columns: number;
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  /** The last cell was filled: the next character wraps. */
  #full = false;
  #waiting = "";
  bells = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#row, column: this.#full ? this.#columns : this.#column };
  }

  /** Rows without blanks at their ends. */
  get lines(): readonly string[] {
    return this.#rows.map((row) =>
      Array.from(row, (cell) => cell ?? " ")
        .join("")
        .trimEnd(),
    );
  }

  get text(): string {
    return this.lines.join("\n").trimEnd();
  }

  write(text: string): void {
    const all = this.#waiting + text;
    this.#waiting = "";
    // oxlint-disable-next-line no-control-regex -- they are control characters
    for (const [piece] of all.matchAll(/\u001B(?:\[[0-?]*[@-~]?)?|[^]/gu)) {
      // oxlint-disable-next-line no-control-regex -- as above
      if (/^\u001B(?:\[[0-?]*)?$/.test(piece)) this.#waiting = piece;
      else if (piece.startsWith("\u001B")) this.#sequence(piece.slice(2, -1), piece.at(-1) ?? "");
      else this.#character(piece);
    }
  }

  #character(character: string): void {
    switch (character) {
      case "\r":
        this.#column = 0;
        this.#full = false;
        return;
      case "\n":
        this.#moveTo(this.#row + 1, this.#column);
        return;
      case "\u0007":
        this.bells += 1;
        return;
      default: {
        const width = /[\u1100-\uD7FF\u{1F300}-\u{1FAFF}]/u.test(character) ? 2 : 1;
        if (this.#full || this.#column + width > this.#columns) this.#moveTo(this.#row + 1, 0);
        const row = (this.#rows[this.#row] ??= []);
        row[this.#column] = character;
        if (width === 2) row[this.#column + 1] = "";
        if (this.#column + width >= this.#columns) this.#full = true;
        else this.#column += width;
      }
    }
  }

  #sequence(parameters: string, final: string): void {
    const count = Number(parameters || 1);
    switch (final) {
      case "A":
        this.#moveTo(Math.max(0, this.#row - count), this.#column);
        break;
      case "B":
        this.#moveTo(this.#row + count, this.#column);
        break;
      case "C":
        this.#moveTo(this.#row, Math.min(this.#columns - 1, this.#column + count));
        break;
      case "H":
        this.#moveTo(0, 0);
        break;
      case "J":
        if (parameters === "2") this.#rows = [[]];
        else {
          this.#rows.length = this.#row + 1;
          this.#rows[this.#row]?.splice(this.#column);
        }
        break;
      case "h":
      case "l":
      case "m":
        break;
      default:
        throw new Error(`the shell sent CSI ${parameters} ${final}`);
    }
  }

  #moveTo(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
    this.#full = false;
    while (this.#rows.length <= row) this.#rows.push([]);
  }
}
