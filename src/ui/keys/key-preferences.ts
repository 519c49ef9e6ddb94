/**
 * Whether single letters, digits and signs are keys of the page. Who speaks to the computer, or hits keys by accident,
 * can turn them off (WCAG 2.1.4); the browser remembers.
 */
import { Emitter, type Evt } from "../../base/event.ts";
import { Remembered } from "../remembered.ts";

/** The choice and how to change it. */
class KeyPreferences {
  readonly #onDidChange = new Emitter<void>();
  readonly #remembered = new Remembered<boolean>("single-keys", (stored) => stored !== false);
  #singleKeys = this.#remembered.get();

  /** Fires when the choice changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  /** Whether keys without Ctrl or Alt, other than Escape, are obeyed outside of consoles and fields. */
  get singleKeys(): boolean {
    return this.#singleKeys;
  }
  set singleKeys(singleKeys: boolean) {
    this.#singleKeys = singleKeys;
    this.#remembered.set(singleKeys);
    this.#onDidChange.fire();
  }
}

/** The page's preference. */
export const keyPreferences = new KeyPreferences();
