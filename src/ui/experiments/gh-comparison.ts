/** Two results of one experiment side by side, with what became of each median. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ExperimentResult } from "../../playground/experiments/result.ts";
import { base } from "../styles/shared.ts";
import { comparedRows } from "./comparison.ts";
import "./gh-experiment-result.ts";
import { momentWords } from "./result-words.ts";

/** `<gh-comparison .one=${result} .other=${result}>` */
@customElement("gh-comparison")
export class GhComparison extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
        gap: 16px;
      }
      .scroll {
        overflow-x: auto;
      }
      th,
      td {
        padding: 4px 8px;
        border-top: 1px solid var(--gh-border);
        font-weight: 400;
        text-align: end;
      }
      thead th {
        border-top: 0;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
      }
      tr > :first-child {
        padding-inline-start: 0;
        text-align: start;
      }
    `,
  ];

  @property({ attribute: false }) one: ExperimentResult | null = null;
  @property({ attribute: false }) other: ExperimentResult | null = null;

  protected override render(): TemplateResult | typeof nothing {
    const { one, other } = this;
    if (!one || !other) return nothing;
    return html`<div class="scroll" role="region" aria-label="Medians of both" tabindex="0">
        <table aria-label="Medians of both results">
          <thead>
            <tr>
              <th scope="col">Median</th>
              <th scope="col">${momentWords(one.startedAtMs)}</th>
              <th scope="col">${momentWords(other.startedAtMs)}</th>
              <th scope="col">second ÷ first</th>
            </tr>
          </thead>
          <tbody>
            ${comparedRows(one, other).map(
              (row) =>
                html`<tr>
                  <th scope="row">${row.what}</th>
                  <td>${row.one}</td>
                  <td>${row.other}</td>
                  <td>${row.ratio}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="pair">
        <gh-experiment-result .result=${one} .other=${other}></gh-experiment-result>
        <gh-experiment-result .result=${other} .other=${one}></gh-experiment-result>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-comparison": GhComparison;
  }
}
