/**
 * The monitor's figures as a table, one row per machine: legend of the charts and their accessible alternative.
 */
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import type { MonitorSample } from "../../monitor/sample.ts";
import { formatFineMiB, formatInstructions, formatMiB, notAvailable } from "../format.ts";
import { icon } from "../icons.ts";
import "../machine-state/gh-machine-state.ts";
import { base } from "../styles/shared.ts";
import { colorOf, restColor } from "./chart-layers.ts";
import { columns, restFigures, type Crowd } from "./crowd.ts";
import { figureNotes, type FigureNote } from "./figure-notes.ts";
import type { KnownMachine } from "./known-machines.ts";
import { formatFineCores, partOf, spread, type Spread } from "./machine-statistics.ts";
import { tableStyles } from "./table-styles.ts";

/**
 * Figures of one moment, and mean and maximum of the span.
 *
 * @fires gh-highlight - the user points at a machine; `detail.machineId` is `null` when no longer
 * @fires gh-machine-monitor - the user wants to see one machine over time, or all again
 * @fires gh-more-rows - the user wants to see more machines of a crowd
 */
@customElement("gh-monitor-table")
export class GhMonitorTable extends LitElement {
  static override styles = [base, tableStyles];

  @property({ attribute: false }) crowd: Crowd = { apart: [], rest: [] };
  /** The shown span. */
  @property({ attribute: false }) samples: readonly MonitorSample[] = [];
  /** The moment whose figures are shown. */
  @property({ attribute: false }) moment: MonitorSample | null = null;
  /** Whether that is the newest. */
  @property({ type: Boolean }) live = false;
  /** What that moment is, in words. */
  @property() caption = "";
  /** The machine whose own charts are shown. */
  @property() monitored: string | null = null;

