/**
 * Search in a terminal's scrollback. Knows the search addon, not the line or the machine.
 */
import type { ISearchOptions, SearchAddon } from "@xterm/addon-search";
import { LitElement, css, html, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { searchColours, type TerminalThemeName } from "./terminal-theme.ts";

type Results =
  | { readonly kind: "none-asked" }
  | { readonly kind: "counted"; readonly index: number; readonly count: number };

const typingPauseMs = 150;

/**
 * A search field with next, previous, case and a count. Enter goes on, Shift+Enter back, Escape closes.
 *
 * @fires gh-search-close - the user is done
 * @csspart input - the field
 */
@customElement("gh-console-search")
export class GhConsoleSearch extends LitElement {
  static override styles = css`
    :host {
      display: flex;
      gap: 2px;
      align-items: center;
      box-sizing: border-box;
      max-width: 100%;
      padding: 4px;
      border: 1px solid var(--gh-border);
      border-radius: var(--gh-radius);
      background: var(--gh-raised);
      box-shadow: var(--gh-shadow);
      color: var(--gh-text);
      font: var(--gh-text-s) / 1.4 var(--gh-font);
    }
    input {
      flex: 0 1 14rem;
      min-width: 4rem;
      height: var(--gh-control);
      box-sizing: border-box;
      padding: 0 0.5rem;
      border: 1px solid var(--gh-border-strong);
      border-radius: var(--gh-radius-s);
      background: var(--gh-surface);
      color: inherit;
      font: inherit;
    }
    output {
      flex: none;
      width: 5.5rem;
      color: var(--gh-quiet);
      font-variant-numeric: tabular-nums;
      text-align: center;
      white-space: nowrap;
    }
    button {
      flex: none;
      min-width: var(--gh-control);
      height: var(--gh-control);
      padding: 0;
      border: 1px solid transparent;
      border-radius: var(--gh-radius-s);
      background: transparent;
      color: inherit;
      font: inherit;
    }
    button:hover {
      background: var(--gh-hover);
    }
    button[aria-pressed="true"] {
      border-color: var(--gh-primary);
      color: var(--gh-primary);
    }
    :focus-visible {
      outline: 2px solid var(--gh-focus);
      outline-offset: 0;
    }
  `;

  /** Searches the terminal it is loaded in. */
  @property({ attribute: false }) addon: SearchAddon | null = null;
  @property() theme: TerminalThemeName = "light";
  @state() private caseSensitive = false;
  @state() private results: Results = { kind: "none-asked" };
  @query("input") private readonly input!: HTMLInputElement;
  #listening: { dispose(): void } | null = null;
  #pause: number | undefined;

  override focus(): void {
    this.input.focus();
    this.input.select();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate("addon", null);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    this.#listening?.dispose();
    this.#listening = null;
    this.addon?.clearDecorations();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("addon")) {
      if (changed.get("addon") !== this.addon) changed.get("addon")?.clearDecorations();
      this.#listening?.dispose();
      this.#listening = this.isConnected
        ? (this.addon?.onDidChangeResults(({ resultIndex, resultCount }) => {
            if (this.input.value !== "")
              this.results = { kind: "counted", index: resultIndex, count: resultCount };
          }) ?? null)
        : null;
    }
    if (changed.has("theme") && changed.get("theme") !== undefined && this.input.value !== "")
      this.#find("again");
  }

  protected override render() {
    return html`
      <input
        part="input"
        type="text"
        aria-label="Search in the console"
        placeholder="Search"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        @input=${() => this.#typed()}
        @keydown=${(event: KeyboardEvent) => this.#keyed(event)}
      />
      <output aria-live="polite">${this.#count()}</output>
      <button
        title="Match case"
        aria-label="Match case"
        aria-pressed=${this.caseSensitive}
        @click=${() => this.#toggleCase()}
      >
        Aa
      </button>
      <button title="Previous (Shift+Enter)" aria-label="Previous match" @click=${() => this.#find("back")}>
        ↑
      </button>
      <button title="Next (Enter)" aria-label="Next match" @click=${() => this.#find("on")}>↓</button>
      <button title="Close (Escape)" aria-label="Close the search" @click=${() => this.#close()}>✕</button>
    `;
  }

  #count(): string {
    if (this.results.kind === "none-asked") return "";
    const { index, count } = this.results;
    if (count === 0) return "no match";
    return index < 0 ? `${count} or more` : `${index + 1} of ${count}`;
  }

  #typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#find("again"), typingPauseMs);
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && !event.isComposing) this.#find(event.shiftKey ? "back" : "on");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #toggleCase(): void {
    this.caseSensitive = !this.caseSensitive;
    this.#findAnew();
  }

  /** The addon marks matches again only for another text, or when it has forgotten the last one. */
  #findAnew(): void {
    this.addon?.clearDecorations();
    this.#find("again");
  }

  #find(direction: "on" | "back" | "again"): void {
    clearTimeout(this.#pause);
    const text = this.input.value;
    if (text === "") {
      this.addon?.clearDecorations();
      this.results = { kind: "none-asked" };
      return;
    }
    const options: ISearchOptions = {
      caseSensitive: this.caseSensitive,
      incremental: direction === "again",
      decorations: searchColours(this.theme),
    };
    if (direction === "back") this.addon?.findPrevious(text, options);
    else this.addon?.findNext(text, options);
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent("gh-search-close"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-console-search": GhConsoleSearch;
  }
  interface HTMLElementEventMap {
    "gh-search-close": CustomEvent<void>;
  }
}
