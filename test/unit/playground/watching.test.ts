/** What the page measures of itself for the monitor. */
import { describe, expect, it } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import { BrowserMemoryProbe } from "../../../src/playground/browser-memory.ts";
import { askedSeldom, MemoryBesideProbe } from "../../../src/playground/memory-beside.ts";
import { WatchMeter } from "../../../src/playground/watch-meter.ts";
import { ManualClock } from "../../support/manual-clock.ts";

describe("the watch meter", () => {
  it("takes a tick for what ticks usually cost, and what shows it apart from that", () => {
    let nowMs = 0;
    const after: (() => void)[] = [];
    const frames: (() => void)[] = [];
    const meter = new WatchMeter({
      nowMs: () => nowMs,
      afterTask: (callback) => after.push(callback),
      beforeFrame: (callback) => frames.push(callback),
    });
    const clock = new ManualClock();
    const costs = [1, 1, 500, 1, 1];
    const ticking = meter.metered(clock).every(1_000, () => {
      nowMs += costs.shift() ?? 1;
      meter.sampled();
      // What listens to the sample.
      nowMs += 0.5;
    });
    const early = meter.read();
    const overs = (): void => after.splice(0).forEach((over) => over());
    for (let second = 1; second <= 5; second++) {
      nowMs = 1_000 * second;
      clock.advance(1_000);
      overs();
      frames.splice(0).forEach((frame) => frame());
      nowMs += 2;
      overs();
    }
    ticking[Symbol.dispose]();
    expect([early, meter.read()]).toEqual([
      null,
      { samplingCores: expect.closeTo(0.001), showingCores: expect.closeTo(0.0025, 4) },
    ]);
  });
});

describe("the browser's memory", () => {
  it("is asked for some time after the start, then rarely, and keeps its age", async () => {
    let nowMs = 0;
    const answers = [100, 200];
    let asked = 0;
    const probe = new BrowserMemoryProbe(
      () => {
        asked += 1;
        return Promise.resolve(answers.shift() ?? null);
      },
      () => nowMs,
    );
    const told = [];
    for (nowMs of [0, 10_000, 20_000, 30_000, 139_000, 140_000, 150_000]) {
      told.push(probe.read()?.bytes ?? null);
      // The answer comes by way of two promises.
      await Promise.resolve();
      await Promise.resolve();
    }
    expect({ told, asked, last: probe.read() }).toEqual({
      told: [null, null, null, 100, 100, 100, 200],
      asked: 2,
      last: { bytes: 200, atMs: 140_000 },
    });
  });

  it("is not asked for again where the browser does not tell", async () => {
    let asked = 0;
    let nowMs = 0;
    const probe = new BrowserMemoryProbe(
      () => {
        asked += 1;
        return Promise.reject(new Error("refused"));
      },
      () => nowMs,
    );
    for (nowMs of [0, 30_000, 300_000, 3_000_000]) {
      probe.read();
      await Promise.resolve();
    }
    expect([asked, probe.read()]).toEqual([1, null]);
  });
});

describe("the memory beside the machines' own", () => {
  it("asks the browser for the heap every fifth time", () => {
    let asked = 0;
    const heapBytes = askedSeldom(() => ++asked);
    expect(Array.from({ length: 7 }, heapBytes)).toEqual([1, 1, 1, 1, 1, 2, 2]);
  });

  it("grows with guests, workers and screens, and tells by how much the page's heap did", () => {
    let heap: number | null = 10 * MIB;
    const probe = new MemoryBesideProbe(() => heap);
    const none = probe.read({ guests: 0, workers: 0, machines: 0 });
    heap = 14 * MIB;
    const some = probe.read({ guests: 2, workers: 1, machines: 3 });
    heap = null;
    const untold = probe.read({ guests: 2, workers: 1, machines: 3 });
    expect([none, some.pageHeapBytes, untold.pageHeapBytes, some.workersBytes > 2 * 9 * MIB]).toEqual([
      { workersBytes: 0, screenBytes: 0, browserBytes: 0, pageHeapBytes: 0 },
      4 * MIB,
      null,
      true,
    ]);
  });
});
