/**
 * Reads a line from a terminal with editing, history and completion (emacs keys). Knows what is asked of it by keys and
 * of the shell only what completion and traps need.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import { rawTermios, type Termios } from "../../../abi/termios.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { complete } from "./completion.ts";
import { completionWord } from "./completion-word.ts";
import { editByKey } from "./edit-keys.ts";
import type { History } from "./history.ts";
import { HistorySearch } from "./history-search.ts";
import { type Key, KeyDecoder } from "./key-decoder.ts";
import { LineBuffer } from "./line-buffer.ts";
import { LineRecall } from "./line-recall.ts";
import { LineScreen } from "./line-screen.ts";

/** What reading a line came to. */
export type EditedLine =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "end" };

/** The editor of one shell. */
export class LineEditor {
  readonly #shell: ShellProcess;
  readonly #history: History;
  readonly #decoder = new KeyDecoder();
  readonly #buffer = new LineBuffer();
  readonly #recall: LineRecall;
  readonly #screen: LineScreen;
  #search: HistorySearch | null = null;
  #lastWasTab = false;
  #resized = false;

  constructor(shell: ShellProcess, history: History, outFd: number) {
    this.#shell = shell;
    this.#history = history;
    this.#recall = new LineRecall(() => history.entries);
    this.#screen = new LineScreen(shell.sys, outFd);
  }

  /** Reads a line. The terminal is raw meanwhile, and as before afterwards. */
  *readLine(prompt: string): Blocking<EditedLine> {
    const { sys } = this.#shell;
    const settings = sys.tcgetattr(0);
    const before = sys.sigaction("SIGWINCH", {
      handler: () => {
        this.#resized = true;
      },
    });
    this.#buffer.set("");
    this.#recall.begin();
    this.#search = null;
    this.#screen.begin(prompt);
    yield* sys.tcsetattr(0, editingTermios(settings), "drain");
    try {
      const line = yield* this.#edit(settings);
      this.#screen.end();
      yield* this.#screen.flush();
      return line;
    } finally {
      sys.sigaction("SIGWINCH", before);
      yield* sys.tcsetattr(0, settings, "drain");
    }
  }

  *#edit(settings: Termios): Blocking<EditedLine> {
    for (;;) {
      const byte = yield* this.#readByte(settings);
      if (byte === null) return { kind: "end" };
      const key = this.#decoder.push(byte);
      if (!key) continue;
      const ended = this.#search ? this.#searchKey(key, this.#search) : null;
      const line = ended ?? (this.#search ? null : yield* this.#key(key, settings));
      if (line) return line;
    }
  }

  /** A byte; what is to be shown is sent before it waits. `null` at the end of the terminal. */
  *#readByte(settings: Termios): Blocking<number | null> {
    const { sys, traps } = this.#shell;
    for (;;) {
      if (!(yield* this.#hasInput())) {
        this.#refresh();
        yield* this.#screen.flush();
      }
      try {
        const [byte] = yield* sys.read(0, 1);
        return byte ?? null;
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (error.code !== "EINTR") return null;
      }
      if (this.#resized) {
        this.#resized = false;
        this.#screen.resize();
        this.#refresh(true);
      }
      if (traps.isPending) {
        this.#screen.leave();
        yield* this.#screen.flush();
        yield* sys.tcsetattr(0, settings, "drain");
        yield* this.#shell.runTraps();
        yield* sys.tcsetattr(0, editingTermios(settings), "drain");
        this.#screen.again();
      }
    }
  }

  *#hasInput(): Blocking<boolean> {
    try {
      const ready = yield* this.#shell.sys.poll([{ fd: 0, events: { readable: true } }], 0);
      return ready.length > 0;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }

  *#key(key: Key, settings: Termios): Blocking<EditedLine | null> {
    const buffer = this.#buffer;
    const wasTab = this.#lastWasTab;
    this.#lastWasTab = false;
    if (key.kind === "control") {
      switch (key.letter) {
        case "M":
        case "J":
          return this.#accept();
        case "C":
          buffer.moveTo("end");
          this.#refresh();
          this.#screen.leave("^C");
          return { kind: "cancelled" };
        case "D":
          if (buffer.text === "") {
            this.#screen.add("\r\n");
            return { kind: "end" };
          }
          buffer.deleteForward();
          return null;
        case "I":
          yield* this.#complete(wasTab);
          this.#lastWasTab = true;
          return null;
        case "L":
          this.#screen.clear();
          return null;
        case "R":
          this.#search = new HistorySearch(this.#history.entries);
          return null;
        case "P":
          this.#step(-1);
          return null;
        case "N":
          this.#step(1);
          return null;
        case "V":
          yield* this.#quoteNext(settings);
          return null;
      }
    }
    if (key.kind === "named" && (key.name === "up" || key.name === "down"))
      this.#step(key.name === "up" ? -1 : 1);
    else editByKey(buffer, key);
    return null;
  }

  /** ^V: the next byte as it is. */
  *#quoteNext(settings: Termios): Blocking<void> {
    const byte = yield* this.#readByte(settings);
    if (byte !== null && byte < 0x80) this.#buffer.insert(String.fromCharCode(byte));
  }

  #accept(): EditedLine {
    this.#buffer.moveTo("end");
    this.#refresh();
    this.#screen.leave();
    return { kind: "line", text: this.#buffer.text };
  }

  /** Keys while searching; a line when the search ended with one. */
  #searchKey(key: Key, search: HistorySearch): EditedLine | null {
    if (key.kind === "character" || key.kind === "paste") search.type(key.text);
    else if (key.kind === "control" && key.letter === "R") search.older();
    else if (key.kind === "control" && (key.letter === "H" || key.letter === "?")) search.erase();
    else {
      this.#search = null;
      this.#screen.endSearch();
      const cancelled = key.kind === "control" && (key.letter === "G" || key.letter === "C");
      if (!cancelled && search.line !== "") this.#buffer.set(search.line, search.cursor);
      this.#refresh(true);
      if (key.kind === "control" && (key.letter === "M" || key.letter === "J")) return this.#accept();
      if (!cancelled) editByKey(this.#buffer, key);
    }
    return null;
  }

  #step(direction: -1 | 1): void {
    const line = this.#recall.step(direction, this.#buffer.text);
    if (line !== null) this.#buffer.set(line);
  }

  *#complete(again: boolean): Blocking<void> {
    const buffer = this.#buffer;
    const word = completionWord(buffer.text.slice(0, buffer.cursor));
    const candidates = yield* complete(this.#shell, word);
    const [only] = candidates;
    if (!only) this.#screen.bell();
    else if (candidates.length === 1) buffer.replaceBack(word.start, only.word + only.suffix);
    else {
      const common = commonStart(candidates.map((candidate) => candidate.word));
      const typed = buffer.text.slice(word.start, buffer.cursor);
      if (common.length > typed.length) buffer.replaceBack(word.start, common);
      else if (again) {
        this.#refresh();
        this.#screen.list(candidates.map((candidate) => candidate.shown));
      } else this.#screen.bell();
    }
  }

  #refresh(isWhole = false): void {
    this.#screen.refresh(this.#buffer, this.#search, isWhole);
  }
}

/** Raw, but a CR is a NL all the same: what is typed ahead may be for a program that reads lines. */
function editingTermios(settings: Termios): Termios {
  return { ...rawTermios(settings), icrnl: settings.icrnl };
}

function commonStart(words: readonly string[]): string {
  const [first = "", ...rest] = words;
  let { length } = first;
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
