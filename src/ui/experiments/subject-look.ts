/** How what was measured looks in charts: a colour and, so that colour is not needed, a mark of its own. */
import { svg, type SVGTemplateResult } from "lit";
import { assertNever } from "../../base/assert-never.ts";
import type { Subject } from "../../playground/experiments/result.ts";

/** A CSS colour. */
export function subjectColor(subject: Subject): string {
  switch (subject) {
    case "guest":
      return "var(--gh-accent-0)";
    case "guest-type-1":
      return "var(--gh-accent-3)";
    case "system-sandbox":
      return "var(--gh-accent-2)";
    case "application-sandbox":
      return "var(--gh-accent-1)";
    case "page":
      return "var(--gh-page)";
    case "budget":
      return "var(--gh-danger)";
    case "ideal":
      return "var(--gh-quiet)";
    default:
      return assertNever(subject);
  }
}

/** A mark around a point, about 7 px wide. */
export function subjectMark(subject: Subject, x: number, y: number): SVGTemplateResult {
  const color = subjectColor(subject);
  switch (subject) {
    case "guest":
      return svg`<circle cx=${x} cy=${y} r="3.4" fill=${color} />`;
    case "guest-type-1":
      return svg`<path d="M${x} ${y - 4.4} ${x + 4.4} ${y} ${x} ${y + 4.4} ${x - 4.4} ${y}z" fill=${color} />`;
    case "system-sandbox":
      return svg`<rect x=${x - 3.2} y=${y - 3.2} width="6.4" height="6.4" fill=${color} />`;
    case "application-sandbox":
      return svg`<path d="M${x} ${y - 4} ${x + 4} ${y + 3.2}H${x - 4}z" fill=${color} />`;
    case "page":
      return svg`<path d="M${x - 3} ${y - 3}l6 6m0-6l-6 6" stroke=${color} stroke-width="1.8" />`;
    case "budget":
    case "ideal":
      return svg`<path d="M${x - 4} ${y}h8" stroke=${color} stroke-width="1.6" />`;
    default:
      return assertNever(subject);
  }
}
