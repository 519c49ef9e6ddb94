/** What an attack did, what each defence did, and who else was touched. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { AttackReport, Bystander } from "../../playground/break-it/attack-report.ts";
import { base } from "../styles/shared.ts";
import { breakItStyles } from "./break-it-styles.ts";
import { answerWords, coresWords, endWords, othersWords, stateWords } from "./report-words.ts";

/** `<gh-attack-report .report=${report}>` */
@customElement("gh-attack-report")
export class GhAttackReport extends LitElement {
  static override styles = [base, breakItStyles];

  @property({ attribute: false }) report: AttackReport | null = null;

  protected override render(): TemplateResult | typeof nothing {
    const { report } = this;
    if (!report) return nothing;
    return html`<article aria-label="What became of it">
      <h3>${report.title} in ${report.machine}</h3>
      <p><code>${report.command}</code> ${endWords(report)}.</p>
      <div>
        <h3>What withstood it</h3>
        <ul class="defences">
          ${report.defences.map(({ words, source }) => html`<li>${words}<small>${source}</small></li>`)}
        </ul>
      </div>
      <div>
        <h3>Who else was touched</h3>
        <p>${othersWords(report.bystanders)}</p>
        ${report.bystanders.length > 0 ? table(report.bystanders) : nothing}
      </div>
    </article>`;
  }
}

function table(bystanders: readonly Bystander[]): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The other machines">
    <table>
      <thead>
        <tr>
          <th scope="col">Machine</th>
          <th scope="col">State</th>
          <th scope="col" class="number" title="The mean of 3 s before it, from the monitor">CPU before</th>
          <th scope="col" class="number" title="The least mean of 3 s meanwhile, from the monitor">
            meanwhile
          </th>
          <th scope="col" class="number" title="Median time to run an empty command before it">
            Answers before in
          </th>
          <th scope="col" class="number" title="Median time to run an empty command meanwhile">meanwhile</th>
        </tr>
      </thead>
      <tbody>
        ${bystanders.map(
          (each) =>
            html`<tr>
              <th scope="row">${each.name}</th>
              <td>${stateWords(each)}</td>
              <td class="number">${coresWords(each.coresBefore)}</td>
              <td class="number">${coresWords(each.coresDuring)}</td>
              <td class="number">${answerWords(each.answerBeforeMs)}</td>
              <td class="number">${answerWords(each.answerDuringMs)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-attack-report": GhAttackReport;
  }
}
