/**
 * Adds sandboxes: the button the default one at once, the arrow beside it several or another.
 */
import { consume } from "@lit/context";
import { html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Commands } from "../commands.ts";
import { commandsContext } from "../contexts.ts";
import { icon } from "../icons.ts";
import { base, buttons } from "../styles/shared.ts";
import { splitButton } from "../styles/split-button.ts";

/**
 * A split button.
 *
 * @fires gh-add-sandbox-dialog - When the dialog is wanted.
 */
@customElement("gh-add-sandbox")
export class GhAddSandbox extends LitElement {
  static override styles = [base, buttons, splitButton];

  @consume({ context: commandsContext }) commands?: Commands;

  protected override render(): TemplateResult {
    return html`<button
        class="primary"
        title="New sandbox with the defaults (s)"
        @click=${() => void this.commands?.addSandbox()}
      >
        ${icon("plus")} Sandbox
      </button>
      <button
        class="primary"
        aria-haspopup="dialog"
        aria-label="New sandbox with options"
        title="New sandbox: image, confinement, limits, count (Shift+S)"
        @click=${() => this.dispatchEvent(new Event("gh-add-sandbox-dialog", { bubbles: true, composed: true }))}
      >
        ${icon("down")}
      </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-add-sandbox": GhAddSandbox;
  }
  interface HTMLElementEventMap {
    /** The dialog for a new sandbox is wanted. */
    "gh-add-sandbox-dialog": Event;
  }
}
