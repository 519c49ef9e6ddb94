/**
 * The edge of a machine's slot in the budget: what its limit can become when it is dragged or moved by keys. Pure; knows
 * figures, not machines.
 */

/** What a limit can be. `least`, `most` and the figures are cores, or MiB. */
export interface LimitEdge {
  readonly least: number;
  readonly most: number;
  /**
   * Whether there can be no limit: `never`; `apart`, when it is asked for; or `at-most`, where to have `most` is to have
   * none.
   */
  readonly none: "never" | "apart" | "at-most";
  /** How figures follow each other: by so much, or by an eighth of the power of two they are in. */
  readonly step: number | "eighths";
}

const stepsOfPage = 5;

/** `figure` as it can be set: on a step, within the ends; `null` is no limit. */
export function snapped(edge: LimitEdge, figure: number): number | null {
  const { least, most, none } = edge;
  if (figure >= most) return none === "at-most" ? null : most;
  const step = stepAt(edge, figure);
  return Math.min(most, Math.max(least, tidy(Math.round(figure / step) * step)));
}

/** What a key makes of the limit; `undefined` where the key means nothing here. `null` is no limit. */
export function limitAfterKey(edge: LimitEdge, limit: number | null, key: string): number | null | undefined {
  switch (key) {
    case "ArrowRight":
      return stepped(edge, limit, 1);
    case "ArrowLeft":
      return stepped(edge, limit, -1);
    case "PageUp":
      return stepped(edge, limit, stepsOfPage);
    case "PageDown":
      return stepped(edge, limit, -stepsOfPage);
    case "Home":
      return edge.least;
    case "End":
      return snapped(edge, edge.most);
    case "Delete":
      return edge.none === "never" ? undefined : null;
    default:
      return undefined;
  }
}

/** The limit that lies so many steps up or down. With none, the first is the least where none lies apart. */
function stepped(edge: LimitEdge, limit: number | null, steps: number): number | null {
  let figure: number | null = limit;
  for (let taken = 0; taken < Math.abs(steps); taken++) figure = next(edge, figure, steps > 0);
  return figure;
}

function next(edge: LimitEdge, limit: number | null, up: boolean): number | null {
  const { least, most, none } = edge;
  if (limit === null && none === "apart") return up ? least : null;
  const figure = limit ?? most;
  if (up) {
    const step = stepAt(edge, figure);
    return snapped(edge, Math.floor(tidy(figure / step) + 1) * step);
  }
  // Going down, the step is that of what lies below: the same figures are met both ways.
  const step = stepAt(edge, figure - tiny);
  return Math.max(least, tidy(Math.ceil(tidy(figure / step) - 1) * step));
}

const tiny = 1e-6;

function stepAt({ step }: LimitEdge, figure: number): number {
  return step === "eighths" ? Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, figure))) / 8) : step;
}

/** Without what adding up leaves behind. */
function tidy(figure: number): number {
  return Math.round(figure * 1e4) / 1e4;
}
