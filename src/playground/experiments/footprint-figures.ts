/** Figures and findings of the experiment on footprint. Pure. */
import { MIB } from "../../base/units.ts";
import { arrangementPlurals, arrangementTitles, isGuest, type Arrangement } from "./arrangement.ts";
import type { Download } from "./experiment-host.ts";
import type { Curve, CurvePoint, CurvesFigure, Mark } from "./result.ts";
import { breakEven, median, robustLine, type Line } from "./statistics.ts";
import { amount, count } from "./words.ts";

/** What so many machines of a kind took together, in MiB; `null` where it was not told. */
export interface MemoryPoint {
  readonly kind: Arrangement;
  readonly count: number;
  readonly reservedMiB: number | null;
  readonly touchedMiB: number | null;
  readonly chargedMiB: number | null;
  readonly layersMiB: number;
}

interface Series {
  readonly id: string;
  readonly kind: Arrangement;
  readonly name: string;
  readonly line: Curve["line"];
  readonly value: (point: MemoryPoint) => number | null;
}

const unitMiB = { unit: "MiB" };
const machines = { name: "machines", unit: "" };

/** Memory of all, and for each machine. */
export function memoryFigures(
  points: readonly MemoryPoint[],
  kinds: readonly Arrangement[],
): readonly [CurvesFigure, CurvesFigure] {
  const series = kinds.flatMap(seriesOf);
  const curves = series.map((each) => curveOf(each, points));
  const perMachine = curves.map((curve) => ({
    ...curve,
    points: curve.points.map(({ x, values }) => ({ x, values: values.map((value) => value / x) })),
  }));
  const marks = breakEvens(curves);
  const y = { name: "memory", ...unitMiB };
  return [
    {
      kind: "curves",
      id: "memory-per-machine",
      title: "Memory for each machine",
      x: machines,
      y,
      curves: perMachine,
      marks,
    },
    { kind: "curves", id: "memory", title: "Memory of all machines", x: machines, y, curves, marks },
  ];
}

/** Download for each machine, exact: it is fetched once. */
export function downloadFigure(
  downloads: ReadonlyMap<Arrangement, readonly Download[]>,
  numbers: readonly number[],
): CurvesFigure {
  const curves = Array.from(downloads, ([kind, parts]): Curve => {
    const total = totalMiB(parts);
    return {
      id: kind,
      name: arrangementTitles[kind],
      subject: kind,
      line: "solid",
      points: numbers.map((x) => ({ x, values: [total / x] })),
    };
  });
  return {
    kind: "curves",
    id: "download-per-machine",
    title: "Download for each machine",
    x: machines,
    y: { name: "download", ...unitMiB },
    curves,
    marks: [],
  };
}

/** What one more costs of each kind, what is shared, and where they break even. */
export function footprintFindings(
  [, { curves }]: readonly [CurvesFigure, CurvesFigure],
  downloads: ReadonlyMap<Arrangement, readonly Download[]>,
): readonly string[] {
  const lines = curves.flatMap((curve) => {
    const line = lineOf(curve);
    return line ? [{ name: curve.name, line }] : [];
  });
  const marginal = lines.map(
    ({ name, line }) =>
      `${name}: ${amount(line.slope, unitMiB)} for each more machine${line.base > 0.005 ? `, and ${amount(line.base, unitMiB)} once for all` : ""}.`,
  );
  const fetched = Array.from(downloads, ([kind, parts]) => {
    const each = parts.map(({ title, bytes }) => `${title} ${amount(bytes / MIB, unitMiB)}`);
    return `Download for ${arrangementPlurals[kind]}: ${amount(totalMiB(parts), unitMiB)} once (${each.join(", ")}).`;
  });
  return [...marginal, ...breakEvenWords(curves), ...fetched];
}

function seriesOf(kind: Arrangement): readonly Series[] {
  const name = arrangementTitles[kind];
  if (!isGuest(kind)) {
    const value = ({ chargedMiB, layersMiB }: MemoryPoint): number | null =>
      chargedMiB === null ? null : chargedMiB + layersMiB;
    return [{ id: kind, kind, name: `${name}, charged and layers`, line: "solid", value }];
  }
  return [
    {
      id: `${kind} reserved`,
      kind,
      name: `${name}, reserved`,
      line: "dashed",
      value: ({ reservedMiB }) => reservedMiB,
    },
    {
      id: `${kind} touched`,
      kind,
      name: `${name}, touched`,
      line: "solid",
      value: ({ touchedMiB }) => touchedMiB,
    },
  ];
}

function curveOf({ id, kind, name, line, value }: Series, points: readonly MemoryPoint[]): Curve {
  const own = points.filter((point) => point.kind === kind);
  const places = [...new Set(own.map((point) => point.count))].toSorted((a, b) => a - b);
  const at = (x: number): CurvePoint => ({
    x,
    values: own.filter((point) => point.count === x).flatMap((point) => value(point) ?? []),
  });
  return { id, name, subject: kind, line, points: places.map(at) };
}

function lineOf({ points }: Curve): Line | null {
  return robustLine(
    points.flatMap(({ x, values }) => {
      const middle = median(values);
      return middle === null ? [] : [[x, middle] as const];
    }),
  );
}

interface Crossing {
  readonly cheaper: string;
  readonly dearer: string;
  readonly from: number;
}

/** Of each pair the one that costs less from some number on. */
function crossings(curves: readonly Curve[]): readonly Crossing[] {
  const lines = curves.map((curve) => ({ curve, line: lineOf(curve) }));
  return lines.flatMap((one) =>
    lines.flatMap((other): readonly Crossing[] => {
      // Of the same kind is no choice between kinds.
      if (isVirtual(one.curve) === isVirtual(other.curve) || !one.line || !other.line) return [];
      const from = breakEven(one.line, other.line);
      return from === null ? [] : [{ cheaper: one.curve.name, dearer: other.curve.name, from }];
    }),
  );
}

function isVirtual({ subject }: Curve): boolean {
  return subject === "guest" || subject === "guest-type-1";
}

/** Those within the chart, beyond the first machine. */
function breakEvens(curves: readonly Curve[]): readonly Mark[] {
  const last = Math.max(0, ...curves.flatMap(({ points }) => points.map(({ x }) => x)));
  return crossings(curves)
    .filter(({ from }) => from > 1 && from <= last)
    .map(({ from }) => ({ from, to: from, words: `break-even at ${from}` }));
}

function breakEvenWords(curves: readonly Curve[]): readonly string[] {
  return crossings(curves).map(({ cheaper, dearer, from }) =>
    from === 1
      ? `${cheaper}: less memory than ${dearer} from the first machine on.`
      : `${cheaper}: less memory than ${dearer} from ${count(from, "machine")} on.`,
  );
}

function totalMiB(parts: readonly Download[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes / MIB, 0);
}
