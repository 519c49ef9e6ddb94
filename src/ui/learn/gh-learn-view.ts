/**
 * The view `learn`: words, systems of the field, and lessons.
 */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { base } from "../styles/shared.ts";

/** Fills the room beside the list. */
@customElement("gh-learn-view")
export class GhLearnView extends LitElement {
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
    return html`<h2>Learn</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-learn-view": GhLearnView;
  }
}
