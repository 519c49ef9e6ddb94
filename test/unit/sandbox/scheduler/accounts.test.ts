import { describe, expect, test } from "vitest";
import { CapacityGovernor } from "../../../../src/sandbox/kernel/scheduler/capacity-governor.ts";
import { LoadAverages } from "../../../../src/sandbox/kernel/scheduler/load-averages.ts";
import {
  niceOfWeight,
  shareOfWeight,
  weightOfNice,
  weightOfShare,
} from "../../../../src/sandbox/kernel/scheduler/nice-weights.ts";
import { Pressure } from "../../../../src/sandbox/kernel/scheduler/pressure.ts";
import { SliceTimer } from "../../../../src/sandbox/kernel/scheduler/slice-timer.ts";
import { Simulation } from "./simulation.ts";

describe("pressure", () => {
  test("counts what has passed, and decays as Linux's averages do", () => {
    const pressure = new Pressure(0);
    pressure.set(true, false, 1000);
    pressure.set(false, false, 2000);
    pressure.set(true, true, 4000);
    const { some, full } = pressure.read(10_000);
    // Samples of 2 s: 50, 0, 100, 100, 100 %.
    const kept = Math.exp(-0.2);
    const expected = [50, 0, 100, 100, 100].reduce(
      (average, sample) => average * kept + sample * (1 - kept),
      0,
    );
    expect([some.totalMs, full.totalMs, some.averages[0].toFixed(6)]).toEqual([
      7000,
      6000,
      expected.toFixed(6),
    ]);
  });

  test("one task alone never waits; of two, one always does, though not for the group as a whole", () => {
    const simulation = new Simulation();
    const [alone, two] = [simulation.group(), simulation.group()];
    const first = simulation.spinner(alone);
    simulation.pass(10_000);
    const quiet = simulation.scheduler.root.pressure("cpu", simulation.nowMs).some.totalMs;
    simulation.scheduler.dequeue(first);
    const beganMs = simulation.nowMs;
    simulation.spinner(two);
    simulation.spinner(two);
    simulation.pass(10_000);
    const { some, full } = two.pressure("cpu", simulation.nowMs);
    expect([
      quiet,
      Math.round(some.totalMs / (simulation.nowMs - beganMs)),
      Math.round(full.totalMs),
    ]).toEqual([0, 1, 0]);
  });

  test("a group that waits while another runs is stalled in full, the host never", () => {
    const simulation = new Simulation();
    const groups = [simulation.group(), simulation.group()];
    for (const group of groups) simulation.spinner(group);
    simulation.pass(10_000);
    const full = [...groups, simulation.scheduler.root].map((group) => {
      return Math.round(group.pressure("cpu", simulation.nowMs).full.totalMs / 100) / 100;
    });
    expect(full).toEqual([expect.closeTo(0.5, 1), expect.closeTo(0.5, 1), 0]);
  });
});

describe("load averages", () => {
  test("come near to the number of runnable tasks, the shorter ones sooner", () => {
    const loads = new LoadAverages(0);
    loads.add(3, 0);
    const after = (minutes: number): readonly number[] =>
      loads.read(minutes * 60_000).map((load) => Number(load.toFixed(2)));
    expect([after(1), after(15)]).toEqual([
      [1.9, 0.54, 0.19],
      [3, 2.85, 1.9],
    ]);
  });

  test("leave out tasks whose quota is spent", () => {
    const simulation = new Simulation();
    const group = simulation.group();
    simulation.scheduler.groups.limit(group, { quotaMs: 1, periodMs: 1000, burstMs: 0 });
    for (let n = 0; n < 4; n += 1) simulation.spinner(group);
    simulation.pass(600_000, 1000);
    expect(simulation.scheduler.loads()[0]).toBeLessThan(0.5);
  });
});

describe("weights", () => {
  test("cpu.weight.nice and cpu.weight tell the same in two ways", () => {
    const nices = [-20, -5, 0, 1, 10, 19];
    expect(
      nices.map((nice) => [nice, shareOfWeight(weightOfNice(nice)), niceOfWeight(weightOfNice(nice))]),
    ).toEqual([
      [-20, 8668, -20],
      [-5, 305, -5],
      [0, 100, 0],
      [1, 80, 1],
      [10, 11, 10],
      [19, 1, 19],
    ]);
  });

  test("every cpu.weight reads as it was written", () => {
    const changed: number[] = [];
    for (let share = 1; share <= 10_000; share += 1)
      if (shareOfWeight(weightOfShare(share)) !== share) changed.push(share);
    expect(changed).toEqual([]);
  });
});

