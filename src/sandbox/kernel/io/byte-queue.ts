/**
 * Bytes that wait in the kernel, in order: what pipes, sockets and terminals buffer. Knows what each piece costs whom
 * and gives that back when it is taken; how much may wait is its owner's business.
 */
import type { MemoryAccount, MemoryKind } from "../../fs/caller.ts";

/** Small writes share blocks of this size, as they share pages in Linux. */
const blockBytes = 4096;

interface Piece {
  readonly block: Uint8Array<ArrayBuffer>;
  start: number;
  end: number;
  /** Who paid; `null` for what the kernel pays itself. */
  readonly account: MemoryAccount | null;
}

/** A queue of bytes. Whoever appends has charged the account before; taking and clearing uncharge it. */
export class ByteQueue {
  readonly #kind: MemoryKind;
  readonly #pieces: Piece[] = [];
  #size = 0;

  constructor(kind: MemoryKind) {
    this.#kind = kind;
  }

  /** Bytes that wait. */
  get size(): number {
    return this.#size;
  }

  /** All that waits, in order, as views. */
  get pieces(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#pieces.map(({ block, start, end }) => block.subarray(start, end));
  }

  /** Copies `bytes` in: their owner may use them again at once. */
  append(bytes: Uint8Array, account: MemoryAccount | null): void {
    this.#size += bytes.length;
    const last = this.#pieces.at(-1);
    let rest = bytes;
    if (last && last.account === account && last.end < last.block.length) {
      const fitting = rest.subarray(0, last.block.length - last.end);
      last.block.set(fitting, last.end);
      last.end += fitting.length;
      rest = rest.subarray(fitting.length);
    }
    if (rest.length === 0) return;
    if (rest.length >= blockBytes) {
      this.#pieces.push({ block: new Uint8Array(rest), start: 0, end: rest.length, account });
      return;
    }
    const block = new Uint8Array(blockBytes);
    block.set(rest);
    this.#pieces.push({ block, start: 0, end: rest.length, account });
  }

  /** Takes at most `maxBytes`. The result is the taker's own: nobody writes to it any more. */
  take(maxBytes: number): Uint8Array<ArrayBuffer> {
    const size = Math.min(maxBytes, this.#size);
    const first = this.#pieces[0];
    if (!first || size === 0) return new Uint8Array(0);
    if (first.end - first.start >= size) return this.#takeOf(first, size);
    const taken = new Uint8Array(size);
    for (let at = 0; at < size;) {
      const piece = this.#pieces[0];
      if (!piece) break;
      const part = this.#takeOf(piece, Math.min(size - at, piece.end - piece.start));
      taken.set(part, at);
      at += part.length;
    }
    return taken;
  }

  /** Drops the first `bytes`. */
  skip(bytes: number): void {
    for (let left = Math.min(bytes, this.#size); left > 0;) {
      const piece = this.#pieces[0];
      if (!piece) return;
      left -= this.#takeOf(piece, Math.min(left, piece.end - piece.start)).length;
    }
  }

  /** Drops everything. */
  clear(): void {
    for (const { account, start, end } of this.#pieces) account?.uncharge(end - start, this.#kind);
    this.#pieces.length = 0;
    this.#size = 0;
  }

  #takeOf(piece: Piece, size: number): Uint8Array<ArrayBuffer> {
    const part = piece.block.subarray(piece.start, piece.start + size);
    piece.start += size;
    this.#size -= size;
    piece.account?.uncharge(size, this.#kind);
    // A block with room left stays: the next small write goes there instead of into a new one.
    if (piece.start === piece.end && (piece.end === piece.block.length || this.#pieces.length > 1)) {
      this.#pieces.shift();
    }
    return part;
  }
}
