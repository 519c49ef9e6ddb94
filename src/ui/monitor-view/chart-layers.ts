/**
 * Samples as layers that stack up: what the two charts draw. Pure.
 */
import { MIB } from "../../base/units.ts";
import type { MachineSample, MonitorSample } from "../../monitor/sample.ts";
import { remainingCores } from "../remaining-cores.ts";
import { accentColor } from "../styles/tokens.ts";
import { columns, type Crowd } from "./crowd.ts";
import { withGaps, type Moment } from "./time-gaps.ts";
import type { KnownMachine } from "./known-machines.ts";

/** One layer of a stacked chart. */
export interface ChartLayer {
  readonly key: string;
  /** The machine it belongs to, for highlighting; `null` for what is no machine. */
  readonly machineId: string | null;
  /** A CSS colour that may name a custom property. */
  readonly color: string;
  readonly strength: "full" | "pale";
  /** One value per time; `null` where nothing is known, which leaves a gap. */
  readonly values: readonly (number | null)[];
  /** Whether it only divides the layer above from what is below: where it is unknown, that one shows the whole. */
  readonly divides?: boolean;
}

/** What a stacked chart draws. */
export interface StackedChart {
  /** Milliseconds since the epoch, ascending; one more in each gap between samples. */
  readonly timesMs: readonly number[];
  /** Those of them at which there is a sample. */
  readonly sampledMs: readonly number[];
  /** From the bottom up. */
  readonly layers: readonly ChartLayer[];
  /** Drawn over the layers, each from zero. */
  readonly lines?: readonly ChartLayer[];
  /** What there is of it all: a dashed line. */
  readonly limit: number;
  /** The same over time, where it changes: one value per time; `null` where nothing is known. */
  readonly limits?: readonly (number | null)[];
  /** Whether the limit may lie above the chart when little of it is used. */
  readonly zooms: boolean;
}

/** Cores by machine, the rest of a crowd as one, then the page, then others where none is free. Up to the limit is free. */
export function cpuChart(
  samples: readonly MonitorSample[],
  machines: readonly KnownMachine[],
  rest: readonly KnownMachine[] = [],
): StackedChart {
  const moments = withGaps(samples);
  const cpu = layersOf(moments, { apart: machines, rest }, "cpu", "full", ({ cpuCores }) => cpuCores);
  const page: ChartLayer = {
    key: "page",
    machineId: null,
    color: "var(--gh-page)",
    strength: "full",
    values: moments.map(({ sample }) => sample?.host.pageCores ?? null),
  };
  const others: ChartLayer = {
    key: "others",
    machineId: null,
    color: "var(--gh-others)",
    strength: "full",
    values: moments.map(({ sample }) => sample && remainingCores(sample).others),
  };
  return {
    ...frame(moments),
    layers: [...cpu, page, others],
    limit: samples.at(-1)?.host.cores ?? 1,
    zooms: false,
  };
}

/**
 * MiB by machine, the rest of a crowd as one: what it uses inside, and above it, paler, the rest of what is reserved for
 * it. Then the image layers that sandboxes share, where there are some.
 */
export function memoryChart(
  samples: readonly MonitorSample[],
  machines: readonly KnownMachine[],
  rest: readonly KnownMachine[] = [],
): StackedChart {
  const moments = withGaps(samples);
  const crowd = { apart: machines, rest };
  const used = layersOf(moments, crowd, "used", "full", ({ memoryUsedBytes }) =>
    memoryUsedBytes === null ? null : memoryUsedBytes / MIB,
  );
  const reserved = layersOf(
    moments,
    crowd,
    "reserved",
    "pale",
    (sample) => Math.max(0, sample.memoryReservedBytes - (sample.memoryUsedBytes ?? 0)) / MIB,
  );
  const images: ChartLayer = {
    key: "images",
    machineId: null,
    color: "var(--gh-layers)",
    strength: "full",
    values: moments.map(({ sample }) => sample && sample.host.layerBytes / MIB),
  };
  const all = used.flatMap((layer, at) => {
    const above = reserved[at];
    return [{ ...layer, divides: true }, ...(above ? [above] : [])];
  });
  return {
    ...frame(moments),
    layers: samples.some(({ host }) => host.layerBytes > 0) ? [...all, images] : all,
    limit: (samples.at(-1)?.host.memoryBytes ?? MIB) / MIB,
    zooms: true,
  };
}

/** The layers' tops: each layer's values on those below; unknown as soon as one of them is. */
export function stacked(layers: readonly ChartLayer[]): readonly (number | null)[][] {
  let below: readonly (number | null)[] = layers[0]?.values.map(() => 0) ?? [];
  return layers.map(({ values, divides = false }) => {
    const base = below;
    const tops = values.map((value, index) => sum(base[index] ?? null, value));
    below = divides ? tops.map((top, index) => top ?? base[index] ?? null) : tops;
    return tops;
  });
}

function sum(below: number | null, value: number | null): number | null {
  return below === null || value === null ? null : below + value;
}

/** Where the chart's vertical axis ends. */
export function ceiling({ layers, lines = [], limit, zooms }: StackedChart): number {
  let highest = 0;
  for (const { values } of lines) for (const value of values) highest = Math.max(highest, value ?? 0);
  for (const tops of stacked(layers)) for (const top of tops) highest = Math.max(highest, top ?? 0);
  // In steps of two, so that the axis seldom jumps.
  const near = 2 ** Math.ceil(Math.log2(Math.max(1, highest * 1.25)));
  return zooms && near < limit ? near : Math.max(limit, highest) * 1.04;
}

/** The times of a chart. */
export function frame(moments: readonly Moment[]): Pick<StackedChart, "timesMs" | "sampledMs"> {
  return {
    timesMs: moments.map(({ atMs }) => atMs),
    sampledMs: moments.flatMap(({ atMs, sample }) => (sample ? [atMs] : [])),
  };
}

function layersOf(
  moments: readonly Moment[],
  crowd: Crowd,
  what: string,
  strength: ChartLayer["strength"],
  value: (sample: MachineSample) => number | null,
): readonly ChartLayer[] {
  const taken = columns(
    moments.map(({ sample }) => sample),
    crowd,
    value,
  );
  const apart = crowd.apart.map(({ id, accent }, at): ChartLayer => {
    const values = taken.apart[at] ?? [];
    return { key: `${id} ${what}`, machineId: id, color: colorOf(accent), strength, values };
  });
  if (crowd.rest.length === 0) return apart;
  const rest = { key: `rest ${what}`, machineId: null, color: restColor, strength, values: taken.rest };
  return [...apart, rest];
}

/** Of those of a crowd that are drawn as one. */
export const restColor = "var(--gh-quiet)";

/** A machine's colour; what has been removed and was never seen has none of its own. */
export function colorOf(accent: number | null): string {
  return accent === null ? "var(--gh-quiet)" : accentColor(accent);
}
