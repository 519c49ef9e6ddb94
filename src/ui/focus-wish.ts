/**
 * A wish for the keyboard that is granted when there is what to give it to. It lapses when the user turns to something
 * else meanwhile, with the pointer or the Tab key: nobody's keys shall end up where they are not meant to.
 */

/** At most one wish at a time. */
export class FocusWish {
  #listening: AbortController | null = null;

  /** Whether it is still to be granted. */
  get isOpen(): boolean {
    return this.#listening !== null;
  }

  /** Begins to wish. */
  begin(): void {
    this.end();
    const listening = new AbortController();
    this.#listening = listening;
    const options = { capture: true, signal: listening.signal };
    document.addEventListener("pointerdown", () => this.end(), options);
    document.addEventListener("keydown", ({ key }) => key === "Tab" && this.end(), options);
  }

  /** Ends it; whether it was still to be granted. */
  end(): boolean {
    const open = this.isOpen;
    this.#listening?.abort();
    this.#listening = null;
    return open;
  }
}
