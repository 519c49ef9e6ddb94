/**
 * What a handful of measured values say together: median, quartiles, extremes. Pure; knows no experiment.
 */

/** A summary of values. The middle half lies between the quartiles. */
export interface Summary {
  /** How many values. */
  readonly count: number;
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly least: number;
  readonly most: number;
}

/** `null` of no values. */
export function summary(values: readonly number[]): Summary | null {
  if (values.length === 0) return null;
  return {
    count: values.length,
    median: quantile(values, 0.5),
    lowerQuartile: quantile(values, 0.25),
    upperQuartile: quantile(values, 0.75),
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

/** The median; `null` of no values. */
export function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantile(values, 0.5);
}

/**
 * The value below which `share` (0 to 1) of the values lie, between two of them by straight line: the seventh of the
 * ways in Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), which spreadsheets use.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new Error("a quantile needs at least one value");
  return below + (above - below) * (at - Math.floor(at));
}

/** A straight line. */
export interface Line {
  /** At x = 0. */
  readonly base: number;
  /** For each one more of x. */
  readonly slope: number;
}

/**
 * The line through points that is least wrong whatever one of them does (Theil and Sen): the median of the slopes of all
 * pairs, and of what is left then. `null` unless two points differ in x.
 */
export function robustLine(points: readonly (readonly [x: number, y: number])[]): Line | null {
  const slopes = points.flatMap(([x, y], index) =>
    points
      .slice(index + 1)
      .flatMap(([otherX, otherY]) => (otherX === x ? [] : [(otherY - y) / (otherX - x)])),
  );
  const slope = median(slopes);
  const base = slope === null ? null : median(points.map(([x, y]) => y - slope * x));
  return slope === null || base === null ? null : { base, slope };
}

/**
 * From which whole x (1 and more) on `one` is below `other` for good; `null` where it never is, or only up to some x.
 */
export function breakEven(one: Line, other: Line): number | null {
  const gain = other.slope - one.slope;
  const start = one.base - other.base;
  if (gain === 0) return start < 0 ? 1 : null;
  if (gain < 0) return null;
  return Math.max(1, Math.floor(start / gain) + 1);
}
