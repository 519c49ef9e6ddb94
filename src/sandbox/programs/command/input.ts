/**
 * Reading from a descriptor: blocks, lines, or all of it. Lines are decoded block by block, so that a long file is
 * never whole in memory.
 */
import { joinBytes } from "../../../base/join-bytes.ts";
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { decodeText } from "./text-encoding.ts";

/** What is read at a time. */
const readBytes = 65_536;

/** The next bytes, at most `maxBytes`; empty at the end. Goes on after interruptions. */
export function* readSome(sys: Syscalls, fd: number, maxBytes = readBytes): Blocking<Uint8Array> {
  for (;;) {
    try {
      return yield* sys.read(fd, maxBytes);
    } catch (thrown) {
      if (isErrno(thrown, "EAGAIN")) yield* sys.poll([{ fd, events: { readable: true } }], null);
      else if (!isErrno(thrown, "EINTR")) throw thrown;
    }
  }
}

/** All that is left. */
export function* readRest(sys: Syscalls, fd: number): Blocking<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const bytes = yield* readSome(sys, fd);
    if (bytes.length === 0) return joinBytes(parts);
    parts.push(bytes);
  }
}

/** A small file's text. */
export function* readTextFile(sys: Syscalls, path: string): Blocking<string> {
  const fd = yield* sys.open(path, { access: "read", closeOnExec: true });
  try {
    return decodeText(yield* readRest(sys, fd));
  } finally {
    sys.close(fd);
  }
}

/** A small file's text; `null` where it cannot be read. */
export function* readTextFileIfAny(sys: Syscalls, path: string): Blocking<string | null> {
  try {
    return yield* readTextFile(sys, path);
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}

/** Lines of a descriptor, one after the other, without their ends. */
export class LineReader {
  readonly #sys: Syscalls;
  readonly #fd: number;
  readonly #end: number;
  readonly #separator: string;
  #lines: readonly string[] = [];
  #next = 0;
  #partial: Uint8Array[] = [];
  #over = false;
  #endedWithoutEnd = false;

  /** `end` is the byte that ends a line: newline, or 0 for `-z`. */
  constructor(sys: Syscalls, fd: number, end = 10) {
    this.#sys = sys;
    this.#fd = fd;
    this.#end = end;
    this.#separator = String.fromCharCode(end);
  }

  /** The next line; `null` after the last. */
  *next(): Blocking<string | null> {
    while (this.#next >= this.#lines.length) {
      if (this.#over) return null;
      yield* this.#fill();
    }
    // Nothing says that the caller's loop waits for anything else.
    if (this.#next % 256 === 255) yield checkpoint;
    return this.#lines[this.#next++] ?? null;
  }

  /** Whether the line last given was the last and had no end. */
  get lacksEnd(): boolean {
    return this.#endedWithoutEnd && this.#next >= this.#lines.length;
  }

  *#fill(): Blocking<void> {
    const bytes = yield* readSome(this.#sys, this.#fd);
    this.#next = 0;
    this.#lines = [];
    if (bytes.length === 0) {
      this.#over = true;
      if (this.#partial.length === 0) return;
      this.#endedWithoutEnd = true;
      this.#lines = [decodeText(joinBytes(this.#partial))];
      this.#partial = [];
      return;
    }
    const last = bytes.lastIndexOf(this.#end);
    if (last < 0) {
      this.#partial.push(bytes);
      return;
    }
    const whole = bytes.subarray(0, last);
    const text = decodeText(this.#partial.length > 0 ? joinBytes([...this.#partial, whole]) : whole);
    this.#partial = last + 1 < bytes.length ? [bytes.subarray(last + 1)] : [];
    this.#lines = text.split(this.#separator);
  }
}
