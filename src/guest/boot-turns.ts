/**
 * Lets a few guests boot at a time. A boot keeps a core busy from its first instruction to the prompt: more of them at
 * once than there are cores make each slower, none of them faster, and leave the page waiting for a core.
 */
import { abortable } from "../base/abort.ts";
import { deferred, type Deferred } from "../base/deferred.ts";
import { toDisposable } from "../base/disposable.ts";

/** Hands out turns in the order they are asked for. A turn lasts until it is disposed. */
export class BootTurns {
  readonly #waiting = new Set<Deferred<Disposable>>();
  #free: number;

  /** `places`: how many may boot at the same time. */
  constructor(places: number) {
    this.#free = Math.max(1, places);
  }

  /** A turn, if one is free. */
  takeNow(): Disposable | null {
    if (this.#free === 0) return null;
    this.#free -= 1;
    return toDisposable(() => this.#passOn());
  }

  /** The next turn that comes free; rejects with the signal's reason when it aborts first. */
  async take(signal: AbortSignal): Promise<Disposable> {
    const turn = deferred<Disposable>();
    this.#waiting.add(turn);
    try {
      return await abortable(turn.promise, signal);
    } catch (error) {
      // Handed out in the moment of the abort: it goes to the next.
      if (!this.#waiting.delete(turn)) void turn.promise.then((unused) => unused[Symbol.dispose]());
      throw error;
    }
  }

  #passOn(): void {
    this.#free += 1;
    const [next] = this.#waiting;
    const turn = next && this.takeNow();
    if (!turn) return;
    this.#waiting.delete(next);
    next.resolve(turn);
  }
}
