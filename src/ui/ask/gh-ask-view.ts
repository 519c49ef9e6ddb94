/**
 * The view `ask`: one question to every machine, and the answers side by side.
 */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { base } from "../styles/shared.ts";

/** Fills the room beside the list. */
@customElement("gh-ask-view")
export class GhAskView extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow: auto;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<h2>Ask</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-ask-view": GhAskView;
  }
}
