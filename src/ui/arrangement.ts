/**
 * What is remembered of how the user has arranged the consoles, and how it is read back from wherever it was kept. Pure.
 */
import type { TileSizes } from "./consoles/tile-layout.ts";

/** How consoles are shown: side by side, or one at a time. */
export type ConsoleMode = "tiles" | "tabs";

/** What is remembered. What is hidden is not: no machine outlives the page; one of the same name is another. */
export interface Arrangement {
  readonly mode: ConsoleMode;
  readonly order: readonly string[];
  readonly sizes: Readonly<Record<string, TileSizes>>;
  readonly listWidthPx: number;
}

/** Before anything was arranged. */
export const initialArrangement: Arrangement = { mode: "tiles", order: [], sizes: {}, listWidthPx: 304 };
/** How narrow and how wide the list of machines can be, in CSS pixels. */
export const listWidthsPx = { least: 220, most: 480 };

/** What was stored, as far as it makes sense. */
export function readArrangement(stored: unknown): Arrangement {
  if (typeof stored !== "object" || stored === null) return initialArrangement;
  const { mode, order, sizes, listWidthPx }: Partial<Record<keyof Arrangement, unknown>> = stored;
  return {
    mode: mode === "tabs" ? "tabs" : "tiles",
    order: names(order),
    sizes: readSizes(sizes),
    listWidthPx: typeof listWidthPx === "number" ? listWidthPx : initialArrangement.listWidthPx,
  };
}

function names(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? stored.filter((name) => typeof name === "string") : [];
}

function readSizes(stored: unknown): Readonly<Record<string, TileSizes>> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter(([, sizes]) => isSizes(sizes)));
}

function isSizes(stored: unknown): stored is TileSizes {
  if (typeof stored !== "object" || stored === null) return false;
  const { rows, columns }: { rows?: unknown; columns?: unknown } = stored;
  return areShares(rows) && Array.isArray(columns) && columns.every(areShares);
}

function areShares(stored: unknown): boolean {
  return (
    Array.isArray(stored) && stored.every((share) => typeof share === "number" && share > 0 && share <= 1)
  );
}
