/** Lists of positions as cut(1) takes them: `1,3-5,7-`, `-4`. */
import { CommandFailure } from "../command/command.ts";

/** From and to, from 1, both included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ranges in order, those that touch made one. */
export function parseRanges(list: string, what: string): readonly Range[] {
  const ranges = list.split(/[, ]/u).map((part) => {
    const match = /^(\d*)(-?)(\d*)$/u.exec(part);
    const [, from = "", dash = "", to = ""] = match ?? [];
    if (!match || (from === "" && to === "")) throw new CommandFailure(`invalid field value '${part}'`);
    const range = {
      from: from === "" ? 1 : Number(from),
      to: dash === "" ? Number(from) : to === "" ? Infinity : Number(to),
    };
    if (range.from === 0) throw new CommandFailure(`${what} are numbered from 1`);
    if (range.to < range.from) throw new CommandFailure("invalid decreasing range");
    return range;
  });
  const merged: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  return merged;
}

/** What lies in each range, or, with `complement`, between them. */
export function selectRanges<T>(
  items: readonly T[],
  ranges: readonly Range[],
  complement: boolean,
): readonly { readonly items: readonly T[] }[] {
  const chosen = complement ? inverse(ranges) : ranges;
  return chosen
    .map(({ from, to }) => ({ items: items.slice(from - 1, to) }))
    .filter((part) => part.items.length > 0);
}

function inverse(ranges: readonly Range[]): readonly Range[] {
  const gaps: Range[] = [];
  let next = 1;
  for (const { from, to } of ranges) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  return next === Infinity ? gaps : [...gaps, { from: next, to: Infinity }];
}
