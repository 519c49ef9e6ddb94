/** Where values lie on an axis, and which of them are written at it. Pure. */

/** An axis from one value to another. */
export interface Scale {
  readonly kind: "linear" | "log";
  readonly least: number;
  readonly most: number;
}

/** A scale that holds all `values`; linear ones begin at zero, logarithmic ones at a power of ten. */
export function scaleFor(values: readonly number[], kind: Scale["kind"]): Scale {
  const known = values.filter((value) => Number.isFinite(value));
  const positive = known.filter((value) => value > 0);
  // A logarithm has no zero: what is not above it is shown on a straight scale.
  if (kind === "log" && positive.length > 0 && positive.length === known.length) {
    const least = 10 ** Math.floor(Math.log10(Math.min(...positive)));
    const most = 10 ** Math.ceil(Math.log10(Math.max(...positive)));
    return { kind, least, most: most > least ? most : least * 10 };
  }
  const most = Math.max(0, ...known);
  return { kind: "linear", least: Math.min(0, ...known), most: most > 0 ? niceCeiling(most) : 1 };
}

/** The part of the axis, 0 to 1, at which `value` lies. */
export function place({ kind, least, most }: Scale, value: number): number {
  if (kind === "linear") return (value - least) / (most - least);
  return Math.log10(value / least) / Math.log10(most / least);
}

/** Values to write at the axis: about `wanted` of them, `leastStep` or more apart; on a logarithmic one powers of ten. */
export function ticks({ kind, least, most }: Scale, wanted = 5, leastStep = 0): readonly number[] {
  if (kind === "log") {
    const decades = Math.round(Math.log10(most / least));
    const step = Math.max(1, Math.ceil(decades / 8));
    const count = Math.floor(decades / step) + 1;
    return Array.from({ length: count }, (_, index) => least * 10 ** (index * step));
  }
  const step = niceStep(Math.max(leastStep, (most - least) / wanted));
  const first = Math.ceil(least / step);
  const last = Math.floor(most / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** 1, 2 or 5 times a power of ten, `size` or a little more. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((each) => each * power >= size * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function niceCeiling(value: number): number {
  const step = niceStep(value / 5);
  return Math.ceil(value / step - 1e-9) * step;
}
