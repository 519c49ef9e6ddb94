/**
 * The question before a verb that loses what is in a machine's memory. Only the screen asks; scripts are taken at
 * their word.
 */
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { Machine, MachineVerb } from "../../playground/machine.ts";
import { dialogs } from "../styles/dialogs.ts";
import { base, buttons } from "../styles/shared.ts";
import { verbLoss, verbTitle } from "../verbs.ts";

/** Closed until `ask`. */
@customElement("gh-confirm-dialog")
export class GhConfirmDialog extends LitElement {
  static override styles = [
    base,
    buttons,
    dialogs,
    css`
      wa-dialog {
        --width: 26rem;
      }
      h2 {
        margin: 0 0 6px;
        overflow-wrap: anywhere;
        font-size: var(--gh-text-l);
        font-weight: 600;
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
        line-height: 1.45;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 8px;
        align-items: center;
        margin-top: 18px;
      }
      label {
        display: flex;
        flex: 1 0 13rem;
        gap: 6px;
        align-items: center;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
      }
      .answers {
        display: flex;
        gap: 8px;
        margin-inline-start: auto;
      }
      input {
        margin: 0;
        accent-color: var(--gh-primary);
      }
      .danger {
        border-color: var(--gh-danger);
        color: var(--gh-danger);
      }
    `,
  ];

  @state() private open = false;
  @state() private verb: MachineVerb = "destroy";
  @state() private machine: Machine | null = null;
  @query("input") private readonly box!: HTMLInputElement;
  #answer: ((yes: boolean) => void) | null = null;
  #asks = true;

  /** Whether `machine` shall suffer `verb`; a question that is open already is answered with no. */
  async ask(verb: MachineVerb, machine: Machine): Promise<boolean> {
    this.#settle(false);
    if (!this.#asks) return true;
    this.verb = verb;
    this.machine = machine;
    this.box.checked = false;
    this.open = true;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#settle(false);
  }

  protected override render(): TemplateResult {
    const { machine, verb } = this;
    const title = machine ? verbTitle(verb, machine) : "";
    return html`<wa-dialog
      label="${title} ${machine?.name}?"
      without-header
      light-dismiss
      ?open=${this.open}
      @wa-after-hide=${() => this.#settle(false)}
    >
      <h2>${title} ${machine?.name}?</h2>
      <p>${machine ? verbLoss(verb, machine) : ""}</p>
      <footer>
        <label><input type="checkbox" /> Don’t ask again this visit</label>
        <div class="answers">
          <button autofocus @click=${() => this.#settle(false)}>Cancel</button>
          <button class="danger" @click=${() => this.#settle(true)}>${title}</button>
        </div>
      </footer>
    </wa-dialog>`;
  }

  #settle(yes: boolean): void {
    const answer = this.#answer;
    this.open = false;
    if (!answer) return;
    this.#answer = null;
    if (yes && this.box.checked) this.#asks = false;
    answer(yes);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-confirm-dialog": GhConfirmDialog;
  }
}
