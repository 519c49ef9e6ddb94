/**
 * Groups of values as box plots with every value as a point: the box is the middle half, the thick line the median, the
 * whiskers reach to the least and the most. Knows nothing of what was measured.
 */
import { html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { quantityTitle } from "../../playground/experiments/figure-table.ts";
import type { SampleGroup, SamplesFigure } from "../../playground/experiments/result.ts";
import { summary } from "../../playground/experiments/statistics.ts";
import { amount, digits } from "../../playground/experiments/words.ts";
import { base } from "../styles/shared.ts";
import { place, scaleFor, ticks, type Scale } from "./chart-scale.ts";
import { chartStyles } from "./chart-styles.ts";
import { subjectColor, subjectMark } from "./subject-look.ts";
import { WidthController } from "./width-controller.ts";

const rowPx = 46;
const labelPx = 18;
const sidePx = 10;
const axisPx = 34;

/** `<gh-samples-chart .figure=${figure}>`; `within` gives the values that the axis has to hold beside its own. */
@customElement("gh-samples-chart")
export class GhSamplesChart extends LitElement {
  static override styles = [base, chartStyles];

  @property({ attribute: false }) figure: SamplesFigure | null = null;
  @property({ attribute: false }) within: readonly number[] = [];

  readonly #width = new WidthController(this);

  protected override render(): TemplateResult | typeof nothing {
    const { figure } = this;
    if (!figure) return nothing;
    const values = [...figure.groups.flatMap((group) => group.values), ...this.within];
    const scale = scaleFor(values, figure.scale);
    const { widthPx } = this.#width;
    const height = figure.groups.length * rowPx + axisPx;
    const x = (value: number): number => sidePx + place(scale, value) * (widthPx - 2 * sidePx);
    return html`<svg
      role="img"
      aria-label=${this.#words(figure)}
      viewBox="0 0 ${widthPx} ${height}"
      height=${height}
    >
      ${ticks(scale).map((tick) => gridLine(tick, x(tick), widthPx, height))}
      <text class="quiet" x=${sidePx} y=${height - 2}>
        ${quantityTitle(figure.quantity)}${scaleWords(scale)}
      </text>
      ${figure.groups.map((group, index) => this.#row(group, figure, index * rowPx, x))}
    </svg>`;
  }

  #row(
    { name, subject, values }: SampleGroup,
    { quantity }: SamplesFigure,
    top: number,
    x: (value: number) => number,
  ): SVGTemplateResult {
    const found = summary(values);
    const label = found ? amount(found.median, quantity) : "n/a";
    const middle = top + labelPx + (rowPx - labelPx) / 2 - 2;
    const color = subjectColor(subject);
    const box = found && {
      left: x(found.lowerQuartile),
      width: Math.max(1, x(found.upperQuartile) - x(found.lowerQuartile)),
    };
    return svg`<text x=${sidePx} y=${top + labelPx - 5}>${name}</text>
      <text x=${this.#width.widthPx - sidePx} y=${top + labelPx - 5} text-anchor="end">${label}</text>
      ${
        found && box
          ? svg`<path class="whisker" stroke=${color} d="M${x(found.least)} ${middle}H${x(found.most)}" />
            <rect class="box" x=${box.left} y=${middle - 8} width=${box.width} height="16" fill=${color} stroke=${color} />
            <path class="median" stroke=${color} d="M${x(found.median)} ${middle - 9}v18" />
            <g class="points">${values.map((value) => subjectMark(subject, x(value), middle))}</g>`
          : nothing
      }`;
  }

  #words({ title, groups, quantity }: SamplesFigure): string {
    const each = groups.map(({ name, values }) => {
      const found = summary(values);
      if (!found) return `${name}: n/a`;
      return `${name}: median ${amount(found.median, quantity)}, ${digits(found.least)} to ${digits(found.most)}`;
    });
    return `${title}. ${each.join("; ")}.`;
  }
}

function gridLine(tick: number, x: number, width: number, height: number): SVGTemplateResult {
  const anchor = x < 20 ? "start" : x > width - 20 ? "end" : "middle";
  const bottom = height - axisPx;
  return svg`<path class="grid" d="M${Math.round(x)} 0V${bottom}" />
    <text class="quiet" x=${x} y=${bottom + 14} text-anchor=${anchor}>${digits(tick)}</text>`;
}

function scaleWords({ kind }: Scale): string {
  return kind === "log" ? ", logarithmic" : "";
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-samples-chart": GhSamplesChart;
  }
}
