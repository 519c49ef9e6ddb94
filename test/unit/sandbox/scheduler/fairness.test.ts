import { describe, expect, test } from "vitest";
import type { CpuGroup } from "../../../../src/sandbox/kernel/scheduler/cpu-group.ts";
import { weightOfNice, weightOfShare } from "../../../../src/sandbox/kernel/scheduler/nice-weights.ts";
import { Simulation } from "./simulation.ts";
import type { SimulatedTask } from "./simulation.ts";

/** The largest relative error of `measured` from shares proportional to `weights`. */
function worstError(measured: readonly number[], weights: readonly number[]): number {
  const total = measured.reduce((sum, ms) => sum + ms, 0);
  const weight = weights.reduce((sum, each) => sum + each, 0);
  return Math.max(...measured.map((ms, at) => Math.abs(ms / total / ((weights[at] ?? 0) / weight) - 1)));
}

/** A small reproducible generator of numbers in [0, 1). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** What part of the processor a task gets when all others want it too. */
function leastShare(task: SimulatedTask): number {
  let share = 1;
  for (let group: CpuGroup | null = task.group; group; group = group.parent) {
    if (group.parent?.inside.totalWeight) share *= group.weight / group.parent.inside.totalWeight;
  }
  return share * (weightOfNice(task.nice) / task.group.inside.totalWeight);
}

describe("fairness over 2 s of virtual time", () => {
  test("groups get the processor in proportion to their weights, within 3 %, for random weights", () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = chance(seed);
      const simulation = new Simulation();
      const shares = Array.from(
        { length: 2 + Math.floor(random() * 4) },
        () => 50 + Math.floor(random() * 450),
      );
      const groups = shares.map((share) => simulation.group(undefined, weightOfShare(share)));
      for (const group of groups) for (let n = 0; n <= random() * 4; n += 1) simulation.spinner(group);
      simulation.pass(2000);
      expect(
        worstError(
          groups.map(({ usedMs }) => usedMs),
          shares,
        ),
        `seed ${seed}`,
      ).toBeLessThan(0.03);
    }
  });

  test("shares are hierarchical: a group's weight divides what its parent gets", () => {
    const simulation = new Simulation();
    const left = simulation.group(undefined, weightOfShare(300));
    const right = simulation.group(undefined, weightOfShare(100));
    const inner = [1, 2, 5].map((share) => simulation.group(left, weightOfShare(share * 100)));
    for (const group of [...inner, right]) simulation.spinner(group);
    for (let n = 0; n < 5; n += 1) simulation.spinner(right);
    simulation.pass(2000);
    expect(worstError([left.usedMs, right.usedMs], [3, 1])).toBeLessThan(0.03);
    expect(
      worstError(
        inner.map(({ usedMs }) => usedMs),
        [1, 2, 5],
      ),
    ).toBeLessThan(0.03);
  });

  test("tasks of a group share by nice, by the kernel's table", () => {
    const simulation = new Simulation();
    const nices = [-5, 0, 5, 10];
    const tasks = nices.map((nice) => simulation.spinner(undefined, nice));
    simulation.pass(4000);
    expect(
      worstError(
        tasks.map(({ cpu }) => cpu.ranMs),
        nices.map(weightOfNice),
      ),
    ).toBeLessThan(0.03);
  });

  test("a task in the root competes with groups as one of weight 100", () => {
    const simulation = new Simulation();
    const group = simulation.group();
    for (let n = 0; n < 7; n += 1) simulation.spinner(group);
    const task = simulation.spinner();
    simulation.pass(2000);
    expect(worstError([group.usedMs, task.cpu.ranMs], [1, 1])).toBeLessThan(0.03);
  });

  test("without the cpu controller a group's tasks compete with those around it, and are accounted to it all the same", () => {
    const simulation = new Simulation();
    const group = simulation.scheduler.groups.add(simulation.scheduler.root);
    for (let n = 0; n < 3; n += 1) simulation.spinner(group);
    const task = simulation.spinner();
    simulation.pass(2000);
    expect(worstError([group.usedMs, task.cpu.ranMs], [3, 1])).toBeLessThan(0.03);
  });

  test("turning the cpu controller on and off under running tasks changes the shares from then on", () => {
    const simulation = new Simulation();
    const group = simulation.scheduler.groups.add(simulation.scheduler.root);
    for (let n = 0; n < 3; n += 1) simulation.spinner(group);
    const task = simulation.spinner();
    const shares = [false, true, false].map((separate) => {
      simulation.scheduler.groups.separate(group, separate);
      const before = [group.usedMs, task.cpu.ranMs] as const;
      simulation.pass(2000);
      return worstError([group.usedMs - before[0], task.cpu.ranMs - before[1]], separate ? [1, 1] : [3, 1]);
    });
    expect(shares.every((error) => error < 0.03)).toBe(true);
  });

  test("who sleeps most of the time neither saves up nor starves beside spinners", () => {
    const simulation = new Simulation();
    const spinners = [simulation.spinner(), simulation.spinner()];
    const lazy = simulation.sleeper(1, 9);
    simulation.pass(2000);
    // Wants 10 %, its fair share is 33 %: it gets what it wants; the others share the rest.
    expect(lazy.cpu.ranMs).toBeGreaterThan(170);
    expect(
      worstError(
        spinners.map(({ cpu }) => cpu.ranMs),
        [1, 1],
      ),
    ).toBeLessThan(0.03);
  });

  test("a task that slept for long takes no more than its credit before the others run again", () => {
    const simulation = new Simulation();
    const spinner = simulation.spinner();
    const late = simulation.sleeper(0.1, 60_000);
    simulation.pass(60_050);
    simulation.scheduler.wake(late);
    const other = simulation.spinner();
    other.longestWaitMs = 0;
    simulation.pass(1000);
    expect(spinner.longestWaitMs).toBeLessThan(20);
  });

  test("each of 200 random tasks in random groups waits no longer than its share times a constant", () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const random = chance(seed);
      const simulation = new Simulation();
      const groups = [simulation.scheduler.root];
      for (let n = 0; n < 20; n += 1) {
        const parent = groups[Math.floor(random() * groups.length)] ?? simulation.scheduler.root;
        groups.push(simulation.group(parent, weightOfShare(20 + Math.floor(random() * 500))));
      }
      const tasks = Array.from({ length: 200 }, () => {
        const group = groups[Math.floor(random() * groups.length)];
        if (random() < 0.3) return simulation.sleeper(random() * 5, random() * 20, group);
        return simulation.spinner(group, Math.floor(random() * 10) - 5);
      });
      const shares = tasks.map(leastShare);
      simulation.pass(20_000);
      const turns = tasks.map(({ longestWaitMs, cpu }, at) => {
        const waitMs = Math.max(longestWaitMs, cpu.ranMs === 0 ? cpu.waitedMs + 20_000 : 0);
        return (waitMs * (shares[at] ?? 0)) / 0.75;
      });
      // A share so small that its turn did not come in 20 s is beyond what this can tell.
      expect(Math.max(...turns), `seed ${seed}`).toBeLessThan(40);
    }
  });

  test("1000 groups share equally", () => {
    const simulation = new Simulation();
    const groups = Array.from({ length: 1000 }, () => simulation.group());
    for (const group of groups) simulation.spinner(group);
    simulation.pass(20_000, 100);
    expect(
      worstError(
        groups.map(({ usedMs }) => usedMs),
        groups.map(() => 1),
      ),
    ).toBeLessThan(0.06);
  });
});

