/**
 * The view `anatomy`: the layers of the host and of every machine, live.
 */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { base } from "../styles/shared.ts";

/** Fills the room beside the list. */
@customElement("gh-anatomy-view")
export class GhAnatomyView extends LitElement {
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
    return html`<h2>Anatomy</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-anatomy-view": GhAnatomyView;
  }
}
