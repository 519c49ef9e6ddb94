/**
 * A wish for the keyboard that is granted when there is what to give it to. It lapses when the user turns to something
 * else meanwhile: nobody's keys shall end up where they are not meant to.
 */
import { consoleCommand } from "./console/terminal-keys.ts";

/** A press of a key that tells that the user turned to something else; of the pointer any press does. */
export type TurningKey = (event: KeyboardEvent) => boolean;

/** At most one wish at a time. */
export class FocusWish {
  readonly #turnsAway: TurningKey;
  #listening: AbortController | null = null;

  constructor(turnsAway: TurningKey = leaves) {
    this.#turnsAway = turnsAway;
  }

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
    document.addEventListener("keydown", (event) => this.#turnsAway(event) && this.end(), options);
  }

  /** Ends it; whether it was still to be granted. */
  end(): boolean {
    const open = this.isOpen;
    this.#listening?.abort();
    this.#listening = null;
    return open;
  }
}

/** Tab, and the key that would release the keyboard, pressed before there is a console to hear it. */
function leaves(event: KeyboardEvent): boolean {
  return event.key === "Tab" || consoleCommand(event, false) === "release";
}
