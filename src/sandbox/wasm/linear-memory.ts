/**
 * A program's memory as its host reads and writes it: numbers, strings, and bytes scattered over several places. Every
 * address comes from the program: one that is out of bounds is EFAULT. Knows no call.
 */
import { Errno } from "../abi/errno.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A place in the memory: a WASI iovec. */
export interface Place {
  readonly address: number;
  readonly length: number;
}

/** What a memory is to its reader: a buffer that is another one when it has grown. */
export interface MemoryBuffer {
  readonly buffer: ArrayBuffer;
}

const nothing: MemoryBuffer = { buffer: new ArrayBuffer(0) };

/** Linear memory. Its buffer changes when it grows, so views are taken anew at each use. */
export class LinearMemory {
  #memory = nothing;
  #bytes = new Uint8Array(nothing.buffer);
  #view = new DataView(nothing.buffer);

  /** The program's memory, or `null` for none: it begins, or is over. */
  attach(memory: MemoryBuffer | null): void {
    this.#memory = memory ?? nothing;
  }

  /** The bytes themselves, not a copy: good until the program runs on. */
  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    this.#refresh();
    const start = address >>> 0;
    const count = length >>> 0;
    if (start + count > this.#bytes.byteLength) throw new Errno("EFAULT");
    return this.#bytes.subarray(start, start + count);
  }

  /** For the fields of a record of `length` bytes; offsets are the record's own. */
  record(address: number, length: number): DataView<ArrayBuffer> {
    const { buffer, byteOffset } = this.bytes(address, length);
    return new DataView(buffer, byteOffset, length);
  }

  u32(address: number): number {
    return this.#at(address, 4).getUint32(address >>> 0, true);
  }

  setU32(address: number, value: number): void {
    this.#at(address, 4).setUint32(address >>> 0, value, true);
  }

  setU64(address: number, value: bigint): void {
    this.#at(address, 8).setBigUint64(address >>> 0, value, true);
  }

  text(address: number, length: number): string {
    return decoder.decode(this.bytes(address, length));
  }

  /** A string that a zero ends; `null` for a null pointer. */
  zeroEnded(address: number): string | null {
    if (address === 0) return null;
    this.#refresh();
    const start = address >>> 0;
    const end = this.#bytes.indexOf(0, start);
    if (start >= this.#bytes.byteLength || end < 0) throw new Errno("EFAULT");
    return decoder.decode(this.#bytes.subarray(start, end));
  }

  /** Strings by their addresses, up to a null pointer (argv). */
  zeroEndedList(address: number): readonly string[] {
    const found: string[] = [];
    for (let at = address >>> 0; ; at += 4) {
      const text = this.zeroEnded(this.u32(at));
      if (text === null) return found;
      found.push(text);
    }
  }

  /** Writes as much of `text` as there is room for; answers how much that is. */
  setText(address: number, size: number, text: string): number {
    const encoded = encoder.encode(text);
    const length = Math.min(encoded.byteLength, size >>> 0);
    this.bytes(address, length).set(encoded.subarray(0, length));
    return length;
  }

  /** `count` iovecs. */
  places(address: number, count: number): readonly Place[] {
    const places: Place[] = [];
    for (let index = 0; index < count; index += 1) {
      const at = (address >>> 0) + 8 * index;
      places.push({ address: this.u32(at), length: this.u32(at + 4) });
    }
    return places;
  }

  /** A copy of what lies in `places`, in order. */
  gather(places: readonly Place[]): Uint8Array<ArrayBuffer> {
    const gathered = new Uint8Array(totalLength(places));
    let at = 0;
    for (const { address, length } of places) {
      gathered.set(this.bytes(address, length), at);
      at += length;
    }
    return gathered;
  }

  /** Fills `places` with `bytes`, in order. */
  scatter(places: readonly Place[], bytes: Uint8Array): void {
    let at = 0;
    for (const { address, length } of places) {
      if (at >= bytes.byteLength) return;
      const part = bytes.subarray(at, at + length);
      this.bytes(address, part.byteLength).set(part);
      at += part.byteLength;
    }
  }

  #at(address: number, length: number): DataView<ArrayBuffer> {
    this.#refresh();
    if ((address >>> 0) + length > this.#view.byteLength) throw new Errno("EFAULT");
    return this.#view;
  }

  #refresh(): void {
    const { buffer } = this.#memory;
    if (this.#view.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}

/** Bytes in all `places` together. */
export function totalLength(places: readonly Place[]): number {
  return places.reduce((sum, { length }) => sum + length, 0);
}
