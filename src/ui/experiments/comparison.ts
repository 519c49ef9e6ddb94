/** Two results of one experiment set against each other. Pure. */
import type { ExperimentResult, Figure, Quantity } from "../../playground/experiments/result.ts";
import { median } from "../../playground/experiments/statistics.ts";
import { amount, digits } from "../../playground/experiments/words.ts";

/** One series in both results. */
export interface ComparedRow {
  readonly what: string;
  readonly one: string;
  readonly other: string;
  /** The other's median by the one's. */
  readonly ratio: string;
}

/** All values that a figure's axis of values has to hold. */
export function figureValues(figure: Figure): readonly number[] {
  return figure.kind === "samples"
    ? figure.groups.flatMap(({ values }) => values)
    : figure.curves.flatMap(({ points }) => points.flatMap(({ values }) => values));
}

/** A row for each series that both have, by its median: of a curve at each place that both have. */
export function comparedRows(one: ExperimentResult, other: ExperimentResult): readonly ComparedRow[] {
  return one.figures.flatMap((figure) => {
    const counterpart = other.figures.find(({ id }) => id === figure.id);
    return counterpart ? figureRows(figure, counterpart) : [];
  });
}

function figureRows(one: Figure, other: Figure): readonly ComparedRow[] {
  if (one.kind === "samples" && other.kind === "samples") {
    return one.groups.flatMap(({ id, name, values }) => {
      const group = other.groups.find((each) => each.id === id);
      return group ? row(`${one.title}: ${name}`, values, group.values, one.quantity) : [];
    });
  }
  if (one.kind === "samples" || other.kind === "samples") return [];
  return one.curves.flatMap(({ id, name, points }) => {
    // Of a long curve the last place says it.
    const shared = points.filter((point) => valuesAt(other, id, point.x).length > 0);
    const last = shared.at(-1);
    if (!last) return [];
    const what = `${one.title}: ${name} at ${amount(last.x, one.x)}`;
    return row(what, last.values, valuesAt(other, id, last.x), one.y);
  });
}

function valuesAt(figure: Figure, curveId: string, x: number): readonly number[] {
  if (figure.kind === "samples") return [];
  const curve = figure.curves.find(({ id }) => id === curveId);
  return curve?.points.find((point) => point.x === x)?.values ?? [];
}

function row(
  what: string,
  one: readonly number[],
  other: readonly number[],
  quantity: Quantity,
): readonly ComparedRow[] {
  const [first, second] = [median(one), median(other)];
  if (first === null || second === null) return [];
  return [
    {
      what,
      one: amount(first, quantity),
      other: amount(second, quantity),
      ratio: first === 0 ? "n/a" : digits(second / first),
    },
  ];
}
