/**
 * Bytes waiting to be taken by a device, in order, in whatever portions it has room for.
 */
/** A first-in, first-out store of bytes. */
export class ByteQueue {
  readonly #chunks: Uint8Array[] = [];
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#chunks.push(bytes);
    this.#length += bytes.byteLength;
  }

  /** Up to `most` bytes from the front; they may be fewer though more are waiting. `null` if none is. */
  take(most: number): Uint8Array | null {
    const first = this.#chunks[0];
    if (!first) return null;
    const taken = first.subarray(this.#offset, this.#offset + most);
    this.#offset += taken.byteLength;
    this.#length -= taken.byteLength;
    if (this.#offset === first.byteLength) {
      this.#chunks.shift();
      this.#offset = 0;
    }
    return taken;
  }
}
