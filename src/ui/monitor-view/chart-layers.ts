/**
 * Samples as layers that stack up: what the two charts draw. Pure.
 */
import { MIB } from "../../base/units.ts";
import type { MachineSample, MonitorSample } from "../../monitor/sample.ts";
import { accentColor } from "../styles/tokens.ts";
import type { KnownMachine } from "./known-machines.ts";

/** One layer of a stacked chart. */
export interface ChartLayer {
  readonly key: string;
  /** The machine it belongs to, for highlighting; `null` for what is no machine. */
  readonly machineId: string | null;
  /** A CSS colour that may name a custom property. */
  readonly color: string;
  readonly strength: "full" | "pale";
  /** One value per time; `null` where nothing is known. */
  readonly values: readonly (number | null)[];
}

/** What a stacked chart draws. */
export interface StackedChart {
  /** Milliseconds since the epoch, ascending. */
  readonly timesMs: readonly number[];
  /** From the bottom up. */
  readonly layers: readonly ChartLayer[];
  /** What there is of it all: a dashed line. */
  readonly limit: number;
  /** Whether the limit may lie above the chart when little of it is used. */
  readonly zooms: boolean;
}

/** Cores by machine, then the page. Up to the limit is free. */
export function cpuChart(samples: readonly MonitorSample[], machines: readonly KnownMachine[]): StackedChart {
  const layers = machines.map((machine) =>
    layer(machine, "cpu", "full", samples, ({ cpuCores }) => cpuCores),
  );
  const page: ChartLayer = {
    key: "page",
    machineId: null,
    color: "var(--gh-page)",
    strength: "full",
    values: samples.map(({ host }) => host.pageCores),
  };
  return {
    ...frame(samples),
    layers: [...layers, page],
    limit: samples.at(-1)?.host.cores ?? 1,
    zooms: false,
  };
}

/** MiB by machine: what it uses inside, and above it, paler, the rest of what is reserved for it. */
export function memoryChart(
  samples: readonly MonitorSample[],
  machines: readonly KnownMachine[],
): StackedChart {
  const layers = machines.flatMap((machine) => [
    layer(machine, "used", "full", samples, (sample) => (sample.memoryUsedBytes ?? 0) / MIB),
    layer(
      machine,
      "reserved",
      "pale",
      samples,
      (sample) => Math.max(0, sample.memoryReservedBytes - (sample.memoryUsedBytes ?? 0)) / MIB,
    ),
  ]);
  return { ...frame(samples), layers, limit: (samples.at(-1)?.host.memoryBytes ?? MIB) / MIB, zooms: true };
}

/** The layers' tops: each layer's values on those below. What is unknown adds nothing. */
export function stacked(layers: readonly ChartLayer[]): readonly number[][] {
  const tops: number[][] = [];
  for (const { values } of layers) {
    const below = tops.at(-1);
    tops.push(values.map((value, index) => (below?.[index] ?? 0) + (value ?? 0)));
  }
  return tops;
}

/** Where the chart's vertical axis ends. */
export function ceiling({ layers, limit, zooms }: StackedChart): number {
  const highest = Math.max(0, ...(stacked(layers).at(-1) ?? []));
  // In steps of two, so that the axis seldom jumps.
  const near = 2 ** Math.ceil(Math.log2(Math.max(1, highest * 1.25)));
  return zooms && near < limit ? near : Math.max(limit, highest) * 1.04;
}

function frame(samples: readonly MonitorSample[]): Pick<StackedChart, "timesMs"> {
  return { timesMs: samples.map(({ atMs }) => atMs) };
}

function layer(
  { id, accent }: KnownMachine,
  what: string,
  strength: ChartLayer["strength"],
  samples: readonly MonitorSample[],
  value: (sample: MachineSample) => number | null,
): ChartLayer {
  const values = samples.map(({ machines }) => {
    const sample = machines.find((machine) => machine.id === id);
    return sample ? value(sample) : null;
  });
  return { key: `${id} ${what}`, machineId: id, color: colorOf(accent), strength, values };
}

/** A machine's colour; what has been removed and was never seen has none of its own. */
export function colorOf(accent: number | null): string {
  return accent === null ? "var(--gh-quiet)" : accentColor(accent);
}