  /** Gives the keyboard to a machine's row. */
  focusMachine(id: string): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-machine="${id}"]`)?.focus();
  }

  protected override render(): TemplateResult {
    const { apart: taken } = columns(this.samples, this.crowd, ({ cpuCores }) => cpuCores, null);
    return html`
      <p id="caption">${this.caption}</p>
      <div class="scroll" role="region" aria-label="Figures by machine" tabindex="0">
        <table aria-describedby="caption">
          <thead>
            <tr>
              <th scope="col" rowspan="2">Machine</th>
              <th scope="col" rowspan="2">State</th>
              <th scope="colgroup" colspan="3" class="group" title=${figureNotes.cpu.how}>CPU, cores</th>
              ${head(figureNotes.steal, "cores")} ${head(figureNotes.instructions, "")}
              ${head(figureNotes.used, "MiB")} ${head(figureNotes.reserved, "MiB")}
            </tr>
            <tr>
              <th scope="col" class="figure">${this.live ? "now" : "then"}</th>
              <th scope="col" class="figure" title=${figureNotes.spread.how}>mean</th>
              <th scope="col" class="figure" title=${figureNotes.spread.how}>max</th>
            </tr>
          </thead>
          <tbody>
            ${this.crowd.apart.map((machine, at) => this.#row(machine, spread(taken[at] ?? [])))}
          </tbody>
          <tfoot>
            ${this.#restRow()} ${this.#imagesRow()} ${this.#pageRow()}
          </tfoot>
        </table>
      </div>
    `;
  }

  #row({ id, name, accent, kind, state: current }: KnownMachine, cpu: Spread): TemplateResult {
    const sample = partOf(this.moment, id);
    const memory = kind === "sandbox" ? formatFineMiB : formatMiB;
    const monitored = this.monitored === id;
    return html`
      <tr
        class=${monitored ? "monitored" : ""}
        @click=${() => this.#monitor(id)}
        @pointerenter=${() => this.#tell(id)}
        @pointerleave=${() => this.#tell(null)}
        @focusin=${() => this.#tell(id)}
        @focusout=${() => this.#tell(null)}
      >
        <th scope="row">
          <button
            aria-pressed=${monitored}
            data-machine=${id}
            title=${monitored ? "Show all machines" : `Show the charts of ${name}`}
          >
            <i style=${styleMap({ background: colorOf(accent) })}></i
            ><span>${name}</span>${kind === null ? nothing : icon(kind)}
          </button>
        </th>
        <td>
          ${
            current === "removed"
              ? html`<span class="removed">removed</span>`
              : html`<gh-machine-state state=${current}></gh-machine-state>`
          }
        </td>
        ${figure(formatFineCores(sample?.cpuCores ?? null))} ${figure(formatFineCores(cpu.mean))}
        ${figure(formatFineCores(cpu.max))} ${figure(formatFineCores(sample?.stealCores ?? null))}
        ${figure(formatInstructions(kind === "sandbox" ? null : (sample?.instructionsPerSecond ?? null)))}
        ${figure(memory(sample?.memoryUsedBytes ?? null))}
        ${figure(memory(sample?.memoryReservedBytes ?? null))}
      </tr>
    `;
  }

  /** Of a crowd, those that took least. */
  #restRow(): TemplateResult | typeof nothing {
    if (this.crowd.rest.length === 0) return nothing;
    const rest = restFigures(this.samples, this.moment, this.crowd);
    return html`
      <tr>
        <th scope="row" title=${figureNotes.rest.how}>
          <span class="name"><i style="background: ${restColor}"></i>${rest.count} more</span>
        </th>
        <td>
          <button class="more" @click=${() => this.dispatchEvent(new CustomEvent("gh-more-rows"))}>
            Show more
          </button>
        </td>
        ${figure(formatFineCores(rest.cpuCores))} ${figure(formatFineCores(rest.cpu.mean))}
        ${figure(formatFineCores(rest.cpu.max))} ${figure(notAvailable)} ${figure(notAvailable)}
        ${figure(formatFineMiB(rest.memoryUsedBytes))} ${figure(formatMiB(rest.memoryReservedBytes))}
      </tr>
    `;
  }

  #imagesRow(): TemplateResult | typeof nothing {
    const bytes = this.moment?.host.layerBytes ?? 0;
    if (bytes === 0) return nothing;
    return html`
      <tr>
        <th scope="row" title=${figureNotes.images.how}>
          <span class="name"><i style="background: var(--gh-layers)"></i>Image layers</span>
        </th>
        <td></td>
        ${Array.from({ length: 6 }, () => html`<td></td>`)} ${figure(formatMiB(bytes))}
      </tr>
    `;
  }

  #pageRow(): TemplateResult {
    const cpu = spread(this.samples.map(({ host }) => host.pageCores));
    return html`
      <tr>
        <th scope="row" title=${figureNotes.page.how}>
          <span class="name"><i style="background: var(--gh-page)"></i>This page</span>
        </th>
        <td></td>
        ${figure(formatFineCores(this.moment?.host.pageCores ?? null))} ${figure(formatFineCores(cpu.mean))}
        ${figure(formatFineCores(cpu.max))} ${figure(notAvailable)} ${figure(notAvailable)}
        ${figure(notAvailable)} ${figure(notAvailable)}
      </tr>
    `;
  }

  /** A click on its button is one on its row. */
  #monitor(id: string): void {
    const machineId = this.monitored === id ? null : id;
    this.dispatchEvent(new CustomEvent("gh-machine-monitor", { detail: { machineId } }));
  }

  #tell(machineId: string | null): void {
    this.dispatchEvent(new CustomEvent("gh-highlight", { detail: { machineId } }));
  }
}

function head({ title, how }: FigureNote, unit: string): TemplateResult {
  return html`<th scope="col" rowspan="2" class="figure" title=${how}>
    ${title}${unit === "" ? "" : html`<small>${unit}</small>`}
  </th>`;
}

function figure(text: string): TemplateResult {
  return html`<td class=${text === notAvailable ? "figure unknown" : "figure"}>${text}</td>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-monitor-table": GhMonitorTable;
  }
  interface HTMLElementEventMap {
    "gh-more-rows": CustomEvent<null>;
    "gh-highlight": CustomEvent<{ readonly machineId: string | null }>;
  }
}
