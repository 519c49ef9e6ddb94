/** The two charts of the whole host, by machine. */
import { html, type TemplateResult } from "lit";
import type { MonitorSample } from "../../monitor/sample.ts";
import { formatCount } from "../format.ts";
import type { StackedChart } from "./chart-layers.ts";
import "./gh-stacked-chart.ts";
import { freeCores, reservedMemory } from "./moment-reading.ts";

/** What both charts are given. */
export interface HostCharts {
  readonly cpu: StackedChart;
  readonly memory: StackedChart;
  /** The moment under the crosshair, or the newest. */
  readonly moment: MonitorSample | null;
  /** It in words, while there is a crosshair. */
  readonly reading: string;
  readonly spanMs: number;
  readonly crosshair: number | null;
  /** The machine that stands out, where it is drawn apart. */
  readonly highlight: string | null;
  readonly theme: string;
  readonly point: (atMs: number | null) => void;
}

/** CPU and memory, with one crosshair. */
export function hostCharts(given: HostCharts): TemplateResult {
  const { cpu, memory, moment } = given;
  const cores = `CPU of ${formatCount(cpu.limit, "core")}`;
  const mebibytes = `Memory of ${Math.round(memory.limit)} MiB`;
  return html`<div class="charts" part="charts">
    ${chart(given, cpu, cores, moment ? freeCores(moment) : "", "CPU over time by machine")}
    ${chart(given, memory, mebibytes, moment ? reservedMemory(moment) : "", "Memory over time by machine")}
  </div>`;
}

function chart(
  { spanMs, crosshair, highlight, reading, theme, point }: HostCharts,
  data: StackedChart,
  title: string,
  left: string,
  label: string,
): TemplateResult {
  return html`<section>
    <header>
      <h2>${title}</h2>
      <span>${left}</span>
    </header>
    <gh-stacked-chart
      .chart=${data}
      .spanMs=${spanMs}
      .crosshair=${crosshair}
      .highlight=${data.layers.some(({ machineId }) => machineId === highlight) ? highlight : null}
      label=${label}
      reading=${reading}
      theme=${theme}
      @gh-crosshair=${({ detail }: HTMLElementEventMap["gh-crosshair"]) => point(detail.atMs)}
    ></gh-stacked-chart>
  </section>`;
}
