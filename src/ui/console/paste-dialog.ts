/**
 * The question before text with line breaks is pasted. Shows the text as text, and resolves to the answer.
 */
import { LitElement, css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { summarise, type PasteSummary } from "./paste-guard.ts";

/** What the user answered. */
export interface PasteAnswer {
  readonly paste: boolean;
  /** No more questions for this visit. */
  readonly stopAsking: boolean;
}

/**
 * Asks whether to paste.
 *
 * @csspart dialog - the dialog
 * @csspart preview - the first lines of the text
 */
@customElement("gh-paste-dialog")
export class GhPasteDialog extends LitElement {
  static override styles = css`
    dialog {
      box-sizing: border-box;
      width: min(34rem, calc(100vw - 2rem));
      padding: 1rem;
      border: 1px solid var(--gh-border);
      border-radius: var(--gh-radius);
      background: var(--gh-raised);
      box-shadow: var(--gh-shadow);
      color: var(--gh-text);
      font: var(--gh-text-m) / 1.45 var(--gh-font);
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 35%);
    }
    h2 {
      margin: 0 0 0.25rem;
      font-size: var(--gh-text-l);
    }
    p {
      margin: 0;
      color: var(--gh-quiet);
    }
    pre {
      max-height: 12rem;
      margin: 0.75rem 0;
      padding: 0.5rem 0.625rem;
      overflow: auto;
      border: 1px solid var(--gh-border);
      border-radius: var(--gh-radius-s);
      background: var(--gh-sunken);
      font: var(--gh-text-s) / 1.45 var(--gh-mono);
      tab-size: 4;
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
      align-items: center;
    }
    label {
      display: flex;
      flex: 1 1 12rem;
      gap: 0.375rem;
      align-items: center;
      color: var(--gh-quiet);
    }
    input {
      accent-color: var(--gh-primary);
    }
    button {
      min-height: var(--gh-control);
      padding: 0 0.875rem;
      border: 1px solid var(--gh-border-strong);
      border-radius: var(--gh-radius-s);
      background: transparent;
      color: inherit;
      font: inherit;
    }
    button.primary {
      border-color: transparent;
      background: var(--gh-primary);
      color: var(--gh-on-primary);
    }
    :focus-visible {
      outline: 2px solid var(--gh-focus);
      outline-offset: 2px;
    }
  `;

  @state() private summary: PasteSummary | null = null;
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  @query("input") private readonly stopAsking!: HTMLInputElement;
  #answer: ((answer: PasteAnswer) => void) | null = null;

  /** Asks about `text`. A question that is open already is answered with no. */
  async ask(text: string): Promise<PasteAnswer> {
    this.#settle(false);
    this.summary = summarise(text);
    await this.updateComplete;
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.dialog.showModal();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#settle(false);
  }

  protected override render() {
    if (!this.summary) return nothing;
    const { lines, characters, preview, truncated } = this.summary;
    return html`
      <dialog
        part="dialog"
        aria-labelledby="title"
        aria-describedby="why"
        @close=${() => this.#settle(false)}
      >
        <h2 id="title">
          ${lines === 1 ? "Paste a line with its Enter?" : `Paste ${lines.toLocaleString()} lines?`}
        </h2>
        <p id="why">A shell runs each line as soon as it arrives.</p>
        <pre part="preview" tabindex="0" aria-label="The first lines">
${preview.join("\n")}${truncated ? "\n…" : ""}</pre>
        <footer>
          <label><input type="checkbox" /> Don’t ask again this visit</label>
          <span>${characters.toLocaleString()} characters</span>
          <button @click=${() => this.#settle(false)}>Cancel</button>
          <button class="primary" autofocus @click=${() => this.#settle(true)}>Paste</button>
        </footer>
      </dialog>
    `;
  }

  #settle(paste: boolean): void {
    const answer = this.#answer;
    if (!answer) return;
    this.#answer = null;
    const stopAsking = paste && this.stopAsking.checked;
    this.dialog.close();
    this.summary = null;
    answer({ paste, stopAsking });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-paste-dialog": GhPasteDialog;
  }
}
