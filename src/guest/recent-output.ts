/**
 * The last of what was printed, in few large pieces however small the pieces it came in. Knows no terminal.
 */
import { KIB } from "../base/units.ts";

const blockBytes = 16 * KIB;

interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>;
  used: number;
}

/** Keeps at least the last `limitBytes`, and at most a block more. */
export class RecentOutput {
  readonly #limitBytes: number;
  readonly #blocks: Block[] = [];
  /** The last block that was dropped, for use again: a flood of output leaves nothing behind to be collected. */
  #spare: Block | null = null;
  #keptBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Oldest first; copies, which nobody writes to. */
  get pieces(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#blocks.map(({ bytes, used }) => bytes.slice(0, used));
  }

  add(bytes: Uint8Array<ArrayBuffer>): void {
    for (let at = 0; at < bytes.byteLength;) {
      const block = this.#roomy();
      const piece = bytes.subarray(at, at + blockBytes - block.used);
      block.bytes.set(piece, block.used);
      block.used += piece.byteLength;
      this.#keptBytes += piece.byteLength;
      at += piece.byteLength;
    }
    for (;;) {
      const oldest = this.#blocks[0];
      if (!oldest || this.#keptBytes - oldest.used < this.#limitBytes) return;
      this.#blocks.shift();
      this.#keptBytes -= oldest.used;
      this.#spare = oldest;
    }
  }

  #roomy(): Block {
    const last = this.#blocks.at(-1);
    if (last && last.used < blockBytes) return last;
    const block = this.#spare ?? { bytes: new Uint8Array(blockBytes), used: 0 };
    this.#spare = null;
    block.used = 0;
    this.#blocks.push(block);
    return block;
  }
}
