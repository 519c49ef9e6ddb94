/**
 * Gathers a device's output, which comes in small pieces, into one piece per turn.
 */
import { KIB } from "../../src/base/units.ts";

const smallestBufferBytes = 1 * KIB;

/** Bytes in order, handed over in one piece. */
export class ByteGatherer {
  #bytes = new Uint8Array(smallestBufferBytes);
  #length = 0;

  pushByte(byte: number): void {
    if (this.#length === this.#bytes.byteLength) this.#grow(this.#length + 1);
    this.#bytes[this.#length++] = byte;
  }

  push(bytes: Uint8Array): void {
    const length = this.#length + bytes.byteLength;
    if (length > this.#bytes.byteLength) this.#grow(length);
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }

  /** What has been gathered since the last call; empty if nothing. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #grow(atLeast: number): void {
    const grown = new Uint8Array(Math.max(atLeast, this.#bytes.byteLength * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
