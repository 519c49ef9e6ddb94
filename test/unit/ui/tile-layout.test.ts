import { describe, expect, test } from "vitest";
import {
  evenSizes,
  moveGutter,
  shapeKey,
  sizesFit,
  tileGutters,
  tileRects,
  tileShape,
} from "../../../src/ui/consoles/tile-layout.ts";

describe("tiles", () => {
  test("fill a wide area side by side and a narrow one below each other", () => {
    expect([tileShape(2, 1400, 600), tileShape(2, 600, 1400)]).toEqual([[2], [1, 1]]);
  });

  test("that do not fill the rows evenly leave the later rows fewer and wider tiles", () => {
    expect(tileRects(evenSizes([2, 1]))).toEqual([
      { left: 0, top: 0, width: 0.5, height: 0.5 },
      { left: 0.5, top: 0, width: 0.5, height: 0.5 },
      { left: 0, top: 0.5, width: 1, height: 0.5 },
    ]);
  });

  test("are as many as were asked for, in any area", () => {
    const counts = [0, 1, 2, 3, 5, 8, 13];
    const shapes = counts.map((count) => tileShape(count, 1100, 800).reduce((sum, tiles) => sum + tiles, 0));
    expect(shapes).toEqual(counts);
  });
});

describe("a gutter", () => {
  test("lies between two tiles of a row and below every row but the last", () => {
    const kinds = tileGutters(evenSizes([2, 1])).map(({ row, column }) => ({ row, column }));
    expect(kinds).toEqual([
      { row: 0, column: 0 },
      { row: 0, column: null },
    ]);
  });

  test("gives to one side what it takes from the other", () => {
    const sizes = evenSizes([2]);
    const [gutter] = tileGutters(sizes);
    expect(gutter && moveGutter(sizes, gutter, 0.2)).toEqual({ rows: [1], columns: [[0.7, 0.3]] });
  });

  test("leaves each side an eighth or so, however far it is dragged", () => {
    const sizes = evenSizes([2]);
    const [gutter] = tileGutters(sizes);
    expect(gutter && moveGutter(sizes, gutter, 5)).toEqual({ rows: [1], columns: [[0.88, 0.12]] });
  });
});

test("remembered sizes fit the shape they were made for and no other", () => {
  const sizes = evenSizes([3, 2]);
  expect([sizesFit(sizes, [3, 2]), sizesFit(sizes, [2, 3]), shapeKey([3, 2])]).toEqual([true, false, "3+2"]);
});
