/**
 * A stacked area chart over time, drawn by uPlot. Knows layers and colours, not machines. Everything uPlot holds goes
 * with its disposal.
 */
import uPlot from "uplot";
import { ceiling, stacked, type ChartLayer, type StackedChart } from "./chart-layers.ts";
import { timeOfDay } from "./time-span.ts";

/** What the plot asks its surroundings at each drawing. */
export interface PlotLook {
  /** A CSS colour as the canvas takes it: custom properties resolved. */
  readonly color: (css: string) => string;
  /** The machine that stands out; `null` if none does. */
  readonly highlight: () => string | null;
  readonly spanMs: () => number;
}

/** Draws in `box` until disposed. A change of layers needs a new plot; see `fits`. */
export class StackedPlot implements Disposable {
  readonly #plot: uPlot;
  readonly #look: PlotLook;
  readonly #keys: string;
  #chart: StackedChart;

  constructor(box: HTMLElement, chart: StackedChart, look: PlotLook) {
    this.#look = look;
    this.#chart = chart;
    this.#keys = keysOf(chart);
    const { clientWidth: width, clientHeight: height } = box;
    this.#plot = new uPlot({ ...this.#options(), width, height }, this.#data(), box);
  }

  /** Where the areas are drawn; pointer positions are relative to it. */
  get area(): HTMLElement {
    return this.#plot.over;
  }

  /** Whether this plot can show `chart`. */
  fits(chart: StackedChart): boolean {
    return keysOf(chart) === this.#keys;
  }

  /** Shows new values. */
  show(chart: StackedChart): void {
    this.#chart = chart;
    this.#plot.setData(this.#data(), true);
  }

  /** Draws again, with the colours as they are now. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }

  resize(width: number, height: number): void {
    if (width !== this.#plot.width || height !== this.#plot.height) this.#plot.setSize({ width, height });
  }

  /** The time under `x`, in pixels from the area's left edge. */
  timeAt(x: number): number {
    return this.#plot.posToVal(x, "x") * 1000;
  }

  /** Puts the crosshair at a time, or away. */
  point(atMs: number | null): void {
    const left = atMs === null ? -10 : Math.round(this.#plot.valToPos(atMs / 1000, "x"));
    this.#plot.setCursor({ left, top: left < 0 ? -10 : 0 }, false);
  }

  [Symbol.dispose](): void {
    this.#plot.destroy();
  }

  /** uPlot draws its series in order, each down to zero: the highest first. Lines come last, over all. */
  #data(): uPlot.AlignedData {
    const { timesMs, layers, lines = [] } = this.#chart;
    return [
      timesMs.map((atMs) => atMs / 1000),
      ...stacked(layers)
        .map((top) => [...top])
        .reverse(),
      ...lines.map(({ values }) => [...values]),
    ];
  }

