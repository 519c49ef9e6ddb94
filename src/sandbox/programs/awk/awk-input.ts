/** Records of a descriptor, one after the other, by what RS is (POSIX awk). Knows nothing of fields. */
import { joinBytes } from "../../../base/join-bytes.ts";
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readSome } from "../command/input.ts";
import { decodeText } from "../command/text-encoding.ts";
import { patternOf } from "./awk-record.ts";

/** Reads on from where it was. */
export class RecordReader {
  readonly fd: number;
  readonly #sys: Syscalls;
  #text = "";
  /** How far the text was given out: cutting it at each record would be quadratic. */
  #at = 0;
  #partial: Uint8Array = new Uint8Array();
  #isOver = false;
  #given = 0;

  constructor(sys: Syscalls, fd: number) {
    this.#sys = sys;
    this.fd = fd;
  }

  /** The next record without what ends it; `null` after the last. */
  *next(separator: string): Blocking<string | null> {
    this.#given += 1;
    if (this.#given % 256 === 0) yield checkpoint;
    if (separator === "") while (yield* this.#sees("\n")) this.#at += 1;
    for (;;) {
      const found = this.#end(separator);
      if (found) {
        const record = this.#text.slice(this.#at, found.index);
        this.#at = found.next;
        return record;
      }
      if (yield* this.#more()) continue;
      const left = this.#text.slice(this.#at);
      this.#text = "";
      this.#at = 0;
      if (left === "") return null;
      return separator === "" ? left.replace(/\n+$/u, "") : left;
    }
  }

  /** Where the record ends; one that may go on in what is not read yet has no end. */
  #end(separator: string): { readonly index: number; readonly next: number } | null {
    if (separator.length === 1) {
      const index = this.#text.indexOf(separator, this.#at);
      return index < 0 ? null : { index, next: index + 1 };
    }
    const pattern = patternOf(separator === "" ? "\n\n+" : separator, "g");
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found || found[0] === "") return null;
    const next = found.index + found[0].length;
    return next === this.#text.length && !this.#isOver ? null : { index: found.index, next };
  }

  *#sees(character: string): Blocking<boolean> {
    while (this.#at >= this.#text.length) if (!(yield* this.#more())) return false;
    return this.#text[this.#at] === character;
  }

  *#more(): Blocking<boolean> {
    if (this.#isOver) return false;
    const bytes = yield* readSome(this.#sys, this.fd);
    this.#isOver = bytes.length === 0;
    const all = this.#partial.length > 0 ? joinBytes([this.#partial, bytes]) : bytes;
    // A character may be in two pieces: it ends before the last byte that begins one.
    let end = all.length;
    if (!this.#isOver)
      for (let back = 1; back <= Math.min(4, all.length); back += 1) {
        const byte = all[all.length - back] ?? 0;
        if (byte >= 0xc0) end = all.length - back;
        if (byte < 0x80 || byte >= 0xc0) break;
      }
    this.#partial = all.subarray(end).slice();
    this.#text = this.#text.slice(this.#at) + decodeText(all.subarray(0, end));
    this.#at = 0;
    return true;
  }
}
