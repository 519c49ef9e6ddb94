/** What following one thing found: the way through each machine, top to bottom, and every figure with its source. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import type {
  MachineTrace,
  TraceFigure,
  TraceReport,
  TraceStep,
} from "../../playground/trace/trace-report.ts";
import { scenarioOf } from "../../playground/trace/scenario.ts";
import { notAvailable } from "../format.ts";
import "../quantity/gh-quantity.ts";
import { fileStamp, saveFile } from "../save-file.ts";
import { base, buttons } from "../styles/shared.ts";
import { accentColor } from "../styles/tokens.ts";
import { traceStyles } from "./trace-styles.ts";
import {
  conditionWords,
  formatMicroseconds,
  formatWhole,
  medianWords,
  momentWords,
  spreadWords,
} from "./trace-words.ts";

/** `<gh-trace-result .report=${report}>` */
@customElement("gh-trace-result")
export class GhTraceResult extends LitElement {
  static override styles = [base, buttons, traceStyles];

  @property({ attribute: false }) report: TraceReport | null = null;

  protected override render(): TemplateResult | typeof nothing {
    const { report } = this;
    if (!report) return nothing;
    return html`<section aria-label="${report.title}, what was found">
      <h3>${report.title}</h3>
      <p class="quiet">${scenarioOf(report.scenario).method}</p>
      <div class="columns">${report.machines.map((machine) => column(machine))}</div>
      <div class="scroll" tabindex="0" role="region" aria-label="Figures">${table(report)}</div>
      <div class="foot">
        <button @click=${() => save(report)} title="The whole report">JSON</button>
        <p class="quiet">${conditionWords(report)}</p>
      </div>
    </section>`;
  }
}

function column(machine: MachineTrace): TemplateResult {
  return html`<div class="machine" style=${styleMap({ "--accent": accentColor(machine.accent) })}>
    <header>
      <h4>${machine.name} <span>${machine.kind} · ${machine.system}</span></h4>
    </header>
    <ol aria-label="The way through ${machine.name}">
      ${machine.steps.length > 0 ? machine.steps.map((each) => step(each)) : layers(machine)}
    </ol>
    ${calls(machine)}
  </div>`;
}

function step({ layer, words, atUs, instructions }: TraceStep): TemplateResult {
  return html`<li>
    <span class="layer">${layer}</span>
    <span class="words">${words}</span>
    <span class="moment"
      >${
        atUs
          ? html`<gh-quantity
              .value=${formatMicroseconds(atUs.median)}
              label="Since the key"
              .how=${momentWords(atUs)}
            ></gh-quantity>`
          : nothing
      }${instructions ? html`<small>${formatWhole(instructions.median)} instructions</small>` : nothing}</span
    >
  </li>`;
}

/** Where there are no moments: what each layer had to do. */
function layers({ figures }: MachineTrace): readonly TemplateResult[] {
  const names = [...new Set(figures.map(({ layer }) => layer))];
  return names.map((layer) => {
    const own = figures.filter((figure) => figure.layer === layer);
    return html`<li>
      <span class="layer">${layer}</span>
      <span class="words">${own.map(({ label }) => html`<div>${label}</div>`)}</span>
      <span class="moment">${own.map((figure) => html`<div>${quantity(figure)}</div>`)}</span>
    </li>`;
  });
}

function quantity(figure: TraceFigure): TemplateResult {
  return html`<gh-quantity
    .value=${medianWords(figure)}
    .label=${figure.label}
    .how=${figure.source}
  ></gh-quantity>`;
}

function calls({ calls: made, name }: MachineTrace): TemplateResult | typeof nothing {
  if (made.length === 0) return nothing;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="System calls in ${name}">
    <table class="calls">
      <caption>
        System calls of the last run
      </caption>
      <thead>
        <tr>
          <th scope="col">Call</th>
          <th scope="col">Result</th>
          <th scope="col" class="number">At</th>
          <th scope="col" class="number">Took</th>
        </tr>
      </thead>
      <tbody>
        ${made.map(
          ({ process, call, result, atUs, tookUs }) =>
            html`<tr>
              <td>${call}</td>
              <td class="result">${result}</td>
              <td class="number">${formatMicroseconds(atUs)}</td>
              <td class="number">${tookWords(process, tookUs)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A charge takes no time of its own; a call that did not return has taken none yet. */
function tookWords(process: string, tookUs: number | null): string {
  if (tookUs !== null) return formatMicroseconds(tookUs);
  return process === "" ? "" : notAvailable;
}

function table({ machines }: TraceReport): TemplateResult {
  const figures = machines.flatMap((machine) => machine.figures.map((figure) => ({ machine, figure })));
  return html`<table>
    <caption>
      Every figure, with what is subtracted
    </caption>
    <thead>
      <tr>
        <th scope="col">Figure</th>
        <th scope="col">Machine</th>
        <th scope="col" class="number">Median</th>
        <th scope="col" class="number">Without it</th>
        <th scope="col">Where it comes from</th>
      </tr>
    </thead>
    <tbody>
      ${figures.map(
        ({ machine, figure }) =>
          html`<tr>
            <th scope="row">${figure.label}</th>
            <td>${machine.name}</td>
            <td class="number">
              ${medianWords(figure)}<small>${spreadWords(figure.value, figure.unit)}</small>
            </td>
            <td class="number">${medianWords({ value: figure.without, unit: figure.unit })}</td>
            <td class="source">${figure.source}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function save(report: TraceReport): void {
  const name = `guesthouse-trace-${report.scenario}-${fileStamp(report.atMs)}.json`;
  saveFile(JSON.stringify(report, null, 2), name, "application/json");
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-trace-result": GhTraceResult;
  }
}
