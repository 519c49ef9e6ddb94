/**
 * Hands out ranges of the host's user ids for sandboxes with a user namespace of their own (what /etc/subuid does).
 */
import { toDisposable } from "../../base/disposable.ts";

/** `size` ids from `first`. */
export interface IdRange {
  readonly first: number;
  readonly size: number;
}

/** As many as a user of Linux is usually given. */
export const idsPerSandbox = 65_536;

/** Ranges do not overlap while both are held; a returned one is used again. */
export class IdRanges {
  readonly #free: number[] = [];
  #next = 100_000;

  /** The next free range; disposing gives it back. */
  take(): IdRange & Disposable {
    const first = this.#free.pop() ?? this.#next;
    if (first === this.#next) this.#next += idsPerSandbox;
    const giveBack = toDisposable(() => this.#free.push(first));
    return { first, size: idsPerSandbox, [Symbol.dispose]: () => giveBack[Symbol.dispose]() };
  }
}
