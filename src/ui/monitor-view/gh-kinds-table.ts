/**
 * Pressure on machines and host, and what their memory is, kind by kind: beside the table of figures, for who asks why.
 */
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import type { MachinePressure, MonitorSample, Pressure } from "../../monitor/sample.ts";
import { formatFineCores, partOf } from "./machine-statistics.ts";
import { formatCount, formatMiB, notAvailable } from "../format.ts";
import { base } from "../styles/shared.ts";
import { colorOf } from "./chart-layers.ts";
import { restFigures, type Crowd } from "./crowd.ts";
import { figureNotes, type FigureNote } from "./figure-notes.ts";
import type { KnownMachine } from "./known-machines.ts";
import { memoryKindWords } from "./memory-kind-words.ts";
import { tableStyles } from "./table-styles.ts";

/** `<gh-kinds-table .crowd=${crowd} .moment=${sample}>` */
@customElement("gh-kinds-table")
export class GhKindsTable extends LitElement {
  static override styles = [
    base,
    tableStyles,
    css`
      table {
        table-layout: auto;
      }
      td.kinds {
        white-space: normal;
      }
      thead th {
        padding-top: 6px;
      }
      thead th:nth-child(2) {
        width: auto;
      }
    `,
  ];

  @property({ attribute: false }) crowd: Crowd = { apart: [], rest: [] };
  /** The moment whose figures are shown. */
  @property({ attribute: false }) moment: MonitorSample | null = null;

  protected override render(): TemplateResult {
    return html`
      <div class="scroll" role="region" aria-label="Pressure and memory by kind" tabindex="0">
        <table aria-label="Pressure and memory by kind">
          <thead>
            <tr>
              <th scope="col">Machine</th>
              ${pressureHead("CPU")} ${pressureHead("Memory")}
              <th scope="col" title=${figureNotes.kinds.how}>Memory by kind, MiB</th>
            </tr>
          </thead>
          <tbody>
            ${this.crowd.apart.map((machine) => this.#row(machine))}
          </tbody>
          <tfoot>
            ${this.#restRow()} ${this.#hostRow()}
            ${this.#noteRow(figureNotes.watching, watchingWords(this.moment))}
            ${this.#noteRow(figureNotes.browser, browserWords(this.moment))}
          </tfoot>
        </table>
      </div>
    `;
  }

  #row({ id, name, accent }: KnownMachine): TemplateResult {
    const sample = partOf(this.moment, id);
    return html`<tr>
      <th scope="row">
        <span class="name"><i style=${styleMap({ background: colorOf(accent) })}></i>${name}</span>
      </th>
      ${pressures(sample?.pressure ?? null)}
      <td class="kinds">${memoryKindWords(sample?.memoryKinds ?? null)}</td>
    </tr>`;
  }

  #restRow(): TemplateResult | typeof nothing {
    if (this.crowd.rest.length === 0) return nothing;
    const { count, memoryUsedBytes } = restFigures([], this.moment, this.crowd);
    return html`<tr>
      <th scope="row" title=${figureNotes.rest.how}><span class="name">${count} more</span></th>
      ${pressures(null)}
      <td class="kinds">used ${formatMiB(memoryUsedBytes)} together</td>
    </tr>`;
  }

  #hostRow(): TemplateResult {
    const host = this.moment?.host;
    const overhead = host?.overheadCores ?? null;
    return html`<tr>
      <th scope="row"><span class="name">Host</span></th>
      ${pressures(host?.pressure ?? null)}
      <td class="kinds" title=${figureNotes.others.how}>
        layers shared ${formatMiB(host?.layerBytes ?? null)} · hypervisor overhead
        ${formatFineCores(overhead)}${overhead === null ? "" : " cores"}
      </td>
    </tr>`;
  }

  #noteRow({ title, how }: FigureNote, words: string): TemplateResult {
    return html`<tr>
      <th scope="row" title=${how}><span class="name">${title}</span></th>
      <td></td>
      <td></td>
      <td class="kinds" title=${how}>${words}</td>
    </tr>`;
  }
}

/** `0.0021 cores: 0.0012 to measure, 0.0009 to show it`. */
function watchingWords(moment: MonitorSample | null): string {
  const { watchingCores: all = null, showingCores: showing = null } = moment?.host ?? {};
  if (all === null || showing === null) return notAvailable;
  const words = (cores: number): string => cores.toFixed(4);
  return `${words(all)} cores: ${words(all - showing)} to measure, ${words(showing)} to show it`;
}

/** `412 MiB, told 34 s before`. */
function browserWords(moment: MonitorSample | null): string {
  const told = moment?.host.browserMemory ?? null;
  if (!moment || !told) return `${notAvailable}: this browser has not told`;
  const ageSeconds = Math.max(0, Math.round((moment.atMs - told.atMs) / 1000));
  return `${formatMiB(told.bytes)} MiB for the page and its workers, told ${formatCount(ageSeconds, "second")} before`;
}

function pressureHead(resource: string): TemplateResult {
  return html`<th scope="col" class="figure" title=${figureNotes.pressure.how}>
    ${resource} pressure<small>10 s / 60 s</small>
  </th>`;
}

function pressures(pressure: MachinePressure | null): TemplateResult {
  return html`${cell(pressure?.cpu ?? null)} ${cell(pressure?.memory ?? null)}`;
}

function cell(pressure: Pressure | null): TemplateResult {
  if (!pressure) return html`<td class="figure unknown">${notAvailable}</td>`;
  const { avg10, avg60 } = pressure.some;
  return html`<td class="figure">${Math.round(avg10)} / ${Math.round(avg60)} %</td>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-kinds-table": GhKindsTable;
  }
}
