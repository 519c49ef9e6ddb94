/**
 * Work that is done once in the next frame however often it is asked for.
 */

/** Runs `work` at most once a frame; disposal cancels what is still to come. */
export class FrameTask implements Disposable {
  readonly #work: () => void;
  #frame = 0;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Has the work done in the next frame. */
  ask(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#work();
    });
  }

  [Symbol.dispose](): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
