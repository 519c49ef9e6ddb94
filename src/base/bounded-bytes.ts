/**
 * Bytes collected up to a bound: what comes beyond is dropped, and known to be.
 */
import { joinBytes } from "./join-bytes.ts";

/** Collects pieces in order. */
export class BoundedBytes {
  readonly #limit: number;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #overflowed = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether more came than is kept. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  /** Takes a copy of a piece, or of what of it fits. */
  add(piece: Uint8Array): void {
    const room = this.#limit - this.#length;
    if (piece.byteLength > room) this.#overflowed = true;
    if (room === 0) return;
    const kept = piece.slice(0, room);
    this.#pieces.push(kept);
    this.#length += kept.byteLength;
  }

  /** All that was kept, in one piece. */
  whole(): Uint8Array<ArrayBuffer> {
    return joinBytes(this.#pieces);
  }
}
