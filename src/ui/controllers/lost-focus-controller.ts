/**
 * Gives the keyboard a place again when what had it is gone with a machine: a row, a tile, or the question that was
 * asked before. Knows neither machines nor what is shown of them.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { turn } from "../turns.ts";

/** Belongs to the root element. */
export class LostFocusController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #regain: () => void;
  #watching = false;

  /** `regain` puts the focus where it shall go on. */
  constructor(host: ReactiveControllerHost & HTMLElement, regain: () => void) {
    this.#host = host;
    this.#regain = regain;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener("wa-after-hide", this.#look);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("wa-after-hide", this.#look);
  }

  /** To be called when something is about to leave the page. Where nothing has the focus, none is lost. */
  watch(): void {
    if (document.activeElement === document.body) return;
    this.#watching = true;
    this.#look();
  }

  readonly #look = (): void => {
    if (this.#watching) void this.#settle();
  };

  async #settle(): Promise<void> {
    await this.#host.updateComplete;
    // Lists and tiles update after the root, and a dialog gives the focus back when it has told of its end.
    await turn();
    await turn();
    const { activeElement } = document;
    const inQuestion = this.#host.shadowRoot?.activeElement?.localName === "gh-confirm-dialog";
    if (!this.#watching || inQuestion) return;
    this.#watching = false;
    if (activeElement === document.body || activeElement === null) this.#regain();
  }
}
