/**
 * The pids controller of one cgroup: how many tasks there are in it and below, how many there may be, and how often that
 * was too few. Zombies count until they are waited for.
 */

/** Counts tasks up the tree. The count goes on where the controller is off; the limit does not. */
export class PidsControl {
  readonly #parent: PidsControl | null;
  #count = 0;
  #peak = 0;
  #enabled = false;
  max: number | null = null;
  /** Forks refused for the limit here, and for one here or below. */
  refusedHere = 0;
  refused = 0;

  constructor(parent: PidsControl | null) {
    this.#parent = parent;
  }

  get count(): number {
    return this.#count;
  }

  get peak(): number {
    return this.#peak;
  }

  /** On or off; both begin afresh. */
  enable(enabled: boolean): void {
    this.#enabled = enabled;
    this.max = null;
    this.#peak = this.#count;
    this.refusedHere = 0;
    this.refused = 0;
  }

  /** One more by fork(2): whether there was room, here and above. */
  fork(): boolean {
    const full = this.#full();
    if (full) {
      full.refusedHere += 1;
      full.#refuse();
      return false;
    }
    this.add(1);
    return true;
  }

  /** Without regard to limits: a task moved here (1), or is gone or moved away (-1). */
  add(difference: 1 | -1): void {
    this.#count += difference;
    if (this.#count > this.#peak) this.#peak = this.#count;
    this.#parent?.add(difference);
  }

  /** The lowest that has no room for one more. */
  #full(): PidsControl | null {
    if (this.#enabled && this.max !== null && this.#count >= this.max) return this;
    return this.#parent ? this.#parent.#full() : null;
  }

  #refuse(): void {
    this.refused += 1;
    if (this.#parent) this.#parent.#refuse();
  }
}
