/**
 * What an edited line looks like on its terminal: gathers what is to be shown, and writes it when the editor is about to
 * wait. Knows the terminal's width and nothing of keys.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { encodeText } from "../text/bytes.ts";
import { writeAll } from "../text/read-file.ts";
import { layOutColumns } from "./column-layout.ts";
import type { HistorySearch } from "./history-search.ts";
import type { LineBuffer } from "./line-buffer.ts";
import { LineDisplay } from "./line-display.ts";

const pasteOn = "\u001B[?2004h";
const pasteOff = "\u001B[?2004l";

/** Of one shell; `begin` for each line. */
export class LineScreen {
  readonly #sys: Syscalls;
  readonly #outFd: number;
  readonly #display = new LineDisplay();
  #prompt = "";
  #columns = 80;
  #pending = "";

  constructor(sys: Syscalls, outFd: number) {
    this.#sys = sys;
    this.#outFd = outFd;
  }

  begin(prompt: string): void {
    this.#prompt = prompt;
    this.#measure();
    this.#pending = pasteOn + this.#display.begin(prompt, this.#columns);
  }

  /** Nothing more of this line is shown. */
  end(): void {
    this.#pending += pasteOff;
  }

  /** Adds text as it is. */
  add(text: string): void {
    this.#pending += text;
  }

  bell(): void {
    this.#pending += "\u0007";
  }

  /** Goes below what is shown of the line, with `text` behind its end. */
  leave(text = ""): void {
    this.#pending += text + this.#display.finish();
  }

  /** Shows the line again, where the cursor is now. */
  again(): void {
    this.#pending += this.#display.again();
  }

  clear(): void {
    this.#pending += `\u001B[H\u001B[2J${this.#display.again()}`;
  }

  /** The search is over: the prompt's last line is shown before the line again. */
  endSearch(): void {
    this.#display.setPrompt(this.#prompt.slice(this.#prompt.lastIndexOf("\n") + 1));
  }

  /** Brings what is shown up to what is edited. */
  refresh(buffer: LineBuffer, search: HistorySearch | null, isWhole = false): void {
    if (search) {
      this.#display.setPrompt(search.prompt);
      this.#pending += this.#display.show(search.line, search.cursor, true);
    } else if (isWhole || !this.#display.shows(buffer.text, buffer.cursor)) {
      this.#pending += this.#display.show(buffer.text, buffer.cursor, isWhole);
    }
  }

  /** Names in columns below the line, which comes again after them. */
  list(names: readonly string[]): void {
    this.leave();
    for (const line of layOutColumns(names, this.#columns)) this.#pending += `${line}\r\n`;
    this.again();
  }

  /** The terminal has another size. */
  resize(): void {
    this.#measure();
    this.#display.resize(this.#columns);
  }

  *flush(): Blocking<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text === "") return;
    try {
      yield* writeAll(this.#sys, this.#outFd, encodeText(text));
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  #measure(): void {
    try {
      this.#columns = this.#sys.windowSize(0).columns || 80;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}
