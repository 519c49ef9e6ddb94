/**
 * Gives the keyboard to the console of a machine that was just added, once the keys rest: several are added by pressing
 * one key several times, and then the last gets it. Knows no element.
 */
import { FocusWish } from "../focus-wish.ts";
import type { Place } from "../place.ts";

/** Longer than between two presses of one key, shorter than it takes to read a prompt and answer it. */
const restMs = 300;

/** One for the page. */
export class NewMachineKeyboard {
  readonly #use: (place: Place) => void;
  // A key that is held down says nothing new.
  readonly #wish = new FocusWish(({ repeat }) => !repeat);
  #resting: ReturnType<typeof setTimeout> | undefined;

  /** `use` shows a console and gives it the keyboard. */
  constructor(use: (place: Place) => void) {
    this.#use = use;
  }

  /** To be called when `machine` was added to be typed into. */
  added(machine: Place): void {
    clearTimeout(this.#resting);
    this.#wish.begin();
    this.#resting = setTimeout(() => this.#wish.end() && this.#use(machine), restMs);
  }
}
