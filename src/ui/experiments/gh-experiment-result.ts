/** A result: how it ended, what it says, its figures, what failed, how it was measured and where. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { resultCsv, resultJson } from "../../playground/experiments/export.ts";
import type { ExperimentResult, Figure } from "../../playground/experiments/result.ts";
import { fileStamp, saveFile } from "../save-file.ts";
import { base, buttons } from "../styles/shared.ts";
import { figureValues } from "./comparison.ts";
import "./gh-figure.ts";
import { resultStyles } from "./result-styles.ts";
import { environmentWords, resultLine } from "./result-words.ts";

/** `<gh-experiment-result .result=${result}>`; beside `other` its charts have axes that hold both. */
@customElement("gh-experiment-result")
export class GhExperimentResult extends LitElement {
  static override styles = [base, buttons, resultStyles];

  @property({ attribute: false }) result: ExperimentResult | null = null;
  @property({ attribute: false }) other: ExperimentResult | null = null;

  protected override render(): TemplateResult | typeof nothing {
    const { result } = this;
    if (!result) return nothing;
    return html`<article aria-label="Result of ${result.title}">
      <header>
        <p class="line">${resultLine(result)}</p>
        <span class="exports">
          <button @click=${() => save(result, "csv")} title="Every value, a row each">CSV</button>
          <button @click=${() => save(result, "json")} title="The whole result">JSON</button>
        </span>
      </header>
      ${list(result.findings, "findings")} ${failures(result)}
      ${result.figures.map((figure) => html`<gh-figure .figure=${figure} .within=${this.#beside(figure)}></gh-figure>`)}
      <section>
        <h4>What was measured and how</h4>
        ${result.method.map((words) => html`<p>${words}</p>`)}
        <p>
          Box plots: the box is the middle half of the values, from the lower to the upper quartile; the thick
          line is the median; the thin line reaches from the least to the most; every value is a mark. Curves
          go through medians; upright lines reach from the least to the most.
        </p>
        <h4>Where</h4>
        ${environmentWords(result.environment).map((words) => html`<p>${words}</p>`)}
        <p class="agent">${result.environment.userAgent}</p>
        <p>Settings: ${settingsWords(result)}</p>
      </section>
    </article>`;
  }

  #beside({ id }: Figure): readonly number[] {
    const counterpart = this.other?.figures.find((figure) => figure.id === id);
    return counterpart ? figureValues(counterpart) : [];
  }
}

function list(lines: readonly string[], name: string): TemplateResult | typeof nothing {
  if (lines.length === 0) return nothing;
  return html`<ul class=${name}>
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

function failures({ failures: failed }: ExperimentResult): TemplateResult | typeof nothing {
  if (failed.length === 0) return nothing;
  return html`<div class="failures">
    <h4>What failed; the other runs are kept</h4>
    ${list(
      failed.map(({ where, message }) => `${where}: ${message}`),
      "",
    )}
  </div>`;
}

function settingsWords({ settings }: ExperimentResult): string {
  return Object.entries(settings)
    .map(([id, value]) => `${id} ${typeof value === "object" ? value.join(" + ") : String(value)}`)
    .join(", ");
}

function save(result: ExperimentResult, format: "csv" | "json"): void {
  const name = `guesthouse-${result.experiment}-${fileStamp(result.startedAtMs)}`;
  if (format === "csv") saveFile(resultCsv(result), `${name}.csv`, "text/csv");
  else saveFile(resultJson(result), `${name}.json`, "application/json");
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-experiment-result": GhExperimentResult;
  }
}
