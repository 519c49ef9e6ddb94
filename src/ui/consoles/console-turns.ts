/**
 * A tile's terminal in turns of its own: many tiles may come at once, and making a terminal and drawing it first are a
 * good part of a long task each. Knows the line, not the machine.
 */
import type { LitElement, ReactiveController } from "lit";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import { turn } from "../turns.ts";

/** The terminal comes in its own file, fetched while the page is idle. */
const consoleElement = () => import("../console/gh-console.ts");

/** Says when a `gh-console` may be rendered, and gives it the keyboard then. */
export class ConsoleTurns implements ReactiveController {
  readonly #host: LitElement;
  readonly #line: () => TerminalLine | undefined;
  #begun = false;
  #ready = false;
  #focusWanted = false;

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
    const console = this.#host.renderRoot.querySelector("gh-console");
    this.#focusWanted = console === null;
    console?.focus();
  }

  hostUpdated(): void {
    if (!this.#begun) void this.#prepare();
    if (!this.#focusWanted || !this.#ready) return;
    const console = this.#host.renderRoot.querySelector("gh-console");
    if (!console) return;
    this.#focusWanted = false;
    void console.updateComplete.then(() => console.focus());
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
