/**
 * One machine over time: CPU against its limit, memory by kind, pressure; of a sandbox also what its cgroup has counted.
 * Shows what it is given; the crosshair is everybody's.
 */
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { MIB } from "../../base/units.ts";
import type { MachineSample, MonitorSample } from "../../monitor/sample.ts";
import type { Playground, PlaygroundMachine } from "../../playground/playground.ts";
import { SandboxMachine } from "../../playground/sandbox-machine.ts";
import { formatFineMiB, formatInstructions, formatMiB, formatPercent, notAvailable } from "../format.ts";
import "../machine-state/gh-machine-state.ts";
import { base, buttons } from "../styles/shared.ts";
import { colorOf, type StackedChart } from "./chart-layers.ts";
import "./gh-cgroup-events.ts";
import "./gh-stacked-chart.ts";
import type { KnownMachine } from "./known-machines.ts";
import { chartsStyles } from "./charts-styles.ts";
import { kernelPressureTable } from "./kernel-pressure.ts";
import { machineMonitorStyles } from "./machine-monitor-styles.ts";
import {
  cpuSeries,
  machineChart,
  memorySeries,
  pressureSeries,
  type MachineSeries,
} from "./machine-series.ts";
import { formatFineCores, partOf } from "./machine-statistics.ts";
import { timeOfDay } from "./time-span.ts";

interface Card {
  readonly title: string;
  readonly limit: string;
  readonly label: string;
  readonly series: readonly MachineSeries[];
  readonly chart: StackedChart;
  /** A value of a series with its unit. */
  readonly words: (value: number | null) => string;
  readonly below?: TemplateResult;
  readonly more: readonly (readonly [title: string, text: string, how: string])[];
}

/**
 * `<gh-machine-monitor .machine=${known} .samples=${samples} .moment=${sample}>`
 *
 * @fires gh-machine-monitor - The user wants to see all machines again: `detail.machineId` is `null`.
 */
@customElement("gh-machine-monitor")
export class GhMachineMonitor extends LitElement {
  static override styles = [base, buttons, chartsStyles, machineMonitorStyles];

  @property({ attribute: false }) playground: Playground | null = null;
  @property({ attribute: false }) machine?: KnownMachine;
  /** The shown span. */
  @property({ attribute: false }) samples: readonly MonitorSample[] = [];
  /** The moment whose figures are shown. */
  @property({ attribute: false }) moment: MonitorSample | null = null;
  @property({ type: Number }) crosshair: number | null = null;
  @property({ type: Number }) spanMs = 60_000;
  /** Changes when the colours have. */
  @property() theme = "";

