/**
 * The shortest way from one list of lines to another (Myers, "An O(ND) Difference Algorithm", 1986). Pure. Its time grows
 * with the square of what differs: lists that have next to nothing in common are taken as different throughout.
 */

/** Beyond so many lines the way is not worth its time. */
const mostEdits = 200;

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
  const most = Math.min(n + m, mostEdits);
  const furthest = new Furthest(most);
  const trace: Furthest[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.copy(edits));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = furthest.step(diagonal, edits).x;
      while (x < n && x - diagonal < m && from[x] === to[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= n && x - diagonal >= m) return wayBack(trace, n, m);
    }
  }
  return [{ kind: "differs", removed: n, added: m }];
}

function wayBack(trace: readonly Furthest[], n: number, m: number): readonly Hunk[] {
  const steps: Hunk[] = [];
  let [x, y] = [n, m];
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const taken = trace[edits]?.step(x - y, edits);
    if (!taken) break;
    steps.push({ kind: "same", count: x - taken.x });
    steps.push({ kind: "differs", removed: taken.down ? 0 : 1, added: taken.down ? 1 : 0 });
    x = taken.down ? taken.x : taken.x - 1;
    y = x - (taken.down ? taken.diagonal + 1 : taken.diagonal - 1);
  }
  steps.push({ kind: "same", count: x });
  return steps.reverse();
}

/** How far each diagonal came, from `-most - 1` to `most + 1`. */
class Furthest {
  readonly #reached: Int32Array;
  readonly #middle: number;

  constructor(most: number, reached = new Int32Array(2 * most + 3)) {
    this.#reached = reached;
    this.#middle = (reached.length - 1) / 2;
  }

  set(diagonal: number, x: number): void {
    this.#reached[this.#middle + diagonal] = x;
  }

  /** The step to a diagonal by one more edit: down adds a line, right removes one. */
  step(
    diagonal: number,
    edits: number,
  ): { readonly diagonal: number; readonly x: number; readonly down: boolean } {
    const [left, right] = [this.#at(diagonal - 1), this.#at(diagonal + 1)];
    const down = diagonal === -edits || (diagonal !== edits && left < right);
    return { diagonal, x: down ? right : left + 1, down };
  }

  /** What the steps by `edits` edits need of it. */
  copy(edits: number): Furthest {
    const reach = edits + 1;
    return new Furthest(edits, this.#reached.slice(this.#middle - reach, this.#middle + reach + 1));
  }

  #at(diagonal: number): number {
    return this.#reached[this.#middle + diagonal] ?? 0;
  }
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
