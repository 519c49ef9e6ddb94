/**
 * Which rows of a long list are built: those in sight and a few around them, with gaps as long as the others would be.
 * Pure; knows lengths along the list only.
 */

/** A list of no more rows than this is built whole. */
export const wholeRows = 40;

/** Rows built beyond either end of what is seen: so many come into sight before the next frame. */
const spareRows = 6;

/** What is seen of a list, in CSS pixels along it. */
export interface ListView {
  readonly startPx: number;
  readonly lengthPx: number;
  /** How long a row is on average, with the space after it. */
  readonly rowPx: number;
}

/** Rows that are built, or are not: `to` is the first one after them. */
export interface ListRun {
  readonly kind: "rows" | "gap";
  readonly from: number;
  readonly to: number;
}

/** A list of `count` rows as runs; the row `pinned` is built wherever it is, as it has the keyboard. */
export function listRuns(count: number, view: ListView, pinned: number | null): readonly ListRun[] {
  if (count <= wholeRows) return count === 0 ? [] : [{ kind: "rows", from: 0, to: count }];
  const within = (row: number): number => Math.min(Math.max(row, 0), count);
  const from = within(Math.floor(view.startPx / view.rowPx) - spareRows);
  const to = within(Math.ceil((view.startPx + view.lengthPx) / view.rowPx) + spareRows);
  const built = [{ from, to }];
  if (pinned !== null && pinned < from) built.unshift({ from: pinned, to: pinned + 1 });
  if (pinned !== null && pinned >= to) built.push({ from: pinned, to: pinned + 1 });
  const runs: ListRun[] = [];
  let at = 0;
  for (const rows of built) {
    if (rows.from > at) runs.push({ kind: "gap", from: at, to: rows.from });
    if (rows.to > rows.from) runs.push({ kind: "rows", ...rows });
    at = Math.max(at, rows.to);
  }
  if (at < count) runs.push({ kind: "gap", from: at, to: count });
  return runs;
}
