import { describe, expect, it } from "vitest";
import { CpuMeter } from "../../../workers/guest/cpu-meter.ts";

const full = 20_011;

/** Runs one turn of `durations` (ms per full stretch), starting at `startMs`; returns when it ended. */
function turn(meter: CpuMeter, startMs: number, durations: readonly number[], sleeps = false): number {
  let now = startMs;
  let executed = 0;
  meter.turnBegan(now, executed);
  for (const duration of durations) {
    now += duration;
    executed += full;
    meter.checkpoint(now, executed);
  }
  meter.turnEnded(now, executed, sleeps);
  return now;
}

/**
 * Stretches of `ownMs` each, varied a little, of a guest that gets the core for about 3 ms and then waits while `others`
 * as many busy threads have their 3 ms; returns what one turn of them takes, and its share of CPU time.
 */
function contended(count: number, ownMs: (at: number) => number, others: number) {
  let leftMs = 3;
  let cpuMs = 0;
  const durations = Array.from({ length: count }, (_, at) => {
    let own = ownMs(at) * (0.8 + ((at * 7) % 5) / 10);
    cpuMs += own;
    let took = own;
    while (own >= leftMs) {
      own -= leftMs;
      took += 3 * others;
      leftMs = 2 + ((at * 3) % 5) / 2;
    }
    leftMs -= own;
    return took;
  });
  return { durations, cpuMs };
}

const steady = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);

describe("the CPU meter", () => {
  it("counts undisturbed execution in full and steals nothing", () => {
    const meter = new CpuMeter();
    turn(meter, 1000, steady(100, 0.15));
    expect(meter.totals.cpuMs).toBeCloseTo(15, 6);
    expect(meter.totals.stealMs).toBe(0);
  });

  it("takes a stretch far longer than usual for preemption and gives the rest to steal", () => {
    const meter = new CpuMeter();
    turn(meter, 0, [...steady(50, 0.1), 8, ...steady(50, 0.1)]);
    expect(meter.totals.cpuMs).toBeCloseTo(10 + 0.55, 1);
    expect(meter.totals.cpuMs + meter.totals.stealMs).toBeCloseTo(18, 6);
  });

  it("learns that execution has become slower", () => {
    const meter = new CpuMeter();
    turn(meter, 0, [...steady(20, 0.1), ...steady(500, 0.35)]);
    expect(meter.totals.cpuMs).toBeCloseTo(2 + 175, 0);
    expect(meter.totals.stealMs).toBe(0);
  });

  it("counts next to nothing of the time asleep, and none of it as steal", () => {
    const meter = new CpuMeter();
    const slept = turn(meter, 0, steady(10, 0.1), true);
    turn(meter, slept + 500, steady(10, 0.1), true);
    expect(meter.totals.cpuMs).toBeCloseTo(2 + 0.25, 6);
    expect(meter.totals.stealMs).toBe(0);
  });

  it("counts a late next turn as steal when the guest wanted to run on", () => {
    const meter = new CpuMeter();
    const ended = turn(meter, 0, steady(10, 0.1), false);
    turn(meter, ended + 20, steady(10, 0.1), false);
    expect(meter.totals.stealMs).toBeCloseTo(20 - 0.5, 6);
  });

  it("counts the time a guest was held neither as work nor as steal", () => {
    const meter = new CpuMeter();
    const ended = turn(meter, 0, steady(10, 0.1), false);
    meter.turnBegan(ended + 5000, 0, true);
    expect(meter.totals).toEqual({ cpuMs: expect.closeTo(1, 6) as number, stealMs: 0 });
  });

  it("counts a wait without instructions as little work", () => {
    const meter = new CpuMeter();
    meter.turnBegan(0, 0);
    meter.checkpoint(30, 0);
    expect(meter.totals).toEqual({ cpuMs: 0.1, stealMs: 0 });
  });

  // A guest warming up: interpreted at first (0.3 ms a stretch), more and more of it compiled (0.03 ms) later.
  const warmingUp = (at: number): number => ((at * 13) % 1000 < at ? 0.03 : 0.3);
  for (const others of [0, 2, 6]) {
    it(`finds a guest's own time within a fifth beside ${others} busy threads`, () => {
      for (const own of [() => 0.03, () => 0.16, warmingUp]) {
        const meter = new CpuMeter();
        const { durations, cpuMs } = contended(15_000, own, others);
        const ended = turn(meter, 0, durations);
        expect(meter.totals.cpuMs / cpuMs).toBeGreaterThan(0.8);
        expect(meter.totals.cpuMs / cpuMs).toBeLessThan(1.2);
        expect(meter.totals.cpuMs + meter.totals.stealMs).toBeCloseTo(ended, 3);
      }
    });
  }

  it("learns from stretches that are all late that the guest has become slower", () => {
    const meter = new CpuMeter();
    turn(meter, 0, [...steady(100, 0.1), ...steady(1000, 4)]);
    expect(meter.totals.cpuMs).toBeGreaterThan(3800);
  });

  it("counts what is done between two turns once, and not as steal", () => {
    const meter = new CpuMeter();
    const ended = turn(meter, 0, steady(10, 0.1), false);
    meter.aside(ended + 0.1, ended + 0.9);
    turn(meter, ended + 1, []);
    expect(meter.totals).toEqual({ cpuMs: expect.closeTo(1 + 1, 6) as number, stealMs: 0 });
  });

  it("never counts more than the wall clock shows", () => {
    const meter = new CpuMeter();
    let now = 0;
    for (let round = 0; round < 200; round++) {
      now = turn(meter, now + (round % 7), [0.1, 3 * (round % 3), 0.2, 0.05], round % 2 === 0);
    }
    const { cpuMs, stealMs } = meter.totals;
    expect(cpuMs + stealMs).toBeLessThanOrEqual(now);
  });
});
