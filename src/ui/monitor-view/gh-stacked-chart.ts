/**
 * A stacked chart as an element: gives the plot its size, its colours and a crosshair that pointer and keyboard move.
 * The crosshair's time comes from outside, so that several charts share one.
 */
import { LitElement, css, html, unsafeCSS, type PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import uplotCss from "uplot/dist/uPlot.min.css?inline";
import { base } from "../styles/shared.ts";
import type { StackedChart } from "./chart-layers.ts";
import { StackedPlot, type PlotLook } from "./stacked-plot.ts";

const pageOfSamples = 10;

/**
 * Arrow keys move the crosshair by a sample, with Page Up and Page Down by ten, Home and End go to the ends, Escape
 * takes it away.
 *
 * @fires gh-crosshair - the user pointed at a time; `detail.atMs` is `null` when no longer
 */
@customElement("gh-stacked-chart")
export class GhStackedChart extends LitElement {
  static override styles = [
    base,
    unsafeCSS(uplotCss),
    css`
      :host {
        display: block;
        height: 200px;
        min-width: 0;
        contain: strict;
      }
      .box {
        width: 100%;
        height: 100%;
        border-radius: var(--gh-radius-s);
        cursor: crosshair;
        touch-action: pan-y;
      }
      .box:focus-visible {
        outline-offset: -2px;
      }
      .u-hz .u-cursor-x {
        border-right: 1px solid var(--gh-text);
      }
    `,
  ];

  @property({ attribute: false }) chart: StackedChart | null = null;
  /** Accessible name. */
  @property() label = "";
  /** What the crosshair points at, in words. */
  @property() reading = "";
  /** Where the crosshair is, in ms since the epoch; `null` if there is none. */
  @property({ type: Number }) crosshair: number | null = null;
  /** The machine that stands out. */
  @property() highlight: string | null = null;
  @property({ type: Number }) spanMs = 60_000;
  /** Changes when the colours have. */
  @property() theme = "";
  @query(".box") private readonly box!: HTMLElement;
  readonly #resized = new ResizeObserver(() => this.#fit());
  readonly #colors = new Map<string, string>();
  #plot: StackedPlot | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    this.requestUpdate("chart", null);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#end();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("theme")) this.#colors.clear();
    if (!this.isConnected || !this.chart) return;
    if (!this.#plot?.fits(this.chart)) this.#begin(this.chart);
    else if (changed.has("chart") || changed.has("spanMs")) this.#plot.show(this.chart);
    else if (changed.has("theme") || changed.has("highlight")) this.#plot.redraw();
    this.#plot?.point(this.crosshair);
  }

  protected override render() {
    const times = this.chart?.sampledMs ?? [];
    const position = this.crosshair === null ? times.length : this.#index(this.crosshair) + 1;
    return html`<div
      class="box"
      role="slider"
      tabindex="0"
      aria-label=${this.label}
      aria-roledescription="chart with crosshair"
      aria-valuemin="1"
      aria-valuemax=${Math.max(1, times.length)}
      aria-valuenow=${Math.max(1, position)}
      aria-valuetext=${this.crosshair === null ? "No crosshair: arrow keys move one" : this.reading}
      @pointermove=${(event: PointerEvent) => this.#pointed(event)}
      @pointerdown=${(event: PointerEvent) => this.#pointed(event)}
      @pointerleave=${(event: PointerEvent) => event.pointerType !== "touch" && this.#tell(null)}
      @keydown=${(event: KeyboardEvent) => this.#keyed(event)}
    ></div>`;
  }

  #begin(chart: StackedChart): void {
    this.#end();
    if (this.box.clientWidth === 0) return;
    this.#plot = new StackedPlot(this.box, chart, this.#look());
  }

  #end(): void {
    this.#plot?.[Symbol.dispose]();
    this.#plot = null;
  }

  #fit(): void {
    const { clientWidth, clientHeight } = this.box ?? this;
    if (clientWidth === 0 || clientHeight === 0) return;
    if (this.#plot) this.#plot.resize(clientWidth, clientHeight);
    else this.requestUpdate("chart", null);
    this.#plot?.point(this.crosshair);
  }

  /** Read anew at each drawing. */
  #look(): PlotLook {
    return {
      color: (text) => this.#color(text),
      highlight: () => this.highlight,
      spanMs: () => this.spanMs,
    };
  }

  /** The canvas knows no custom properties. */
  #color(text: string): string {
    const known = this.#colors.get(text);
    if (known !== undefined) return known;
    const style = getComputedStyle(this);
    const resolved = text.replace(/var\((--[\w-]+)\)/g, (_, name: string) =>
      style.getPropertyValue(name).trim(),
    );
    this.#colors.set(text, resolved);
    return resolved;
  }

  #pointed(event: PointerEvent): void {
    const times = this.chart?.sampledMs ?? [];
    if (!this.#plot || times.length === 0) return;
    const { left } = this.#plot.area.getBoundingClientRect();
    this.#tell(times[this.#index(this.#plot.timeAt(event.clientX - left))] ?? null);
  }

  #keyed(event: KeyboardEvent): void {
    const times = this.chart?.sampledMs ?? [];
    const last = times.length - 1;
    const from = this.crosshair === null ? last : this.#index(this.crosshair);
    const target: Readonly<Record<string, number | null>> = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      PageDown: from - pageOfSamples,
      PageUp: from + pageOfSamples,
      Home: 0,
      End: last,
      Escape: null,
    };
    const index = target[event.key];
    if (index === undefined) return;
    event.preventDefault();
    this.#tell(index === null ? null : (times[Math.min(last, Math.max(0, index))] ?? null));
  }

  #index(atMs: number): number {
    const times = this.chart?.sampledMs ?? [];
    let nearest = 0;
    times.forEach((time, index) => {
      if (Math.abs(time - atMs) < Math.abs((times[nearest] ?? 0) - atMs)) nearest = index;
    });
    return nearest;
  }

  #tell(atMs: number | null): void {
    if (atMs !== this.crosshair) this.dispatchEvent(new CustomEvent("gh-crosshair", { detail: { atMs } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-stacked-chart": GhStackedChart;
  }
  interface HTMLElementEventMap {
    "gh-crosshair": CustomEvent<{ readonly atMs: number | null }>;
  }
}
