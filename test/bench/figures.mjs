/**
 * Figures of a bench: samples in, `{n, median, min, max}` out.
 */

/** @typedef {{unit: string, n: number, median: number, min: number, max: number}} Figure */

/**
 * @param {string} unit
 * @param {readonly number[]} samples at least one
 * @returns {Figure}
 */
export function figure(unit, samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ index) => rounded(sorted[index] ?? Number.NaN);
  const middle =
    ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
  return { unit, n: sorted.length, median: rounded(middle), min: at(0), max: at(sorted.length - 1) };
}

/**
 * The ratio of two medians.
 * @param {Figure} ours
 * @param {Figure} theirs
 */
export function ratio(ours, theirs) {
  return rounded(ours.median / theirs.median);
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toPrecision(4));
}

/**
 * A target and whether the measured value meets it. Nothing depends on it: a bench tells, a test asserts.
 * @param {string} what
 * @param {number} measured
 * @param {"<=" | ">="} relation
 * @param {number} bound
 */
export function target(what, measured, relation, bound) {
  const met = relation === "<=" ? measured <= bound : measured >= bound;
  return { what, measured: rounded(measured), target: `${relation} ${bound}`, met };
}