describe("latency", () => {
  test("an interactive task beside 50 spinners comes on within a millisecond of being woken", () => {
    const simulation = new Simulation();
    for (let n = 0; n < 50; n += 1) simulation.spinner();
    const late: number[] = [];
    simulation.sleeper(0.2, 30, undefined, (ms) => late.push(ms));
    simulation.pass(200);
    late.length = 0;
    simulation.pass(5000);
    expect(late.length).toBeGreaterThan(100);
    expect(Math.max(...late)).toBeLessThan(1);
  });

  test("so it does in a group of its own beside 50 groups that spin", () => {
    const simulation = new Simulation();
    for (let n = 0; n < 50; n += 1) simulation.spinner(simulation.group());
    const late: number[] = [];
    simulation.sleeper(0.2, 30, simulation.group(), (ms) => late.push(ms));
    simulation.pass(5000);
    expect(Math.max(...late)).toBeLessThan(1);
  });

  test("turns are 6 ms divided by the tasks, but no shorter than 0.75 ms", () => {
    const turns = [1, 2, 4, 8, 50].map((count) => {
      const simulation = new Simulation();
      for (let n = 0; n < count; n += 1) simulation.spinner();
      simulation.pass(3000, 1000);
      return 3000 / simulation.scheduler.totals.switches;
    });
    expect(turns.map((ms) => Math.round(ms * 10) / 10)).toEqual([3000, 3, 1.5, 0.8, 0.8]);
  });
});
