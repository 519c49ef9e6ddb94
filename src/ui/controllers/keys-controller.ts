/**
 * Hears the page's keys and says what they ask for. Keeps out of the way of whoever types.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { keyPreferences } from "../keys/key-preferences.ts";
import { keyCommand, type KeyCommand } from "../keys/keys.ts";

/** Elements that want the keys for themselves. */
const takers =
  "input, textarea, select, [contenteditable], gh-console, wa-dialog[open], wa-dropdown-item, [role=menu]";

/** Calls `obey` with each command and the key; what it obeys goes no further. */
export class KeysController implements ReactiveController {
  readonly #obey: (command: KeyCommand, key: string) => boolean;

  /** `obey` says whether it did. */
  constructor(host: ReactiveControllerHost, obey: (command: KeyCommand, key: string) => boolean) {
    this.#obey = obey;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("keydown", this.#hear);
  }

  hostDisconnected(): void {
    document.removeEventListener("keydown", this.#hear);
  }

  readonly #hear = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.composedPath().some((target) => target instanceof Element && target.matches(takers))) return;
    const command = keyCommand(event, keyPreferences.singleKeys);
    if (command && this.#obey(command, event.key)) event.preventDefault();
  };
}
