/**
 * Typed bytes that were not read yet: finished lines, and the one that is being edited. 4096 bytes in a ring, with a
 * mark at each line's end. Knows no special characters.
 */

const ringBytes = 4096;
const mask = ringBytes - 1;

/** The buffer of a line discipline. Positions count up for ever; `edge` is where the unfinished line begins. */
export class LineInput {
  readonly #bytes = new Uint8Array(ringBytes);
  /** 0, or how the line that ends with this byte ended. */
  readonly #ends = new Uint8Array(ringBytes);
  #tail = 0;
  #edge = 0;
  #head = 0;

  /** Bytes in it, ends of file included. */
  get size(): number {
    return this.#head - this.#tail;
  }

  /** Bytes that fit before it counts as full. One more fits: the end of a line. */
  get room(): number {
    return ringBytes - 1 - this.size;
  }

  get hasLine(): boolean {
    return this.#edge !== this.#tail;
  }

  get edge(): number {
    return this.#edge;
  }

  get head(): number {
    return this.#head;
  }

  at(position: number): number {
    return this.#bytes[position & mask] ?? 0;
  }

  put(byte: number): void {
    this.#bytes[this.#head & mask] = byte;
    this.#ends[this.#head & mask] = 0;
    this.#head += 1;
  }

  putAll(bytes: Uint8Array): void {
    for (const byte of bytes) this.put(byte);
  }

  /** Puts the last byte of a line; an end of file is a byte that will not be read. */
  putEnd(byte: number, kind: "line" | "file"): void {
    this.put(kind === "file" ? 0 : byte);
    this.#ends[(this.#head - 1) & mask] = kind === "file" ? endOfFile : endOfLine;
    this.#edge = this.#head;
  }

  /** Takes back everything from `position` on. */
  rewind(position: number): void {
    this.#head = position;
  }

  clear(): void {
    this.#tail = this.#edge = this.#head;
  }

  /** Changes between lines and raw bytes; what was typed and not read becomes a line of its own. */
  reset(lines: boolean): void {
    this.#ends.fill(0);
    if (!lines || this.size === 0) {
      this.#edge = this.#tail;
      return;
    }
    this.#ends[(this.#head - 1) & mask] = endOfLine;
    this.#edge = this.#head;
  }

  /** At most `maxBytes` of the first finished line, empty for an end of file; `null` when there is none. */
  takeLine(maxBytes: number): Uint8Array | null {
    if (!this.hasLine) return null;
    const limit = this.#tail + Math.min(maxBytes, this.#edge - this.#tail);
    let at = this.#tail;
    while (at < limit && this.#ends[at & mask] === 0) at += 1;
    const end = at < limit ? this.#ends[at & mask] : 0;
    const taken = this.#copy(at + (end === endOfLine ? 1 : 0));
    // What was asked for ended just before an end of file: that would read as a second, false one.
    const filled = end === 0 && this.hasLine && this.#ends[this.#tail & mask] === endOfFile;
    if (end === endOfFile || filled) this.#tail += 1;
    return taken;
  }

  takeRaw(maxBytes: number): Uint8Array {
    const taken = this.#copy(this.#tail + Math.min(maxBytes, this.size));
    this.#edge = this.#tail;
    return taken;
  }

  #copy(until: number): Uint8Array {
    const from = this.#tail & mask;
    const length = until - this.#tail;
    const copy = new Uint8Array(length);
    const first = this.#bytes.subarray(from, from + length);
    copy.set(first);
    copy.set(this.#bytes.subarray(0, length - first.length), first.length);
    this.#tail = until;
    return copy;
  }
}

const endOfLine = 1;
const endOfFile = 2;
