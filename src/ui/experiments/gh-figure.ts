/** A figure whole: its chart, and beside it always its table. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { assertNever } from "../../base/assert-never.ts";
import { figureTable } from "../../playground/experiments/figure-table.ts";
import type { Figure } from "../../playground/experiments/result.ts";
import { base } from "../styles/shared.ts";
import { figureValues } from "./comparison.ts";
import "./gh-curves-chart.ts";
import "./gh-samples-chart.ts";

/** `<gh-figure .figure=${figure}>`; `within`: values that its axis has to hold too, to be compared with another. */
@customElement("gh-figure")
export class GhFigure extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
        padding: 12px;
        border: 1px solid var(--gh-border);
        border-radius: var(--gh-radius);
        background: var(--gh-surface);
        break-inside: avoid;
      }
      h4 {
        margin: 0;
        font-size: var(--gh-text-m);
        font-weight: 600;
      }
      p {
        margin: 0;
        color: var(--gh-quiet);
      }
      .scroll {
        max-height: 21rem;
        overflow: auto;
      }
      th,
      td {
        padding: 4px 8px;
        border-top: 1px solid var(--gh-border);
        font-weight: 400;
        text-align: end;
        vertical-align: top;
      }
      thead :is(th, td) {
        border-top: 0;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
        vertical-align: bottom;
      }
      tr > :first-child {
        padding-inline-start: 0;
        text-align: start;
      }
      td:not(.runs) {
        white-space: nowrap;
      }
      .runs {
        min-width: 9rem;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
      }
    `,
  ];

  @property({ attribute: false }) figure: Figure | null = null;
  @property({ attribute: false }) within: readonly number[] = [];

  protected override render(): TemplateResult | typeof nothing {
    const { figure } = this;
    if (!figure) return nothing;
    return html`<section aria-labelledby="title">
      <h4 id="title">${figure.title}</h4>
      ${
        figureValues(figure).length === 0
          ? html`<p>Nothing has been measured.</p>`
          : html`${this.#chart(figure)} ${table(figure)}`
      }
    </section>`;
  }

  #chart(figure: Figure): TemplateResult {
    switch (figure.kind) {
      case "samples":
        return html`<gh-samples-chart .figure=${figure} .within=${this.within}></gh-samples-chart>`;
      case "curves":
        return html`<gh-curves-chart .figure=${figure} .within=${this.within}></gh-curves-chart>`;
      default:
        return assertNever(figure);
    }
  }
}

function table(figure: Figure): TemplateResult {
  const { columns, rows } = figureTable(figure);
  const runsAt = figure.kind === "samples" ? columns.length - 1 : -1;
  return html`<div class="scroll" role="region" aria-label="Figures: ${figure.title}" tabindex="0">
    <table aria-label=${figure.title}>
      <thead>
        <tr>
          ${columns.map((column) => (column === "" ? html`<td></td>` : html`<th scope="col">${column}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([head, ...cells]) =>
            html`<tr>
              <th scope="row">${head}</th>
              ${cells.map((cell, index) => html`<td class=${index + 1 === runsAt ? "runs" : ""}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-figure": GhFigure;
  }
}
