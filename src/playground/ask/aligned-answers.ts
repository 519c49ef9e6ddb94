/**
 * Answers in rows that can stand side by side: each line beside the line of the reference that it is, or replaces. Pure.
 */
import { diffLines } from "./line-diff.ts";

/** A line of an answer, against the reference. */
export type Cell =
  | { readonly kind: "same"; readonly text: string }
  /** Stands where the reference has another; `from` and `to` enclose what differs. */
  | { readonly kind: "changed"; readonly text: string; readonly from: number; readonly to: number }
  | { readonly kind: "added"; readonly text: string }
  /** The reference has a line here, this answer none. */
  | { readonly kind: "missing" }
  /** Room beside a line that another answer adds. */
  | { readonly kind: "blank" };

/** An answer in rows, and how many of its lines differ. */
export interface AlignedAnswer {
  readonly cells: readonly Cell[];
  readonly differing: number;
}

/** How `other` compares, by lines of the reference: what stands at each, and what comes before the first and after each. */
interface Compared {
  readonly at: readonly Cell[];
  readonly after: readonly (readonly Cell[])[];
}

/**
 * What was compared before, by the two answers: each answer that comes has all of them aligned anew, and to compare hundreds
 * of lines that differ is most of a frame's time.
 */
const known = new WeakMap<readonly string[], WeakMap<readonly string[], Compared>>();

/** Aligns answers; that at `reference` is what the others are compared with. All have as many cells. */
export function alignAnswers(
  answers: readonly (readonly string[])[],
  reference: number,
): readonly AlignedAnswer[] {
  const base = answers[reference] ?? [];
  const compared = answers.map((lines, index) =>
    index === reference ? itself(base) : comparedOnce(base, lines),
  );
  const rooms = Array.from({ length: base.length + 1 }, (_, gap) =>
    Math.max(0, ...compared.map(({ after }) => after[gap]?.length ?? 0)),
  );
  return compared.map(({ at, after }) => {
    const cells = rooms.flatMap((room, gap): readonly Cell[] => {
      const here = after[gap] ?? [];
      const blanks = Array.from({ length: room - here.length }, (): Cell => ({ kind: "blank" }));
      const line = gap > 0 ? at[gap - 1] : undefined;
      return [...(line ? [line] : []), ...here, ...blanks];
    });
    return { cells, differing: cells.filter(({ kind }) => kind !== "same" && kind !== "blank").length };
  });
}

function itself(lines: readonly string[]): Compared {
  return { at: lines.map((text) => ({ kind: "same", text })), after: [] };
}

function comparedOnce(base: readonly string[], lines: readonly string[]): Compared {
  const ofBase = known.get(base) ?? new WeakMap<readonly string[], Compared>();
  known.set(base, ofBase);
  const compared = ofBase.get(lines) ?? compare(base, lines);
  ofBase.set(lines, compared);
  return compared;
}

function compare(base: readonly string[], lines: readonly string[]): Compared {
  const at: Cell[] = [];
  const after: Cell[][] = [];
  let taken = 0;
  for (const hunk of diffLines(base, lines)) {
    if (hunk.kind === "same") {
      for (let count = 0; count < hunk.count; count++) at.push({ kind: "same", text: lines[taken++] ?? "" });
      continue;
    }
    const pairs = Math.min(hunk.removed, hunk.added);
    for (let count = 0; count < pairs; count++) at.push(changed(base[at.length] ?? "", lines[taken++] ?? ""));
    for (let count = pairs; count < hunk.removed; count++) at.push({ kind: "missing" });
    const added = Array.from({ length: hunk.added - pairs }, (): Cell => ({
      kind: "added",
      text: lines[taken++] ?? "",
    }));
    if (added.length > 0) after[at.length] = added;
  }
  return { at, after };
}

/** What differs between two lines lies between what they begin and end with alike. */
function changed(base: string, text: string): Cell {
  let from = 0;
  while (from < base.length && from < text.length && base[from] === text[from]) from++;
  let end = 0;
  const most = Math.min(base.length, text.length) - from;
  while (end < most && base[base.length - 1 - end] === text[text.length - 1 - end]) end++;
  return { kind: "changed", text, from, to: text.length - end };
}
