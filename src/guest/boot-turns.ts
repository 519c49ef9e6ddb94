/**
 * Lets a few guests boot at a time, and one begin in a task of the page. A boot keeps a core busy from its first
 * instruction to the prompt: more of them at once than there are cores make each slower, none of them faster, and leave
 * the page waiting for a core.
 */
import { abortable } from "../base/abort.ts";
import type { Clock } from "../base/clock.ts";
import { deferred, type Deferred } from "../base/deferred.ts";
import { toDisposable } from "../base/disposable.ts";

/** Hands out turns in the order they are asked for. A turn lasts until it is disposed. */
export class BootTurns {
  readonly #waiting = new Set<Deferred<Disposable>>();
  readonly #clock: Clock;
  #free: number;
  /** Whether the next turn must wait for another task of the page: to begin a boot takes a good part of one. */
  #resting = false;

  /** `places`: how many may boot at the same time. */
  constructor(places: number, clock: Clock) {
    this.#free = Math.max(1, places);
    this.#clock = clock;
  }

  /** A turn, if one is free. */
  takeNow(): Disposable | null {
    if (this.#free === 0 || this.#resting || this.#waiting.size > 0) return null;
    return this.#handOut();
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

  #handOut(): Disposable {
    this.#free -= 1;
    this.#rest();
    return toDisposable(() => {
      this.#free += 1;
      if (this.#waiting.size > 0) this.#rest();
    });
  }

  #rest(): void {
    if (this.#resting) return;
    this.#resting = true;
    this.#clock.after(0, () => {
      this.#resting = false;
      this.#passOn();
    });
  }

  #passOn(): void {
    const [next] = this.#waiting;
    if (!next || this.#free === 0) return;
    this.#waiting.delete(next);
    next.resolve(this.#handOut());
  }
}
