/** A figure as a table: what its chart shows, in figures. Pure. */
import { assertNever } from "../../base/assert-never.ts";
import type { CurvesFigure, Figure, Quantity, SamplesFigure } from "./result.ts";
import { summary } from "./statistics.ts";
import { digits } from "./words.ts";

/** A table with a head for columns and one for rows. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const unknown = "n/a";

/** The table beside a figure's chart; what could not be had is `n/a`. */
export function figureTable(figure: Figure): FigureTable {
  switch (figure.kind) {
    case "samples":
      return samplesTable(figure);
    case "curves":
      return curvesTable(figure);
    default:
      return assertNever(figure);
  }
}

/** `time, ms`. */
export function quantityTitle({ name, unit }: Quantity): string {
  return unit === "" ? name : `${name}, ${unit}`;
}

function samplesTable({ groups, quantity, each }: SamplesFigure): FigureTable {
  const unit = quantity.unit === "" ? "" : `, ${quantity.unit}`;
  return {
    columns: [
      "",
      `Number (${each})`,
      `Median${unit}`,
      "Middle half (quartiles)",
      "Least to most",
      `Every ${each}, in order`,
    ],
    rows: groups.map(({ name, values }) => {
      const found = summary(values);
      if (!found) return [name, "0", unknown, unknown, unknown, ""];
      return [
        name,
        String(found.count),
        digits(found.median),
        `${digits(found.lowerQuartile)} to ${digits(found.upperQuartile)}`,
        `${digits(found.least)} to ${digits(found.most)}`,
        values.map(digits).join(" · "),
      ];
    }),
  };
}

function curvesTable({ x, y, curves }: CurvesFigure): FigureTable {
  const places = [...new Set(curves.flatMap(({ points }) => points.map((point) => point.x)))];
  const unit = y.unit === "" ? "" : `, ${y.unit}`;
  return {
    columns: [quantityTitle(x), ...curves.map(({ name }) => `${name}${unit}`)],
    rows: places
      .toSorted((a, b) => a - b)
      .map((place) => [
        digits(place),
        ...curves.map(({ points }) => valuesText(points.find((point) => point.x === place)?.values ?? [])),
      ]),
  };
}

/** The median, with the extremes where there are several values. */
function valuesText(values: readonly number[]): string {
  const found = summary(values);
  if (!found) return unknown;
  if (found.least === found.most) return digits(found.median);
  return `${digits(found.median)} (${digits(found.least)} to ${digits(found.most)})`;
}
