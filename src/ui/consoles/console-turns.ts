/**
 * A tile's terminal in turns of its own: many tiles may come at once, and making a terminal and drawing it first are a
 * good part of a long task each. Knows the line, not the machine.
 */
import type { LitElement, ReactiveController } from "lit";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import { FocusWish } from "../focus-wish.ts";
import { turn } from "../turns.ts";

/** The terminal comes in its own file, fetched while the page is idle. */
const consoleElement = () => import("../console/gh-console.ts");

/** Says when a `gh-console` may be rendered, and gives it the keyboard then. */
export class ConsoleTurns implements ReactiveController {
  readonly #host: LitElement;
  readonly #line: () => TerminalLine | undefined;
  #begun = false;
  #ready = false;
  readonly #focusWish = new FocusWish();

  constructor(host: LitElement, line: () => TerminalLine | undefined) {
    this.#host = host;
    this.#line = line;
    host.addController(this);
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Gives the keyboard to the console, as soon as there is one. */
  focus(): void {
    if (!this.#host.isConnected) return;
    this.#focusWish.begin();
    void this.#grantFocus();
  }

  hostUpdated(): void {
    if (!this.#begun) void this.#prepare();
    if (this.#focusWish.isOpen) void this.#grantFocus();
  }

  hostDisconnected(): void {
    // A tile that is moved is in the page again by then.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#focusWish.end();
    });
  }

  async #grantFocus(): Promise<void> {
    const console = this.#host.renderRoot.querySelector("gh-console");
    // It has a terminal to give the keyboard to when its first update is over.
    await console?.updateComplete;
    if (console && this.#focusWish.end()) console.focus();
  }

  async #prepare(): Promise<void> {
    this.#begun = true;
    const [{ terminalOf }] = await Promise.all([consoleElement(), turn()]);
    const line = this.#line();
    if (line && this.#host.isConnected) terminalOf(line);
    await turn();
    this.#ready = true;
    this.#host.requestUpdate();
  }
}
