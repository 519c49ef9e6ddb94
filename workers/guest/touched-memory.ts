/**
 * Counts the pages of a memory that hold anything. The browser's OS gives memory to a page when it is first written, so
 * that is about what the memory costs the host: at least, for a page that was written with zeros is not seen. Knows
 * nothing of what the memory is for.
 */

const pageBytes = 4096;
const wordsPerPage = pageBytes / 4;
/** A look reads every so many-th word, others each round: all in this many rounds. */
const stride = 16;

/** A look at a part of the memory at a time; what was touched once stays so. */
export class TouchedMemory {
  readonly #memory: { readonly buffer: ArrayBuffer };
  #seen = new Uint8Array(0);
  #touched = 0;
  #at = 0;
  #rounds = 0;

  constructor(memory: { readonly buffer: ArrayBuffer }) {
    this.#memory = memory;
  }

  /** Bytes of pages that hold something; `null` before every page was looked at. */
  get bytes(): number | null {
    return this.#rounds > 0 ? this.#touched * pageBytes : null;
  }

  /** Looks at everything that was empty so far: milliseconds. */
  lookAtAll(): void {
    this.#at = 0;
    this.#look(Infinity, 1);
  }

  /** Takes a quick look at the next `pages` that were empty so far: one that holds little is seen some rounds later. */
  look(pages: number): void {
    this.#look(pages, stride);
  }

  #look(pages: number, step: number): void {
    const phase = this.#rounds % step;
    const words = new Uint32Array(this.#memory.buffer);
    const count = Math.floor(words.length / wordsPerPage);
    if (this.#seen.length < count) {
      const seen = new Uint8Array(count);
      seen.set(this.#seen);
      this.#seen = seen;
    }
    for (let left = pages; left > 0; this.#at++) {
      if (this.#at >= count) {
        this.#at = 0;
        this.#rounds += 1;
        return;
      }
      if (this.#seen[this.#at]) continue;
      left -= 1;
      if (isEmpty(words, this.#at * wordsPerPage, phase, step)) continue;
      this.#seen[this.#at] = 1;
      this.#touched += 1;
    }
  }
}

function isEmpty(words: Uint32Array, from: number, phase: number, step: number): boolean {
  for (let at = from + phase; at < from + wordsPerPage; at += step) if (words[at] !== 0) return false;
  return true;
}
