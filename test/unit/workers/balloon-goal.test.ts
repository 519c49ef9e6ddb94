import { describe, expect, it } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import type { GuestMemory } from "../../../src/protocol/guest-api.ts";
import { balloonGoal } from "../../../workers/guest/balloon-goal.ts";

const memory = (availableMiB: number, totalMiB = 56): GuestMemory => ({
  totalBytes: totalMiB * MIB,
  freeBytes: availableMiB * MIB,
  availableBytes: availableMiB * MIB,
  cachesBytes: 0,
});

/** A guest that has `spareMiB` available while its balloon is empty, asked every second. */
function settled(askedMiB: number, spareMiB: number, startMiB = 0): number {
  let actualMiB = startMiB;
  for (let second = 0; second < 60; second++)
    actualMiB = balloonGoal(askedMiB * MIB, actualMiB * MIB, memory(spareMiB - actualMiB)) / MIB;
  return Math.round(actualMiB);
}

describe("a balloon's goal", () => {
  it("is nothing before the guest's kernel has told of its memory", () => {
    expect(balloonGoal(16 * MIB, 0, null)).toBe(0);
  });

  it("is what was asked for, where the guest can do without", () => {
    expect([settled(16, 48), settled(0, 48, 16), settled(8, 48, 16)]).toEqual([16, 0, 8]);
  });

  it("leaves the guest an eighth of its memory however much was asked for", () => {
    const taken = settled(50, 40);
    expect([taken >= 32, taken <= 33]).toEqual([true, true]);
  });

  it("takes no more than half of what is to spare at a time", () => {
    expect(balloonGoal(40 * MIB, 0, memory(27)) / MIB).toBe(10);
  });

  it("gives back at once all that the guest has come to need", () => {
    expect(balloonGoal(30 * MIB, 30 * MIB, memory(1)) / MIB).toBe(24);
  });
});
