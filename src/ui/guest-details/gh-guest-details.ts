/** What a guest may take of its host, and under which hypervisor it runs. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { GuestMachine } from "../../playground/guest-machine.ts";
import { hypervisorWords } from "../hypervisor-words.ts";
import "../limits/gh-limits-panel.ts";
import { base } from "../styles/shared.ts";

/** `<gh-guest-details .machine=${machine}>`; fills its area. */
@customElement("gh-guest-details")
export class GhGuestDetails extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding: 12px;
        overflow: auto;
        background: var(--gh-surface);
        color: var(--gh-text);
        font-size: var(--gh-text-s);
        line-height: 1.45;
      }
      p {
        margin: 0 0 12px;
        color: var(--gh-quiet);
      }
      strong {
        color: var(--gh-text);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) machine?: GuestMachine;

  /** Gives the keyboard to the first control. */
  override focus(): void {
    void this.updateComplete.then(async () => {
      const panel = this.renderRoot.querySelector("gh-limits-panel");
      await panel?.updateComplete;
      panel?.renderRoot.querySelector<HTMLElement>("input")?.focus();
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { machine } = this;
    if (!machine) return nothing;
    const { title, line } = hypervisorWords[machine.hypervisor];
    return html`<p>Its host: <strong>${title}</strong>. ${line}</p>
      <gh-limits-panel .machine=${machine}></gh-limits-panel>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-guest-details": GhGuestDetails;
  }
}
