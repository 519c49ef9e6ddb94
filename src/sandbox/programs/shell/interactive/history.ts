/**
 * The lines that were entered, kept in a file between sessions.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { encodeText } from "../text/bytes.ts";
import { readFile, writeAll } from "../text/read-file.ts";

const maxEntries = 500;

/** Lines, oldest first. */
export class History {
  #entries: string[] = [];
  readonly #path: string | null;

  /** `path` null keeps nothing. */
  constructor(path: string | null) {
    this.#path = path;
  }

  get entries(): readonly string[] {
    return this.#entries;
  }

  /** Reads the file, and shortens it when it has grown long. */
  *load(sys: Syscalls): Blocking<void> {
    if (this.#path === null) return;
    try {
      const lines = (yield* readFile(sys, this.#path)).split("\n").filter((line) => line !== "");
      this.#entries = lines.slice(-maxEntries);
      if (lines.length > 2 * maxEntries) yield* this.#write(sys, this.#entries, true);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  /** Keeps a line, unless it is the last one again. */
  *add(sys: Syscalls, line: string): Blocking<void> {
    if (line.trim() === "" || line === this.#entries.at(-1)) return;
    this.#entries.push(line);
    if (this.#entries.length > maxEntries) this.#entries.shift();
    try {
      yield* this.#write(sys, [line], false);
    } catch (error) {
      // A home that cannot be written keeps no history.
      if (!isErrno(error)) throw error;
    }
  }

  *#write(sys: Syscalls, lines: readonly string[], whole: boolean): Blocking<void> {
    if (this.#path === null) return;
    const flags = {
      access: "write",
      create: true,
      closeOnExec: true,
      truncate: whole,
      append: !whole,
    } as const;
    const fd = yield* sys.open(this.#path, flags, 0o600);
    try {
      yield* writeAll(sys, fd, encodeText(lines.map((line) => `${line}\n`).join("")));
    } finally {
      sys.close(fd);
    }
  }
}
