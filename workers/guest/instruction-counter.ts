/**
 * Counts executed instructions without end. v86's own counter has 32 bits, which a busy guest wraps every dozen
 * seconds.
 */

/** Extends a 32-bit counter. Right as long as `read` is called at least once per wrap. */
export class InstructionCounter {
  readonly #memory: { readonly buffer: ArrayBuffer };
  readonly #address: number;
  #cell: Uint32Array;
  #last: number;
  #total = 0;

  /** `address`: where in `memory` the counter is, in bytes. */
  constructor(memory: { readonly buffer: ArrayBuffer }, address: number) {
    this.#memory = memory;
    this.#address = address;
    this.#cell = new Uint32Array(memory.buffer, address, 1);
    this.#last = this.#cell[0] ?? 0;
  }

  /** Instructions since construction. */
  read(): number {
    // A memory that grows leaves its old views empty.
    if (this.#cell.length === 0) this.#cell = new Uint32Array(this.#memory.buffer, this.#address, 1);
    const now = this.#cell[0] ?? 0;
    this.#total += (now - this.#last) >>> 0;
    this.#last = now;
    return this.#total;
  }
}
