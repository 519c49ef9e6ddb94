import { describe, expect, it } from "vitest";
import { shortenStretches, stretchInstructions } from "../../../workers/guest/short-stretches.ts";
import { WatchCost } from "../../../workers/guest/watch-cost.ts";

describe("what watching a guest costs", () => {
  it("is its samples and as much for each checkpoint as a dry one takes", () => {
    let nowMs = 0;
    const cost = new WatchCost(
      () => nowMs,
      () => (nowMs += 0.001),
    );
    for (let count = 0; count < 1_000; count++) cost.count();
    cost.time(() => (nowMs += 0.5));
    // The sample, the 64 dry runs in it, and the checkpoints before.
    expect(cost.ms).toBeCloseTo(0.5 + 0.064 + 1);
  });

  it("leaves out what others took of a sample", () => {
    let nowMs = 0;
    const cost = new WatchCost(
      () => nowMs,
      () => undefined,
    );
    cost.time(() => (nowMs += 1));
    cost.time(() => (nowMs += 60));
    expect(cost.ms).toBeCloseTo(2);
  });
});

describe("the emulator's stretches", () => {
  it("are shortened where its module says how long they are, and nothing else is changed", () => {
    const constant = [0x41, 0xa3, 0x8d, 0x06];
    const module = Uint8Array.from([1, ...constant, 2, ...constant, 3, ...constant]);
    const shortened = shortenStretches(module);
    const value =
      ((shortened[2] ?? 0) % 128) | (((shortened[3] ?? 0) % 128) << 7) | ((shortened[4] ?? 0) << 14);
    const changed = [...module].flatMap((byte, at) => (byte === shortened[at] ? [] : [at]));
    expect([value, changed]).toEqual([stretchInstructions, [2, 3, 4, 7, 8, 9, 12, 13, 14]]);
  });

  it("are left alone in a module that is not known", () => {
    expect(() => shortenStretches(Uint8Array.from([0xa3, 0x8d, 0x06]))).toThrow("in 1 places, not in 3");
  });
});
