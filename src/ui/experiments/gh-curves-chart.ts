/**
 * Curves over a common axis with their points, their spread, and marked places or stretches. Knows nothing of what was
 * measured.
 */
import { html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { quantityTitle } from "../../playground/experiments/figure-table.ts";
import type { Curve, CurvesFigure, Mark } from "../../playground/experiments/result.ts";
import { median } from "../../playground/experiments/statistics.ts";
import { amount, digits } from "../../playground/experiments/words.ts";
import { base } from "../styles/shared.ts";
import { place, scaleFor, ticks } from "./chart-scale.ts";
import { chartStyles } from "./chart-styles.ts";
import { subjectColor, subjectMark } from "./subject-look.ts";
import { WidthController } from "./width-controller.ts";

const heightPx = 240;
const inset = { top: 22, right: 12, bottom: 38, left: 48 };
/** Beyond so many points a curve is drawn without marks. */
const mostMarks = 24;

interface Frame {
  readonly width: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** `<gh-curves-chart .figure=${figure}>`; `within` gives the values that the vertical axis has to hold beside its own. */
@customElement("gh-curves-chart")
export class GhCurvesChart extends LitElement {
  static override styles = [base, chartStyles];

  @property({ attribute: false }) figure: CurvesFigure | null = null;
  @property({ attribute: false }) within: readonly number[] = [];

  readonly #width = new WidthController(this);

  protected override render(): TemplateResult | typeof nothing {
    const { figure } = this;
    if (!figure) return nothing;
    const points = figure.curves.flatMap((curve) => curve.points);
    const across = scaleFor(
      points.map(({ x }) => x),
      "linear",
    );
    const up = scaleFor([...points.flatMap(({ values }) => values), ...this.within], "linear");
    const width = this.#width.widthPx;
    const frame: Frame = {
      width,
      x: (value) => inset.left + place(across, value) * (width - inset.left - inset.right),
      y: (value) => heightPx - inset.bottom - place(up, value) * (heightPx - inset.top - inset.bottom),
    };
    return html`<svg
        role="img"
        aria-label=${words(figure)}
        viewBox="0 0 ${width} ${heightPx}"
        height=${heightPx}
      >
        ${figure.marks.map((mark) => stretch(mark, frame))}
        ${ticks(up, 4).map((tick) => horizontal(tick, frame))}
        ${ticks(across, width < 400 ? 4 : 8, points.every(({ x }) => Number.isInteger(x)) ? 1 : 0).map((tick) => below(tick, frame))}
        <text class="quiet" x="0" y="10">${quantityTitle(figure.y)}</text>
        <text class="quiet" x=${width - inset.right} y=${heightPx - 4} text-anchor="end">
          ${quantityTitle(figure.x)}
        </text>
        <path class="axis" d="M${inset.left} ${frame.y(0)}H${width - inset.right}" />
        ${figure.curves.map((curve) => drawn(curve, frame))} ${figure.marks.map((mark) => label(mark, frame))}
      </svg>
      <ul aria-hidden="true">
        ${figure.curves.map(({ name, subject, line }) => html`<li>${legendMark(subject, line)} ${name}</li>`)}
      </ul>`;
  }
}

function drawn({ subject, line, points }: Curve, { x, y }: Frame): SVGTemplateResult {
  const known = points.flatMap((point) => {
    const middle = median(point.values);
    return middle === null ? [] : [{ ...point, middle }];
  });
  const path = known.map(({ x: at, middle }, index) => `${index === 0 ? "M" : "L"}${x(at)} ${y(middle)}`);
  const color = subjectColor(subject);
  return svg`<path fill="none" stroke=${color} stroke-width="1.8" stroke-dasharray=${dashes(line)} d=${path.join("")} />
    ${known.map(({ x: at, values }) =>
      values.length > 1
        ? svg`<path class="whisker" stroke=${color} d="M${x(at)} ${y(Math.min(...values))}V${y(Math.max(...values))}" />`
        : nothing,
    )}
    ${known.length === 1 || (line === "solid" && known.length <= mostMarks) ? known.map(({ x: at, middle }) => subjectMark(subject, x(at), y(middle))) : nothing}`;
}

function dashes(line: Curve["line"]): string {
  return line === "dashed" ? "5 4" : "none";
}

function horizontal(tick: number, { y, width }: Frame): SVGTemplateResult {
  return svg`<path class="grid" d="M${inset.left} ${Math.round(y(tick))}H${width - inset.right}" />
    <text class="quiet" x=${inset.left - 6} y=${y(tick) + 4} text-anchor="end">${digits(tick)}</text>`;
}

function below(tick: number, { x }: Frame): SVGTemplateResult {
  return svg`<text class="quiet" x=${x(tick)} y=${heightPx - inset.bottom + 15} text-anchor="middle">${digits(tick)}</text>`;
}

function stretch({ from, to }: Mark, { x }: Frame): SVGTemplateResult {
  const top = inset.top - 6;
  if (from === to) return svg`<path class="mark" d="M${x(from)} ${top}V${heightPx - inset.bottom}" />`;
  return svg`<rect class="band" x=${x(from)} y=${top} width=${x(to) - x(from)} height=${heightPx - inset.bottom - top} />`;
}

function label({ from, to, words: text }: Mark, { x, width }: Frame): SVGTemplateResult {
  const at = x((from + to) / 2);
  const anchor = at > width - 80 ? "end" : at < 80 ? "start" : "middle";
  return svg`<text x=${at} y="10" text-anchor=${anchor}>${text}</text>`;
}

function legendMark(subject: Curve["subject"], line: Curve["line"]): TemplateResult {
  return html`<svg viewBox="0 0 26 12" aria-hidden="true">
    <path d="M1 6h24" stroke=${subjectColor(subject)} stroke-width="1.8" stroke-dasharray=${dashes(line)} />
    ${line === "solid" ? subjectMark(subject, 13, 6) : nothing}
  </svg>`;
}

function words({ title, x, y, curves }: CurvesFigure): string {
  const each = curves.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    const [from, to] = [median(first?.values ?? []), median(last?.values ?? [])];
    if (!first || !last || from === null || to === null) return `${name}: n/a`;
    return `${name}: ${amount(from, y)} at ${amount(first.x, x)}, ${amount(to, y)} at ${amount(last.x, x)}`;
  });
  return `${title}. ${each.join("; ")}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-curves-chart": GhCurvesChart;
  }
}
