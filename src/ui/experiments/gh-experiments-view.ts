/**
 * The view `experiments`: races and experiments that set up their own machines.
 */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { base } from "../styles/shared.ts";

/** Fills the room beside the list. */
@customElement("gh-experiments-view")
export class GhExperimentsView extends LitElement {
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
    return html`<h2>Experiments</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-experiments-view": GhExperimentsView;
  }
}
