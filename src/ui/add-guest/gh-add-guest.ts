/**
 * Adds guests: the button the default one at once, the arrow beside it several or another.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import type { Playground } from "../../playground/playground.ts";
import { icon } from "../icons.ts";
import { base, buttons } from "../styles/shared.ts";
import { splitButton } from "../styles/split-button.ts";

/**
 * A split button.
 *
 * @fires gh-add-guest-dialog - When the dialog is wanted.
 */
@customElement("gh-add-guest")
export class GhAddGuest extends LitElement {
  static override styles = [
    base,
    buttons,
    splitButton,
    css`
      i {
        position: absolute;
        inset: auto auto 0 0;
        height: 3px;
        background: var(--gh-on-primary);
        opacity: 0.75;
      }
    `,
  ];

  @consume({ context: commandsContext }) commands?: Commands;

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.bootStore.onDidChange);
  }

  protected override render(): TemplateResult {
    const loaded = this.#loaded();
    return html`<button
        class="primary"
        title="New guest with the defaults (n)"
        @click=${() => void this.commands?.addGuest()}
      >
        ${icon("plus")} Guest
      </button>
      <button
        class="primary"
        aria-haspopup="dialog"
        aria-label="New guest with options"
        title="New guest: image, name, memory, hypervisor, count (Shift+N)"
        @click=${() => this.dispatchEvent(new Event("gh-add-guest-dialog", { bubbles: true, composed: true }))}
      >
        ${icon("down")}
      </button>
      ${loaded === null ? "" : html`<i style="width: ${loaded * 100}%"></i>`}`;
  }

  #loaded(): number | null {
    const status = this.playground?.bootStore.status(this.playground.images[0]);
    return status?.kind === "loading" ? status.loadedBytes / status.totalBytes : null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-add-guest": GhAddGuest;
  }
  interface HTMLElementEventMap {
    /** The dialog for a new guest is wanted. */
    "gh-add-guest-dialog": Event;
  }
}
