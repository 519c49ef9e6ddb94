import { describe, expect, it } from "vitest";
import { RecentOutput } from "../../../src/guest/recent-output.ts";

const text = (output: RecentOutput): string =>
  output.pieces.map((piece) => new TextDecoder().decode(piece)).join("");

describe("recent output", () => {
  it("keeps what came in small pieces in few large ones, in order", () => {
    const output = new RecentOutput(1 << 20);
    for (let count = 0; count < 20_000; count++) output.add(Uint8Array.of(48 + (count % 10)));
    expect([output.pieces.length, text(output) === "0123456789".repeat(2_000)]).toEqual([2, true]);
  });

  it("forgets the oldest beyond its limit", () => {
    const output = new RecentOutput(32 << 10);
    const line = new TextEncoder().encode("a line of text\n");
    for (let count = 0; count < 10_000; count++) output.add(line);
    const kept = output.pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect([kept >= 32 << 10, kept <= 48 << 10, text(output).endsWith("a line of text\n")]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("leaves what it has given alone when more comes", () => {
    const output = new RecentOutput(32 << 10);
    output.add(new Uint8Array(48 << 10).fill(1));
    const given = output.pieces;
    output.add(new Uint8Array(256 << 10).fill(2));
    expect(given.every((piece) => piece.every((byte) => byte === 1))).toBe(true);
  });
});
