/**
 * Where each box of the diagram is, in pixels: columns for what each machine has of its own, spans for what is shared,
 * the hardware at the bottom. Pure; knows neither colours nor elements.
 */
import type { AnatomyBox, Arrangement, BoxKind } from "../../playground/anatomy/anatomy-box.ts";

/** A box and its place; the origin is the top left corner. */
export interface PlacedBox {
  readonly box: AnatomyBox;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its place in the tree, for the keyboard and for screen readers: 1 is the root. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly parentId: string | null;
}

/** A name over a machine's column. */
export interface ColumnLabel {
  readonly id: string;
  readonly text: string;
  readonly note: string;
  readonly accent: number | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The whole diagram. */
export interface AnatomyLayout {
  readonly width: number;
  readonly height: number;
  /** Each before what stands on it: the order of the tree. */
  readonly boxes: readonly PlacedBox[];
  readonly labels: readonly ColumnLabel[];
}

/** No column is narrower: its words could not be read. */
export const leastColumnWidth = 146;
const mostColumnWidth = 280;
const columnGap = 10;
const storeyGap = 4;
const labelHeight = 38;

/** Heights are of two kinds: what runs is high, what is only laid between is low. */
const heights: Readonly<Record<BoxKind, number>> = {
  hardware: 44,
  host: 44,
  hypervisor: 44,
  "virtual-hardware": 44,
  kernel: 44,
  system: 44,
  application: 44,
  "shared-kernel": 44,
  layer: 26,
  namespaces: 26,
};

interface Draft {
  readonly box: AnatomyBox;
  readonly first: number;
  readonly last: number;
  readonly bottom: number;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly parentId: string | null;
}

/** Lays a tree out in about `availableWidth`; it becomes wider when its columns could not be read otherwise. */
export function layOut(root: AnatomyBox, availableWidth: number): AnatomyLayout {
  const drafts: Draft[] = [];
  const columns = draft(
    root,
    { column: 0, bottom: 0, level: 1, position: 1, siblings: 1, parentId: null },
    drafts,
  );
  const room = (availableWidth - (columns - 1) * columnGap) / columns;
  const columnWidth = Math.min(mostColumnWidth, Math.max(leastColumnWidth, room));
  const step = columnWidth + columnGap;
  // The lowest boxes alone are no reason to be narrow.
  const width = Math.max(columns * step - columnGap, Math.min(availableWidth, 2 * mostColumnWidth));
  const stretch = width / (columns * step - columnGap);
  const top = Math.max(...drafts.map(({ box, bottom }) => bottom + heights[box.kind]));
  const named = drafts.some(({ box }) => box.kind === "application");
  const height = top + (named ? labelHeight : 0);
  const boxes = drafts.map(({ box, first, last, bottom, ...place }): PlacedBox => ({
    box,
    x: Math.round(first * step * stretch),
    y: height - bottom - heights[box.kind],
    width: Math.round((last * step + columnWidth) * stretch) - Math.round(first * step * stretch),
    height: heights[box.kind],
    ...place,
  }));
  return { width: Math.round(width), height, boxes, labels: labelsOf(boxes) };
}

/** Puts `box` and what stands on it into `drafts`; how many columns they take. */
function draft(
  box: AnatomyBox,
  place: Omit<Draft, "box" | "first" | "last"> & { readonly column: number },
  drafts: Draft[],
): number {
  const { column, ...rest } = place;
  const at = drafts.length;
  const above = place.bottom + heights[box.kind] + storeyGap;
  drafts.push({ box, first: column, last: column, ...rest });
  let columns = 0;
  for (const [index, child] of box.children.entries()) {
    columns += draft(
      child,
      {
        column: column + columns,
        bottom: above,
        level: place.level + 1,
        position: index + 1,
        siblings: box.children.length,
        parentId: box.id,
      },
      drafts,
    );
  }
  const taken = Math.max(1, columns);
  drafts[at] = { box, first: column, last: column + taken - 1, ...rest };
  return taken;
}

/** Over each column that is a machine's, its name. */
function labelsOf(boxes: readonly PlacedBox[]): readonly ColumnLabel[] {
  return boxes.flatMap(({ box, x, y, width }) => {
    if (box.kind !== "application") return [];
    const text = box.machines[0] ?? "host";
    return [{ id: box.id, text, note: noteOf(box), accent: box.accent, x, y: y - labelHeight, width }];
  });
}

const notes: Readonly<Record<Arrangement, string>> = {
  type2: "guest, type 2",
  type1: "guest, type 1",
  system: "system sandbox",
  application: "application sandbox",
};

function noteOf({ arrangements: [arrangement] }: AnatomyBox): string {
  return arrangement ? notes[arrangement] : "in no sandbox";
}
