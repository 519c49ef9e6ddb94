/**
 * Lists every key, and has the choices about keys and screen readers.
 */
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { consolePreferences } from "../console/console-preferences.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import { dialogs } from "../styles/dialogs.ts";
import { base, buttons } from "../styles/shared.ts";
import { keyPreferences } from "./key-preferences.ts";
import { keyGroups, type KeyBinding } from "./keys.ts";

/** Closed until `show`. */
@customElement("gh-keys-dialog")
export class GhKeysDialog extends LitElement {
  static override styles = [
    base,
    buttons,
    dialogs,
    css`
      wa-dialog {
        --width: 52rem;
      }
      .groups {
        columns: 2 20rem;
        column-gap: 36px;
      }
      section {
        padding-top: 14px;
        break-inside: avoid;
      }
      h3 {
        margin: 0 0 4px;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 5px 16px;
        margin: 0;
      }
      dt {
        grid-column: 1;
      }
      dd {
        grid-column: 2;
        margin: 0;
        text-align: end;
      }
      kbd {
        display: inline-block;
        min-width: 1.7em;
        padding: 1px 6px;
        border: 1px solid var(--gh-border);
        border-radius: 4px;
        background: var(--gh-sunken);
        font: var(--gh-text-s) / 1.5 var(--gh-mono);
        text-align: center;
      }
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
        gap: 8px 36px;
        padding: 10px 12px;
        border: 1px solid var(--gh-border);
        border-radius: var(--gh-radius);
      }
      label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 8px;
        align-content: start;
        align-items: center;
        cursor: pointer;
      }
      label small {
        grid-column: 2;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
      }
      input {
        margin: 0;
        accent-color: var(--gh-primary);
      }
      p {
        margin: 14px 0 0;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
      }
    `,
  ];

  @state() private open = false;

  constructor() {
    super();
    void new EvtController(this, () => keyPreferences.onDidChange);
    void new EvtController(this, () => consolePreferences.onDidChange);
  }

  /** Opens it. */
  show(): void {
    this.open = true;
  }

  protected override render(): TemplateResult {
    return html`<wa-dialog
      label="Keys"
      without-header
      light-dismiss
      ?open=${this.open}
      @wa-after-hide=${this.#close}
    >
      <div class="head">
        <h2>Keys</h2>
        <button class="icon" aria-label="Close" autofocus @click=${this.#close}>${icon("close")}</button>
      </div>
      ${this.#choices()}
      <div class="groups">
        ${keyGroups.map(
          ({ title, bindings }) =>
            html`<section>
              <h3>${title}</h3>
              <dl>${bindings.map(binding)}</dl>
            </section>`,
        )}
      </div>
      <p>While a console has the keyboard, all other keys go to its machine.</p>
    </wa-dialog>`;
  }

  #choices(): TemplateResult {
    return html`<div class="choices">
      <label
        ><input
          type="checkbox"
          .checked=${keyPreferences.singleKeys}
          @change=${() => (keyPreferences.singleKeys = !keyPreferences.singleKeys)}
        />Single keys <small>n, s, c, m, ? and the like. The buttons do the same without them.</small></label
      >
      <label
        ><input
          type="checkbox"
          .checked=${consolePreferences.screenReader}
          @change=${() => consolePreferences.toggleScreenReader()}
        />Screen-reader mode <small>Consoles tell screen readers what machines print.</small></label
      >
    </div>`;
  }

  readonly #close = (): void => {
    this.open = false;
  };
}

function binding({ title, keys, shown = keys }: KeyBinding): TemplateResult {
  return html`<dt>${title}</dt>
    <dd>${shown.map((key) => (key === "…" ? " … " : html` <kbd>${key}</kbd>`))}</dd>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-keys-dialog": GhKeysDialog;
  }
}
