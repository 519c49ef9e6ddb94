/**
 * Holds once what is told again and again. For plain values only.
 */

/** `now`, or `before` where that says the same: what stays as it is takes room once, however often it is told. */
export function unchanged<T>(before: T | undefined, now: T): T {
  return before !== undefined && equal(before, now) ? before : now;
}

function equal(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => equal(one[name], other[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
