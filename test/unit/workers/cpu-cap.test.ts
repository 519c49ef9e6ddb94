import { describe, expect, it } from "vitest";
import { CpuCap } from "../../../workers/guest/cpu-cap.ts";

/** A guest that would always run, in slices of a millisecond, for `forMs`; returns its share of the time. */
function shareUnder(cores: number, forMs: number): number {
  const cap = new CpuCap();
  cap.setCap(cores, 0, 0);
  let now = 0;
  let cpu = 0;
  while (now < forMs) {
    now += 1;
    cpu += 1;
    now += Math.ceil(cap.waitMs(now, cpu));
  }
  return cpu / now;
}

describe("a CPU cap", () => {
  it("lets a guest without one run", () => {
    expect(new CpuCap().waitMs(1000, 1000)).toBe(0);
  });

  it.each([0.05, 0.1, 0.25, 0.5, 0.9])("holds a busy guest to %d of a core", (cores) => {
    expect(shareUnder(cores, 20_000)).toBeCloseTo(cores, 1);
    expect(shareUnder(cores, 20_000)).toBeLessThan(cores * 1.1 + 0.005);
  });

  it("lets an idle guest answer a keystroke at full speed", () => {
    const cap = new CpuCap();
    cap.setCap(0.05, 0, 0);
    expect(cap.waitMs(5000, 15)).toBe(0);
  });

  it("does not let a guest save up for more than a burst", () => {
    const cap = new CpuCap();
    cap.setCap(0.5, 0, 0);
    expect(cap.waitMs(60_000, 0)).toBe(0);
    expect(cap.waitMs(60_000, 120)).toBe(220);
  });

  it("neither forgives a debt nor gives a new burst when its limits change", () => {
    const cap = new CpuCap();
    cap.setCap(0.5, 0, 0);
    const owing = cap.waitMs(0, 70);
    cap.setGrant(0.25, 0, 70);
    expect([owing, cap.waitMs(0, 70), cap.reason]).toEqual([120, 220, "weight"]);
  });

  it("holds to the lower of cap and grant, and says which that is", () => {
    const cap = new CpuCap();
    cap.setGrant(0.8, 0, 0);
    const granted = [cap.cores, cap.reason];
    cap.setCap(0.5, 0, 0);
    const capped = [cap.cores, cap.reason];
    cap.setCap(null, 0, 0);
    cap.setGrant(null, 0, 0);
    expect([granted, capped, cap.cores]).toEqual([[0.8, "weight"], [0.5, "cap"], null]);
  });

  it("lends one that waits what a key's echo takes, and wants it back before it lends again", () => {
    const cap = new CpuCap();
    cap.setCap(0.25, 0, 0);
    const early = cap.lend();
    const waits = cap.waitMs(0, 25);
    const lent = cap.lend();
    const answers = [cap.waitMs(0, 25), cap.waitMs(0, 35), cap.waitMs(0, 45)];
    const again = cap.lend();
    const repaid = cap.waitMs(120, 45);
    expect([early, waits, lent, answers, again, repaid, cap.lend()]).toEqual([
      false,
      40,
      true,
      [0, 0, 120],
      false,
      0,
      false,
    ]);
  });
});
