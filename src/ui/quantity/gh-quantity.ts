/**
 * A quantity as it is shown everywhere: figures that keep their width, and a tooltip that says what it is and how it
 * was measured.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { base } from "../styles/shared.ts";
import { Tip } from "../tooltip/tip.ts";

/**
 * `<gh-quantity value="1.3" rest="of 2 cores" label="Cores used" how="…">`
 *
 * @cssprop [--gh-quantity-width=auto] - Width kept for the value, in `ch`, so that nothing moves when it changes.
 * @csspart value - The figures.
 * @fires gh-tip-show, gh-tip-hide - See `tip.ts`.
 */
@customElement("gh-quantity")
export class GhQuantity extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        cursor: default;
      }
      .value {
        display: inline-block;
        min-width: var(--gh-quantity-width, 0);
        text-align: end;
      }
      span[tabindex] {
        border-radius: 3px;
      }
    `,
  ];

  /** The figure, with its unit if that follows at once: `1.3`, `31 %`. */
  @property() value = "";
  /** What follows: `of 2 cores`. */
  @property() rest = "";
  /** What it is, in a few words: `CPU`. */
  @property() label = "";
  /** How it was measured, in a sentence or two. */
  @property() how = "";
  /** Whether the keyboard reaches it, for those outside of lists. */
  @property({ type: Boolean }) reachable = false;

  constructor() {
    super();
    void new Tip(this, () => [this.label, this.how].filter(Boolean).join("\n"));
  }

  protected override render(): TemplateResult {
    const figure = html`<span class="visually-hidden">${this.label}: </span
      ><span class="value" part="value">${this.value}</span
      >${this.rest ? html` <span>${this.rest}</span>` : nothing}`;
    if (!this.reachable) return figure;
    return html`<span tabindex="0" role="note" aria-describedby="how">${figure}</span
      ><span id="how" hidden>${this.how}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-quantity": GhQuantity;
  }
}
