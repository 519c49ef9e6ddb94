import { describe, expect, it } from "vitest";
import { listRuns } from "../../../src/ui/machine-list/list-window.ts";

const top = { startPx: 0, lengthPx: 580, rowPx: 58 };

describe("a list of machines", () => {
  it("is built whole while it is short", () => {
    expect([listRuns(0, top, null), listRuns(40, top, null)]).toEqual([
      [],
      [{ kind: "rows", from: 0, to: 40 }],
    ]);
  });

  it("is built around what is seen of it when it is long, with gaps for the rest", () => {
    expect([listRuns(1000, top, null), listRuns(1000, { ...top, startPx: 29_000 }, null)]).toEqual([
      [
        { kind: "rows", from: 0, to: 16 },
        { kind: "gap", from: 16, to: 1000 },
      ],
      [
        { kind: "gap", from: 0, to: 494 },
        { kind: "rows", from: 494, to: 516 },
        { kind: "gap", from: 516, to: 1000 },
      ],
    ]);
  });

  it("keeps the row that has the keyboard, wherever it is", () => {
    const pinned = (row: number) =>
      listRuns(1000, { ...top, startPx: 29_000 }, row)
        .filter(({ kind }) => kind === "rows")
        .map(({ from, to }) => [from, to]);
    expect([pinned(3), pinned(500), pinned(999)]).toEqual([
      [
        [3, 4],
        [494, 516],
      ],
      [[494, 516]],
      [
        [494, 516],
        [999, 1000],
      ],
    ]);
  });

  it("is built to its end when it became shorter than where it is looked at", () => {
    expect(listRuns(50, { ...top, startPx: 29_000 }, null)).toEqual([{ kind: "gap", from: 0, to: 50 }]);
  });
});
