/**
 * Where tiles go: how many in each row, and how large each is. Pure; fractions of the area, 0 to 1.
 */

/** Relative sizes: of the rows, and of the tiles in each row. */
export interface TileSizes {
  readonly rows: readonly number[];
  readonly columns: readonly (readonly number[])[];
}

/** A tile's place. */
export interface TileRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A line between tiles that can be dragged: after row `row`, or after tile `column` of that row. */
export interface Gutter extends TileRect {
  readonly row: number;
  readonly column: number | null;
}

const wantedWidthPx = 660;
const wantedHeightPx = 360;
const leastShare = 0.12;

/** How many tiles each row has, for `count` tiles in an area: as near to a terminal of 80 by 20 as can be. */
export function tileShape(count: number, widthPx: number, heightPx: number): readonly number[] {
  let best: readonly number[] = [];
  let bestFit = -1;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const fit =
      Math.min(1, widthPx / columns / wantedWidthPx) * Math.min(1, heightPx / rows / wantedHeightPx);
    const shape = spread(count, rows);
    if (fit > bestFit && Math.max(...shape) === columns) {
      bestFit = fit;
      best = shape;
    }
  }
  return best;
}

/** A shape's name, for remembering its sizes. */
export function shapeKey(shape: readonly number[]): string {
  return shape.join("+");
}

/** Equal sizes. */
export function evenSizes(shape: readonly number[]): TileSizes {
  return {
    rows: shape.map(() => 1 / shape.length),
    columns: shape.map((tiles) => Array.from({ length: tiles }, () => 1 / tiles)),
  };
}

/** Whether sizes from elsewhere fit `shape`. */
export function sizesFit(sizes: TileSizes, shape: readonly number[]): boolean {
  return sizes.rows.length === shape.length && shape.every((n, row) => sizes.columns[row]?.length === n);
}

/** The tiles' places, row by row. */
export function tileRects(sizes: TileSizes): readonly TileRect[] {
  const tops = starts(sizes.rows);
  return sizes.columns.flatMap((columns, row) => {
    const lefts = starts(columns);
    return columns.map((width, column) => ({
      left: lefts[column] ?? 0,
      top: tops[row] ?? 0,
      width,
      height: sizes.rows[row] ?? 1,
    }));
  });
}

/** The lines between tiles. */
export function tileGutters(sizes: TileSizes): readonly Gutter[] {
  const tops = starts(sizes.rows);
  return sizes.columns.flatMap((columns, row) => {
    const top = tops[row] ?? 0;
    const height = sizes.rows[row] ?? 1;
    const lefts = starts(columns);
    const within = columns
      .slice(1)
      .map((_, column) => ({ row, column, left: lefts[column + 1] ?? 0, top, width: 0, height }));
    const below =
      row + 1 < sizes.rows.length
        ? [{ row, column: null, left: 0, top: top + height, width: 1, height: 0 }]
        : [];
    return [...within, ...below];
  });
}

/** Where a gutter is and can be, in fractions of the area. */
export function gutterRange(
  { rows, columns }: TileSizes,
  { row, column, left, top }: Gutter,
): { readonly at: number; readonly least: number; readonly most: number } {
  const [shares, index, at] = column === null ? [rows, row, top] : [columns[row] ?? [], column, left];
  return {
    at,
    least: at - (shares[index] ?? 0) + leastShare,
    most: at + (shares[index + 1] ?? 0) - leastShare,
  };
}

/** Sizes after a gutter has been moved by `share` of the area; no tile gets smaller than an eighth or so. */
export function moveGutter(sizes: TileSizes, { row, column }: Gutter, share: number): TileSizes {
  if (column === null) return { ...sizes, rows: shift(sizes.rows, row, share) };
  const columns = sizes.columns.map((widths, at) => (at === row ? shift(widths, column, share) : widths));
  return { ...sizes, columns };
}

function spread(count: number, rows: number): readonly number[] {
  return Array.from({ length: rows }, (_, row) => Math.ceil((count - row) / rows));
}

function starts(sizes: readonly number[]): readonly number[] {
  let at = 0;
  return sizes.map((size) => {
    const start = at;
    at += size;
    return start;
  });
}

function shift(sizes: readonly number[], at: number, share: number): readonly number[] {
  const before = sizes[at] ?? 0;
  const after = sizes[at + 1] ?? 0;
  const moved = Math.min(Math.max(share, leastShare - before), after - leastShare);
  return sizes.map((size, index) => {
    if (index === at) return size + moved;
    return index === at + 1 ? size - moved : size;
  });
}
