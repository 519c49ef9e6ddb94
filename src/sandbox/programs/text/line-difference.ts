/**
 * The shortest way from one list of lines to another (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
 */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";

/** Lines `from` … of the first are replaced by lines of the second; indices from 0, ends not included. */
export interface Change {
  readonly fromStart: number;
  readonly fromEnd: number;
  readonly toStart: number;
  readonly toEnd: number;
}

/** What changes, in order. */
export function* lineChanges(from: readonly string[], to: readonly string[]): Blocking<readonly Change[]> {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let [fromEnd, toEnd] = [from.length, to.length];
  while (fromEnd > start && toEnd > start && from[fromEnd - 1] === to[toEnd - 1]) {
    fromEnd -= 1;
    toEnd -= 1;
  }
  const kept = yield* keptPairs(from.slice(start, fromEnd), to.slice(start, toEnd));
  const changes: Change[] = [];
  let [fromAt, toAt] = [start, start];
  for (const [one, other] of [
    ...kept.map(([a, b]) => [a + start, b + start] as const),
    [fromEnd, toEnd] as const,
  ]) {
    if (one > fromAt || other > toAt)
      changes.push({ fromStart: fromAt, fromEnd: one, toStart: toAt, toEnd: other });
    [fromAt, toAt] = [one + 1, other + 1];
  }
  return changes;
}

/** Pairs of indices of lines that stay. */
function* keptPairs(
  a: readonly string[],
  b: readonly string[],
): Blocking<readonly (readonly [number, number])[]> {
  const most = a.length + b.length;
  const trail: Int32Array[] = [];
  let furthest = new Int32Array(3);
  for (let distance = 0; distance <= most; distance++) {
    yield checkpoint;
    trail.push(furthest);
    const next = new Int32Array(2 * distance + 3);
    const old = (diagonal: number): number => furthest[diagonal + distance] ?? 0;
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const down = diagonal === -distance || (diagonal !== distance && old(diagonal - 1) < old(diagonal + 1));
      let x = distance === 0 ? 0 : down ? old(diagonal + 1) : old(diagonal - 1) + 1;
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      next[diagonal + distance + 1] = x;
      if (x >= a.length && y >= b.length) return walkBack(a, b, trail, distance);
    }
    furthest = next;
  }
  return [];
}

/** From the end to the beginning, by the furthest points of one difference less each. */
function walkBack(
  a: readonly string[],
  b: readonly string[],
  trail: readonly Int32Array[],
  distance: number,
): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [x, y] = [a.length, b.length];
  for (let left = distance; left >= 0; left--) {
    const old = (diagonal: number): number => trail[left]?.[diagonal + left] ?? 0;
    const diagonal = x - y;
    const down = diagonal === -left || (diagonal !== left && old(diagonal - 1) < old(diagonal + 1));
    const before = down ? diagonal + 1 : diagonal - 1;
    const startX = left === 0 ? 0 : old(before);
    const startY = left === 0 ? 0 : startX - before;
    while (x > startX && y > startY) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    [x, y] = [startX, startY];
  }
  return pairs.toReversed();
}
