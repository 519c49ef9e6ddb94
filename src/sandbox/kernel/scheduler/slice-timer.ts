/**
 * Tells the running task when its time is over, without reading the clock at each checkpoint: as reading costs more than
 * most checkpoints do, it learns how far apart they are. Knows neither tasks nor queues.
 */
import type { Slice } from "../runnable.ts";

/** How much later than due the end may be noticed, in ms. */
const toleranceMs = 0.05;
/** Bounds the harm when checkpoints suddenly come much farther apart. */
const mostSkipped = 128;

/** The one slice there is at a time. */
export class SliceTimer implements Slice {
  readonly #nowMs: () => number;
  readonly #interrupt: (nowMs: number) => void;
  #endMs = 0;
  #interruptMs = Infinity;
  #cut = true;
  #left = 1;
  #stride = 1;
  #readMs = 0;

  /** `interrupt` is called, within the running task, when the time it was promised has come. */
  constructor(nowMs: () => number, interrupt: (nowMs: number) => void) {
    this.#nowMs = nowMs;
    this.#interrupt = interrupt;
  }

  begin(nowMs: number, endMs: number, interruptMs: number): void {
    this.#endMs = endMs;
    this.#interruptMs = interruptMs;
    this.#cut = false;
    this.#readMs = nowMs;
    // Another program: nothing is known of it yet.
    this.#stride = 1;
    this.#left = 1;
  }

  /** It shall end at the next checkpoint. */
  cut(): void {
    this.#cut = true;
  }

  /** It shall end no later than `endMs`. */
  shorten(endMs: number): void {
    if (endMs < this.#endMs) this.#endMs = endMs;
  }

  interruptAt(interruptMs: number): void {
    this.#interruptMs = interruptMs;
  }

  over(): boolean {
    if (this.#cut) return true;
    this.#left -= 1;
    return this.#left > 0 ? false : this.#look();
  }

  #look(): boolean {
    const nowMs = this.#nowMs();
    if (nowMs >= this.#interruptMs) this.#interrupt(nowMs);
    if (nowMs >= this.#endMs) this.#cut = true;
    if (this.#cut) return true;
    const apartMs = (nowMs - this.#readMs) / this.#stride;
    const dueMs = Math.min(this.#endMs, this.#interruptMs) - nowMs;
    const wanted = apartMs > 0 ? Math.min(toleranceMs, dueMs) / apartMs : mostSkipped;
    this.#stride = Math.max(1, Math.min(mostSkipped, 2 * this.#stride, Math.floor(wanted)));
    this.#left = this.#stride;
    this.#readMs = nowMs;
    return false;
  }
}