describe("a slice", () => {
  test.each([
    [0.00002, 128],
    [0.0005, 100],
    [0.02, 3],
    [0.5, 1],
  ])(
    "with checkpoints %d ms apart reads the clock at most every %d and ends within 0.1 ms or one checkpoint",
    (apartMs, most) => {
      let nowMs = 0;
      let reads = 0;
      const timer = new SliceTimer(
        () => {
          reads += 1;
          return nowMs;
        },
        () => {},
      );
      timer.begin(0, 6, Infinity);
      let checkpoints = 0;
      do {
        nowMs += apartMs;
        checkpoints += 1;
      } while (!timer.over());
      expect([
        nowMs - 6 <= Math.max(0.1, apartMs),
        checkpoints / reads <= most,
        checkpoints / reads > most / 4,
      ]).toEqual([true, true, true]);
    },
  );

  test("when checkpoints suddenly come far apart, is late by no more than what it had skipped", () => {
    let nowMs = 0;
    const timer = new SliceTimer(
      () => nowMs,
      () => {},
    );
    timer.begin(0, 6, Infinity);
    while (nowMs < 3) {
      nowMs += 0.00002;
      timer.over();
    }
    do nowMs += 0.01;
    while (!timer.over());
    expect(nowMs).toBeLessThan(6.1);
  });

  test("lets timers come due like interrupts, without ending", () => {
    let nowMs = 0;
    const due: number[] = [];
    const timer: SliceTimer = new SliceTimer(
      () => nowMs,
      (atMs) => {
        due.push(Math.floor(atMs));
        timer.interruptAt(due.length < 3 ? due.length + 1 : Infinity);
      },
    );
    timer.begin(0, 6, 1);
    do nowMs += 0.001;
    while (!timer.over());
    expect([due, Math.round(nowMs)]).toEqual([[1, 2, 3], 6]);
  });
});

describe("the governor", () => {
  const frameMs = 1000 / 60;

  test("gives each frame its share, and no more after an idle one", () => {
    const governor = new CapacityGovernor(0.6);
    const budgets = [frameMs, frameMs, 2 * frameMs].map((ms) => governor.budget(ms));
    expect(budgets).toEqual([0.6 * frameMs, 0.6 * frameMs, 1.2 * frameMs].map((ms) => expect.closeTo(ms, 6)));
  });

  test("takes what was overrun off the next frames, so that the mean holds", () => {
    const governor = new CapacityGovernor(0.6);
    let usedMs = 0;
    let turn = 0;
    for (let frame = 0; frame < 600; frame += 1) {
      const budgetMs = governor.budget(frameMs);
      if (budgetMs === 0) continue;
      turn += 1;
      const tookMs = budgetMs + (turn % 7) * 0.9;
      usedMs += tookMs;
      governor.used(tookMs);
    }
    expect(usedMs / (600 * frameMs)).toBeCloseTo(0.6, 2);
  });

  test("forgives a debt of seconds, and does not catch up with a page that was hidden", () => {
    const governor = new CapacityGovernor(0.5);
    governor.budget(frameMs);
    governor.used(5000);
    const soon = Array.from({ length: 40 }, () => governor.budget(frameMs)).filter((ms) => ms > 0).length;
    expect([soon > 5, new CapacityGovernor(0.5).budget(60_000)]).toEqual([true, 50]);
  });

  test("says its share as the capacity of the host's kernel, and refuses none at all", () => {
    const governor = new CapacityGovernor();
    governor.used(3);
    governor.share = 0.4;
    expect([governor.use, () => (governor.share = 0)]).toEqual([
      { capacity: 0.4, grantedMs: 0, usedMs: 3 },
      expect.toSatisfy((set: () => void) => {
        try {
          set();
          return false;
        } catch (error) {
          return error instanceof RangeError;
        }
      }),
    ]);
  });
});