  #options(): Omit<uPlot.Options, "width" | "height"> {
    const { color } = this.#look;
    const axis: uPlot.Axis = {
      stroke: () => color("var(--gh-quiet)"),
      font: `11px ${color("var(--gh-font)")}`,
      ticks: { show: false },
      gap: 4,
    };
    const grid: uPlot.Axis.Grid = { stroke: () => color("var(--gh-border)"), width: 1 };
    const ignored = (): null => null;
    return {
      padding: [8, 24, 0, 0],
      legend: { show: false },
      scales: { x: { range: () => this.#timeRange() }, y: { range: () => [0, ceiling(this.#chart)] } },
      series: [
        {},
        ...this.#chart.layers.toReversed().map((layer) => this.#series(layer)),
        ...(this.#chart.lines ?? []).map((line) => this.#line(line)),
      ],
      axes: [
        { ...axis, grid: { show: false }, size: 24, space: 90, values: (_, splits) => splits.map(timeLabel) },
        { ...axis, grid, size: 58, space: 28, values: valueLabels },
      ],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
        // The element handles pointers and keys alike, for both charts at once.
        bind: {
          mousedown: ignored,
          mouseup: ignored,
          click: ignored,
          dblclick: ignored,
          mousemove: ignored,
          mouseleave: ignored,
          mouseenter: ignored,
        },
      },
      hooks: { drawClear: [() => this.#drawFree()], draw: [() => this.#drawLimit()] },
    };
  }

  #series(layer: ChartLayer): uPlot.Series {
    const ink = (strength: number): string => {
      const { color } = this.#look;
      const highlight = this.#look.highlight();
      const dimmed = highlight !== null && layer.machineId !== highlight ? 0.25 : 1;
      return color(`color-mix(in srgb, ${layer.color} ${strength * dimmed}%, var(--gh-surface))`);
    };
    const [fill, line] = layer.strength === "full" ? [72, 100] : [24, 45];
    return { fill: () => ink(fill), stroke: () => ink(line), width: 1, points: { show: false } };
  }

  /** A pale one is dashed. */
  #line({ color, strength }: ChartLayer): uPlot.Series {
    const dash = strength === "full" ? {} : { dash: [5, 4] };
    return { stroke: () => this.#look.color(color), width: 1.6, points: { show: false }, ...dash };
  }

  #timeRange(): [number, number] {
    const end = (this.#chart.timesMs.at(-1) ?? 0) / 1000;
    return [end - this.#look.spanMs() / 1000, end];
  }

  /** What is free, behind everything. */
  #drawFree(): void {
    const { ctx, bbox } = this.#plot;
    const bottom = bbox.top + bbox.height;
    ctx.save();
    ctx.fillStyle = this.#look.color("color-mix(in srgb, var(--gh-free) 55%, var(--gh-surface))");
    for (const { left, right, top } of this.#limitSteps())
      ctx.fillRect(left, Math.max(bbox.top, top), right - left, bottom - Math.max(bbox.top, top));
    ctx.restore();
  }

  /** What there is at most, above everything. */
  #drawLimit(): void {
    const { ctx, bbox } = this.#plot;
    ctx.save();
    // A limit that lies amid the layers has to stand out from them.
    ctx.strokeStyle = this.#look.color(this.#chart.limits ? "var(--gh-text)" : "var(--gh-border-strong)");
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    for (const { left, right, top } of this.#limitSteps()) {
      const y = Math.round(top) + 0.5;
      if (y < bbox.top) continue;
      ctx.moveTo(left, y);
      ctx.lineTo(right, y);
    }
    ctx.stroke();
    ctx.restore();
  }

  /** Where the limit was how high, in the canvas's pixels: stretches of one limit each. */
  #limitSteps(): readonly LimitStep[] {
    const { bbox } = this.#plot;
    const { limit, limits, timesMs } = this.#chart;
    const y = (value: number): number => this.#plot.valToPos(value, "y", true);
    const end = bbox.left + bbox.width;
    if (!limits) return [{ left: bbox.left, right: end, top: y(limit) }];
    const x = (atMs: number | undefined): number =>
      atMs === undefined
        ? end
        : Math.min(end, Math.max(bbox.left, this.#plot.valToPos(atMs / 1000, "x", true)));
    const steps: LimitStep[] = [];
    limits.forEach((value, index) => {
      const last = steps.at(-1);
      const right = x(timesMs[index + 1]);
      if (value === null) return;
      const left = x(timesMs[index]);
      if (last?.right === left && last.top === y(value)) steps[steps.length - 1] = { ...last, right };
      else steps.push({ left, right, top: y(value) });
    });
    return steps;
  }
}

interface LimitStep {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

function keysOf({ layers, lines = [] }: StackedChart): string {
  return [...layers, ...lines].map(({ key, color }) => `${key} ${color}`).join("\n");
}

/** Each with as many decimals as tell it from the next one, which is a step away. */
function valueLabels(_plot: uPlot, values: number[], _axis: number, _space: number, step: number): string[] {
  const decimals = String(step).split(".")[1]?.length ?? 0;
  return values.map((value) => (value === 0 ? "0" : value.toFixed(decimals)));
}

function timeLabel(seconds: number): string {
  return timeOfDay(seconds * 1000);
}
