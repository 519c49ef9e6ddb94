import { describe, expect, test } from "vitest";
import type { BandwidthLimit } from "../../../../src/sandbox/kernel/scheduler/bandwidth.ts";
import type { CpuGroup } from "../../../../src/sandbox/kernel/scheduler/cpu-group.ts";
import { Simulation } from "./simulation.ts";

function limited(
  simulation: Simulation,
  quotaMs: number,
  more: Partial<BandwidthLimit> = {},
  parent?: CpuGroup,
): CpuGroup {
  const group = simulation.group(parent);
  simulation.scheduler.groups.limit(group, { quotaMs, periodMs: 100, burstMs: 0, ...more });
  return group;
}

describe("quotas over 2 s of virtual time", () => {
  test.each([
    [1, 100],
    [10, 100],
    [50, 100],
    [95, 100],
    [5, 10],
    [1, 5],
    [200, 1000],
  ])("%d ms in %d ms hold within 2 %%, alone and beside others", (quotaMs, periodMs) => {
    const errors = [0, 3].map((others) => {
      const simulation = new Simulation();
      const group = limited(simulation, quotaMs, { periodMs });
      for (let n = 0; n < 2; n += 1) simulation.spinner(group);
      const light = simulation.group(undefined, 2);
      for (let n = 0; n < others; n += 1) simulation.spinner(light);
      simulation.pass(4000);
      return Math.abs(group.usedMs / (4000 * (quotaMs / periodMs)) - 1);
    });
    expect(Math.max(...errors)).toBeLessThan(0.02);
  });

  test("are hierarchical: the least of those above holds", () => {
    const simulation = new Simulation();
    const outer = limited(simulation, 20);
    const inner = limited(simulation, 50, {}, outer);
    const beside = simulation.group(outer);
    simulation.spinner(inner);
    simulation.spinner(beside);
    simulation.pass(2000);
    const [used, innerUsed] = [outer.usedMs / 2000, inner.usedMs / 2000];
    expect({ outer: Math.abs(used / 0.2 - 1) < 0.02, inner: Math.abs(innerUsed / 0.1 - 1) < 0.05 }).toEqual({
      outer: true,
      inner: true,
    });
  });

  test("what was not used is not saved up", () => {
    const simulation = new Simulation();
    const group = limited(simulation, 20);
    simulation.pass(5000);
    simulation.spinner(group);
    simulation.pass(100);
    expect(group.usedMs).toBeLessThan(20.5 + 20);
  });

  test("but for the burst that is allowed", () => {
    const simulation = new Simulation();
    const group = limited(simulation, 20, { burstMs: 15 });
    const task = simulation.sleeper(5, 395, group);
    simulation.pass(2000);
    simulation.scheduler.dequeue(task);
    const before = group.usedMs;
    simulation.spinner(group);
    simulation.pass(100 - (simulation.nowMs % 100));
    const first = group.usedMs - before;
    simulation.pass(1000);
    expect({
      burst: first > 30 && first < 36,
      after: Math.round((group.usedMs - before - first) / 20),
      counted: group.bandwidth.bursts,
    }).toEqual({ burst: true, after: 10, counted: 1 });
  });

  test("a task that is throttled is told so and does not count as waiting", () => {
    const simulation = new Simulation();
    const task = simulation.spinner(limited(simulation, 25));
    // It hears of a wait when that is over.
    simulation.pass(2010);
    const { ranMs, waitedMs, throttledMs } = task.cpu;
    expect([ranMs, waitedMs, throttledMs].map((ms) => Math.round(ms / 50))).toEqual([10, 0, 30]);
  });

  test("the group counts its periods and how long it was throttled", () => {
    const simulation = new Simulation();
    const group = limited(simulation, 25);
    simulation.spinner(group);
    simulation.pass(2000);
    const { periods, throttles } = group.bandwidth;
    const throttledMs = group.bandwidth.throttledMs(simulation.nowMs);
    expect([periods, throttles, Math.round(throttledMs / 100)]).toEqual([19, 20, 15]);
  });

  test("lifting the quota lets the group run at once", () => {
    const simulation = new Simulation();
    const group = limited(simulation, 1);
    simulation.spinner(group);
    simulation.pass(50);
    simulation.wanted = 0;
    simulation.scheduler.groups.limit(group, { quotaMs: null, periodMs: 100, burstMs: 0 });
    const before = group.usedMs;
    simulation.pass(50);
    expect([simulation.wanted, Math.round(group.usedMs - before)]).toEqual([1, 50]);
  });
});

