/**
 * Shows a line being edited on a terminal that wraps: works out where everything stands and what to send. Knows nothing
 * of keys or system calls.
 */
import { characterWidth } from "./character-width.ts";

/** A place on the screen, counted from where the prompt begins. */
interface Place {
  readonly row: number;
  readonly column: number;
}

/** Escape sequences, and what stands between `\[` and `\]`: they take no room. */
const invisible =
  // oxlint-disable-next-line no-control-regex -- they are control characters
  /\u0001[^\u0002]*\u0002|\u001B\[[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)/g;

/** The line as it was last shown. */
export class LineDisplay {
  #prompt = "";
  /** The prompt that is on the screen. */
  #shownPrompt = "";
  #columns = 80;
  #shown = "";
  #shownCursor = 0;

  /** Begins a line; what is to be sent. Lines of the prompt before the last are sent once. */
  begin(prompt: string, columns: number): string {
    const lastLine = prompt.lastIndexOf("\n") + 1;
    this.#prompt = prompt.slice(lastLine);
    this.#columns = Math.max(1, columns);
    this.#shownPrompt = this.#prompt;
    this.#shown = "";
    this.#shownCursor = 0;
    return `${display(visibleOnly(prompt.slice(0, lastLine)))}${visibleOnly(this.#prompt)}${this.#wrapEnd("")}`;
  }

  /** The terminal is as wide as this now. */
  resize(columns: number): void {
    this.#columns = Math.max(1, columns);
  }

  /** Changes the last line of the prompt; it is shown by the next `show`. */
  setPrompt(prompt: string): void {
    this.#prompt = prompt;
  }

  /** Whether this is what was shown last. */
  shows(text: string, cursor: number): boolean {
    return text === this.#shown && cursor === this.#shownCursor;
  }

  /** What to send so that `text` is shown, with the cursor before its character `cursor`. */
  show(text: string, cursor: number, isWhole = false): string {
    const before = this.#place(this.#shown, this.#shownCursor);
    this.#shownPrompt = this.#prompt;
    const added = text.slice(this.#shown.length);
    // The common case: typed at the end, and all on the row.
    const appends =
      !isWhole &&
      text.startsWith(this.#shown) &&
      this.#shownCursor === this.#shown.length &&
      cursor === text.length &&
      /^[ -~]*$/.test(added) &&
      before.column + added.length < this.#columns;
    this.#shown = text;
    this.#shownCursor = cursor;
    if (appends) return added;
    return `${up(before.row)}\r\u001B[J${visibleOnly(this.#prompt)}${display(text)}${this.#wrapEnd(text)}${this.#moveBack()}`;
  }

  /** What to send so that the cursor stands below the line. */
  finish(): string {
    const cursor = this.#place(this.#shown, this.#shownCursor);
    const end = this.#place(this.#shown, this.#shown.length);
    return `${down(end.row - cursor.row)}\r\n`;
  }

  /** What to send after something else was written below the line, or the screen cleared. */
  again(): string {
    return `\r${visibleOnly(this.#prompt)}${display(this.#shown)}${this.#wrapEnd(this.#shown)}${this.#moveBack()}`;
  }

  /** A terminal that was filled to its edge waits for the next character before it wraps. */
  #wrapEnd(text: string): string {
    const end = this.#place(text, text.length);
    return end.row > 0 && end.column === 0 && !text.endsWith("\n") ? "\r\n" : "";
  }

  #moveBack(): string {
    const cursor = this.#place(this.#shown, this.#shownCursor);
    const end = this.#place(this.#shown, this.#shown.length);
    if (cursor.row === end.row && cursor.column === end.column) return "";
    return `${up(end.row - cursor.row)}\r${cursor.column > 0 ? `\u001B[${cursor.column}C` : ""}`;
  }

  #place(text: string, cursor: number): Place {
    let row = 0;
    let column = 0;
    for (const character of this.#shownPrompt.replaceAll(invisible, "") + text.slice(0, cursor)) {
      if (character === "\n") {
        row += 1;
        column = 0;
        continue;
      }
      const width = characterWidth(character);
      if (column + width > this.#columns) {
        row += 1;
        column = 0;
      }
      column += width;
    }
    return column >= this.#columns ? { row: row + 1, column: 0 } : { row, column };
  }
}

// oxlint-disable-next-line no-control-regex -- they are control characters
const marks = /[\u0001\u0002]/g;

function visibleOnly(prompt: string): string {
  return prompt.replaceAll(marks, "");
}

function display(text: string): string {
  return text
    .replaceAll(/[^\n -~\u0080-\uFFFF]/g, (character) =>
      character === "\u007F" ? "^?" : `^${String.fromCharCode(character.charCodeAt(0) + 0x40)}`,
    )
    .replaceAll("\n", "\r\n");
}

function up(rows: number): string {
  return rows > 0 ? `\u001B[${rows}A` : "";
}

function down(rows: number): string {
  return rows > 0 ? `\u001B[${rows}B` : "";
}
