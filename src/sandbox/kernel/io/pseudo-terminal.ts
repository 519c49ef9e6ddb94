/**
 * A pseudo-terminal (pty(7)): a terminal whose wire ends in something that programs or the page hold. Knows its place
 * in a devpts only as a number and something to give back.
 */
import { toDisposable } from "../../../base/disposable.ts";
import type { ControllingTerminals } from "./controlling-terminals.ts";
import { Tty } from "./tty.ts";

/** Exists as long as its master; disposing hangs the terminal up and frees its number. */
export class PseudoTerminal implements Disposable {
  readonly tty: Tty;
  /** The N of `/dev/pts/N`. */
  readonly number: number;
  readonly #end: Disposable;

  constructor(controlling: ControllingTerminals, number: number, release: () => void) {
    this.tty = new Tty(controlling);
    this.number = number;
    this.#end = toDisposable(() => {
      // First the number: whoever is hung up must not find it any more.
      release();
      this.tty.hangUp();
    });
  }

  [Symbol.dispose](): void {
    this.#end[Symbol.dispose]();
  }
}