  /** Opened from a menu that is gone with its view, it takes the keyboard that nobody has. */
  protected override firstUpdated(): void {
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) this.renderRoot.querySelector("button")?.focus();
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { machine, playground } = this;
    if (!machine || !playground) return nothing;
    const present = playground.machines.find(({ id }) => id === machine.id) ?? null;
    return html`<div class="head">
        <button @click=${() => this.#close()}>All machines</button>
        <h2><i style=${styleMap({ background: colorOf(machine.accent) })}></i>${machine.name}</h2>
        ${
          present
            ? html`<gh-machine-state state=${machine.state}></gh-machine-state>
                <span class="quiet">${present.system}</span>`
            : html`<span class="quiet">removed</span>`
        }
      </div>
      <div class=${present instanceof SandboxMachine ? "charts" : "charts three"}>
        ${this.#cards(machine, present).map((card) => this.#card(card))}
        ${
          present instanceof SandboxMachine
            ? html`<gh-cgroup-events .machine=${present} .playground=${playground}></gh-cgroup-events>`
            : nothing
        }
      </div>`;
  }

  #cards(machine: KnownMachine, present: PlaygroundMachine | null): readonly Card[] {
    const color = colorOf(machine.accent);
    const kind = machine.kind ?? "guest";
    const now = partOf(this.moment, machine.id);
    return [
      this.#cpu(cpuSeries(kind, color), present, now),
      this.#memory(memorySeries(kind, color), present, kind),
      this.#pressure(pressureSeries(kind, color), kernelPressureTable(kind, now?.kernelPressure ?? null)),
    ];
  }

  #cpu(series: readonly MachineSeries[], present: PlaygroundMachine | null, now: MachineSample | null): Card {
    const cap = present?.limits.cpuCap ?? null;
    const cores = this.playground?.capacity.cores ?? 1;
    // A guest has one vCPU; all sandboxes together have one thread.
    const limit = ({ limits }: MachineSample): number => limits.cpuCores ?? Math.min(1, cores);
    const lateness = now?.hostThrottledShare ?? null;
    return {
      title: "CPU, cores",
      limit: cap === null ? "no limit of its own; one core at most" : `limit ${cap.toFixed(2)}`,
      label: "CPU over time",
      series,
      chart: this.#chart(series, limit, false),
      words: formatFineCores,
      more:
        present?.kind === "sandbox"
          ? []
          : [
              [
                "Instructions",
                formatInstructions(now?.instructionsPerSecond ?? null),
                "x86 instructions executed, counted by the emulator.",
              ],
              [
                "Host throttled",
                formatPercent(lateness),
                "The share of time by which the host’s timers came late, as in a hidden page: then a machine that seems idle is not.",
              ],
            ],
    };
  }

  #memory(
    series: readonly MachineSeries[],
    present: PlaygroundMachine | null,
    kind: NonNullable<KnownMachine["kind"]>,
  ): Card {
    const hostMiB = this.playground?.capacity.memoryMiB ?? 1;
    const limitMiB = present?.limits.memoryMiB ?? null;
    const ramMiB = present?.kind === "guest" ? present.memoryMiB : null;
    const goalMiB = ramMiB === null || limitMiB === null ? 0 : ramMiB - limitMiB;
    const format = kind === "guest" ? formatMiB : formatFineMiB;
    return {
      title: "Memory by kind, MiB",
      limit: limitMiB === null ? "no limit" : `limit ${formatMiB(limitMiB * MIB)}`,
      label: "Memory over time by kind",
      series,
      chart: this.#chart(series, ({ limits }) => (limits.memoryBytes ?? hostMiB * MIB) / MIB, true),
      words: (value) => format(value === null ? null : value * MIB),
      more:
        goalMiB > 0
          ? [
              [
                "Balloon’s goal",
                formatMiB(goalMiB * MIB),
                "What the balloon shall take; it takes less where the guest could not go on.",
              ],
            ]
          : [],
    };
  }

  #pressure(series: readonly MachineSeries[], below: TemplateResult): Card {
    return {
      title: "Pressure, % of time",
      limit: "means of 10 s",
      label: "Pressure over time",
      series,
      chart: this.#chart(series, () => 100, true),
      words: (value) => (value === null ? notAvailable : `${value.toFixed(1)} %`),
      below,
      more: [],
    };
  }

  #chart(
    series: readonly MachineSeries[],
    limit: (sample: MachineSample) => number,
    zooms: boolean,
  ): StackedChart {
    return machineChart(this.samples, this.machine?.id ?? "", series, { limit, zooms });
  }

  #card({ title, limit, label, series, chart, words, below, more }: Card): TemplateResult {
    const now = partOf(this.moment, this.machine?.id ?? "");
    const values = series.map((one) => ({ one, text: words(now && one.value(now)) }));
    const figures = values.map(({ one, text }) => `${one.title} ${text}`);
    const reading = [timeOfDay(this.moment?.atMs ?? 0), ...figures].join(", ");
    return html`<section>
      <header>
        <h3>${title}</h3>
        <span>${limit}</span>
      </header>
      <gh-stacked-chart
        .chart=${chart}
        .spanMs=${this.spanMs}
        .crosshair=${this.crosshair}
        label="${label} of ${this.machine?.name ?? ""}"
        reading=${this.crosshair === null ? "" : reading}
        theme=${this.theme}
        @gh-crosshair=${({ detail }: HTMLElementEventMap["gh-crosshair"]) =>
          this.dispatchEvent(new CustomEvent("gh-crosshair", { detail }))}
      ></gh-stacked-chart>
      <dl>
        ${values.map(
          ({ one, text }) =>
            html`<div title=${one.how}>
              <dt>
                <i class="${one.drawn} ${one.strength}" style=${styleMap({ "--color": one.color })}></i
                >${one.title}
              </dt>
              <dd>${text}</dd>
            </div>`,
        )}
        ${more.map(
          ([name, text, how]) =>
            html`<div title=${how}>
              <dt>${name}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
      ${below ?? nothing}
    </section>`;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent("gh-machine-monitor", { detail: { machineId: null } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-machine-monitor": GhMachineMonitor;
  }
  interface HTMLElementEventMap {
    /** The user wants to see one machine over time, or all again. */
    "gh-machine-monitor": CustomEvent<{ readonly machineId: string | null }>;
  }
}
