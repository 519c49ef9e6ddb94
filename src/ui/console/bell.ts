/**
 * The visible bell: marks its element for a moment. A machine can ring thousands of times a second; what it rings
 * within a second of the last ring is one with it, so that nothing flashes and no work piles up.
 */
const ringMs = 180;
const restMs = 1_000;

/** Sets `data-ringing` on the element while it rings, at most once a second. */
export class Bell {
  readonly #element: Element;
  #restUntilMs = 0;

  constructor(element: Element) {
    this.#element = element;
  }

  /** Rings, unless it has within the last second. */
  ring(): void {
    const nowMs = performance.now();
    if (nowMs < this.#restUntilMs) return;
    this.#restUntilMs = nowMs + restMs;
    this.#element.toggleAttribute("data-ringing", true);
    setTimeout(() => this.#element.toggleAttribute("data-ringing", false), ringMs);
  }
}
