/** Bytes collected up to a bound. */
import { describe, expect, it } from "vitest";
import { BoundedBytes } from "../../../src/base/bounded-bytes.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.of(...values);

describe("bounded bytes", () => {
  it("keep all that fits, and say when something did not", () => {
    const kept = new BoundedBytes(4);
    kept.add(bytes(1, 2));
    kept.add(bytes(3, 4));
    const full = { whole: [...kept.whole()], overflowed: kept.overflowed };
    kept.add(bytes(5));
    expect({ full, after: { whole: [...kept.whole()], overflowed: kept.overflowed } }).toEqual({
      full: { whole: [1, 2, 3, 4], overflowed: false },
      after: { whole: [1, 2, 3, 4], overflowed: true },
    });
  });

  it("keep what they were given, whatever becomes of the giver's array", () => {
    const kept = new BoundedBytes(2);
    const piece = bytes(7, 8, 9);
    kept.add(piece);
    piece.fill(0);
    expect({ whole: [...kept.whole()], overflowed: kept.overflowed }).toEqual({
      whole: [7, 8],
      overflowed: true,
    });
  });
});
