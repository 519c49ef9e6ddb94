/**
 * The shortest way from one list of lines to another (Myers, "An O(ND) Difference Algorithm", 1986). Pure; its time
 * grows with the square of what differs, so callers bound the lines.
 */

/** A stretch in which the lists are equal, or one in which `removed` lines of the one stand against `added` of the other. */
export type Hunk =
  | { readonly kind: "same"; readonly count: number }
  | { readonly kind: "differs"; readonly removed: number; readonly added: number };

/** The hunks from `from` to `to`, in order; two of a kind never follow each other. */
export function diffLines(from: readonly string[], to: readonly string[]): readonly Hunk[] {
  const start = commonStart(from, to);
  const end = commonEnd(from, to, start);
  const steps: Hunk[] = [{ kind: "same", count: start }];
  steps.push(...middle(from.slice(start, from.length - end), to.slice(start, to.length - end)));
  steps.push({ kind: "same", count: end });
  return joined(steps);
}

function commonStart(from: readonly string[], to: readonly string[]): number {
  let count = 0;
  while (count < from.length && count < to.length && from[count] === to[count]) count++;
  return count;
}

function commonEnd(from: readonly string[], to: readonly string[], start: number): number {
  let count = 0;
  const most = Math.min(from.length, to.length) - start;
  while (count < most && from[from.length - 1 - count] === to[to.length - 1 - count]) count++;
  return count;
}

/** For each number of edits, the furthest place in `from` that each diagonal reached. */
function middle(from: readonly string[], to: readonly string[]): readonly Hunk[] {
  const [n, m] = [from.length, to.length];
  let furthest = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= n + m; edits++) {
    trace.push(furthest);
    const reached = new Map(furthest);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = fromAbove(furthest, diagonal, edits)
        ? at(furthest, diagonal + 1)
        : at(furthest, diagonal - 1) + 1;
      while (x < n && x - diagonal < m && from[x] === to[x - diagonal]) x++;
      reached.set(diagonal, x);
      if (x >= n && x - diagonal >= m) return wayBack(trace, n, m);
    }
    furthest = reached;
  }
  return [];
}

function wayBack(trace: readonly ReadonlyMap<number, number>[], n: number, m: number): readonly Hunk[] {
  const steps: Hunk[] = [];
  let [x, y] = [n, m];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const above = fromAbove(furthest, diagonal, edits);
    const before = above ? diagonal + 1 : diagonal - 1;
    const fromX = at(furthest, before);
    const turned = above ? fromX : fromX + 1;
    steps.push({ kind: "same", count: x - Math.max(turned, 0) });
    if (edits > 0) steps.push({ kind: "differs", removed: above ? 0 : 1, added: above ? 1 : 0 });
    [x, y] = [fromX, fromX - before];
  }
  return steps.reverse();
}

function fromAbove(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return (
    diagonal === -edits || (diagonal !== edits && at(furthest, diagonal - 1) < at(furthest, diagonal + 1))
  );
}

function at(furthest: ReadonlyMap<number, number>, diagonal: number): number {
  return furthest.get(diagonal) ?? 0;
}

function joined(steps: readonly Hunk[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const step of steps) {
    const last = hunks.at(-1);
    if (step.kind === "same" ? step.count === 0 : step.removed + step.added === 0) continue;
    if (last?.kind === "same" && step.kind === "same")
      hunks[hunks.length - 1] = { kind: "same", count: last.count + step.count };
    else if (last?.kind === "differs" && step.kind === "differs")
      hunks[hunks.length - 1] = {
        kind: "differs",
        removed: last.removed + step.removed,
        added: last.added + step.added,
      };
    else hunks.push(step);
  }
  return hunks;
}
