/**
 * A tiny chart of one quantity: no axes, a gap where nothing is known. Knows nothing of what it shows.
 */
import { LitElement, css, html, svg, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { accentColor } from "../styles/tokens.ts";

const width = 100;
const height = 24;

/**
 * A sparkline in a machine's accent colour. Takes the size it is given and never changes it.
 *
 * With a `label` it is an image by that name; without one it is decoration.
 *
 * @csspart chart - the drawing
 */
@customElement("gh-sparkline")
export class GhSparkline extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
      width: 4.5rem;
      height: 1.25rem;
      contain: strict;
      vertical-align: middle;
    }
    /* A box of its own, as items of a flex box cannot be it: a new line moves nothing else in the page. */
    div {
      height: 100%;
      contain: strict;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
    .area {
      opacity: 0.22;
    }
    .line {
      fill: none;
      stroke-linecap: round;
      stroke-linejoin: round;
      stroke-width: 1.5px;
      vector-effect: non-scaling-stroke;
    }
    .base {
      stroke: var(--gh-border);
      stroke-width: 1px;
      vector-effect: non-scaling-stroke;
    }
  `;

  /** Oldest first, evenly spaced; `null` where nothing is known. */
  @property({ attribute: false }) values: readonly (number | null)[] = [];
  /** What fills the height; larger values are cut off. */
  @property({ type: Number }) max = 1;
  /** Which accent colour. */
  @property({ type: Number }) accent = 0;
  /** How many values fill the width; fewer leave room on the left, so that the chart moves in from the right. */
  @property({ type: Number }) span = 60;
  @property() label = "";
  /** As it is drawn. */
  #line = "";
  #area = "";

  /** Values that look as those before cost the page nothing. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = this.#line;
    this.#draw();
    return !this.hasUpdated || this.#line !== before || changed.has("accent") || changed.has("label");
  }

  #draw(): void {
    const runs = knownRuns(this.values.slice(-this.span), this.span, this.max);
    this.#line = runs.map((run) => `M${run.map(({ x, y }) => `${x} ${y}`).join("L")}`).join("");
    this.#area = runs
      .map(
        (run) =>
          `M${run.at(0)?.x} ${height}L${run.map(({ x, y }) => `${x} ${y}`).join("L")}L${run.at(-1)?.x} ${height}Z`,
      )
      .join("");
  }

  protected override render() {
    const color = accentColor(this.accent);
    const drawing = svg`
      <line class="base" x1="0" x2=${width} y1=${height} y2=${height}></line>
      <path class="area" d=${this.#area} style="fill: ${color}"></path>
      <path class="line" d=${this.#line} style="stroke: ${color}"></path>`;
    const box = `0 0 ${width} ${height}`;
    return this.label === ""
      ? html`<div>
          <svg part="chart" viewBox=${box} preserveAspectRatio="none" aria-hidden="true">${drawing}</svg>
        </div>`
      : html`<div>
          <svg part="chart" viewBox=${box} preserveAspectRatio="none" role="img" aria-label=${this.label}>
            ${drawing}
          </svg>
        </div>`;
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The stretches without gaps, each at least a short dash long. */
function knownRuns(values: readonly (number | null)[], span: number, max: number): readonly Point[][] {
  const step = width / Math.max(1, span - 1);
  const start = width - (values.length - 1) * step;
  const runs: Point[][] = [];
  let run: Point[] | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      run = null;
      return;
    }
    const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
    // Half a line's width stays free at both ends.
    const point = { x: rounded(start + index * step), y: drawnHeight(share) };
    if (run) run.push(point);
    else {
      run = [{ ...point, x: rounded(Math.max(0, point.x - step / 2)) }, point];
      runs.push(run);
    }
  });
  return runs;
}

/** In steps of about half a pixel: the trembling of what idles is not to be seen, and not to be drawn anew. */
function drawnHeight(share: number): number {
  return Math.round(2 * (height - 1 - share * (height - 2))) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-sparkline": GhSparkline;
  }
}