describe("run", () => {
  test("tells when it has something to do again", () => {
    const simulation = new Simulation();
    const { scheduler } = simulation;
    const nothing = scheduler.run(10);
    simulation.sleeper(1, 30);
    const asleep = scheduler.run(10);
    simulation.spinner();
    const busy = scheduler.run(10);
    expect([nothing, asleep, busy]).toEqual([
      { kind: "woken" },
      { kind: "at", atMs: expect.closeTo(1031, 0) },
      { kind: "now" },
    ]);
  });

  test("does not read the clock or set timers while nothing is runnable", () => {
    const simulation = new Simulation();
    limited(simulation, 10);
    simulation.pass(1000);
    expect(simulation.timers.size).toBe(0);
  });

  test("keeps to its budget", () => {
    const simulation = new Simulation();
    for (let n = 0; n < 3; n += 1) simulation.spinner();
    const beganMs = simulation.nowMs;
    void simulation.scheduler.run(9.6);
    expect(simulation.nowMs - beganMs).toBeCloseTo(9.6, 0);
  });

  test("waits for tasks that answer with a promise, and runs one at a time", async () => {
    const simulation = new Simulation();
    const trace: string[] = [];
    for (const name of ["a", "b"]) {
      let turns = 2;
      simulation.task(async () => {
        trace.push(`${name} begins`);
        await Promise.resolve();
        simulation.nowMs += 1;
        trace.push(`${name} ends`);
        turns -= 1;
        return turns > 0 ? { kind: "preempted" } : { kind: "ended" };
      });
    }
    const run = simulation.scheduler.run(10);
    expect(() => simulation.scheduler.run(10)).toThrow("the scheduler runs already");
    expect([await run, trace]).toEqual([
      { kind: "woken" },
      ["a", "a", "b", "b"].flatMap((name) => [`${name} begins`, `${name} ends`]),
    ]);
  });

  test("a wake that comes between a wait and its hearing is not lost", async () => {
    const simulation = new Simulation();
    let turns = 0;
    const task = simulation.task(async () => {
      turns += 1;
      simulation.nowMs += 1;
      const outcome = { kind: "waiting", pause: { kind: "wait", on: [] } } as const;
      if (turns === 1) void Promise.resolve().then(() => simulation.scheduler.wake(task));
      return Promise.resolve(outcome);
    });
    await simulation.scheduler.run(10);
    expect(turns).toBe(2);
  });

  test("says that it is wanted when a task becomes runnable while nothing runs", () => {
    const simulation = new Simulation();
    const task = simulation.sleeper(1, 1000);
    simulation.pass(10);
    simulation.wanted = 0;
    simulation.scheduler.wake(task);
    simulation.scheduler.wake(task);
    expect(simulation.wanted).toBe(1);
  });

  test("a dequeued task does not run until it is enqueued, and moves to its new group then", () => {
    const simulation = new Simulation();
    const [task, other] = [simulation.spinner(), simulation.spinner()];
    const group = simulation.group();
    simulation.scheduler.dequeue(task);
    simulation.pass(20);
    const stopped = task.cpu.ranMs;
    task.group = group;
    simulation.scheduler.enqueue(task);
    simulation.pass(100);
    expect([stopped, Math.round(group.usedMs / 10), Math.round(other.cpu.ranMs / 10)]).toEqual([0, 5, 7]);
  });
});
