import { describe, expect, it } from "vitest";
import { accountingPeriodMs, timeSliceMs } from "../../../../workers/hypervisor/credit-scheduler.ts";
import type { Vcpu } from "../../../../workers/hypervisor/vcpu.ts";
import { busy, VirtualCore, type Habit } from "../../../support/virtual-core.ts";

/** Numbers that look random and are the same in every run (Lehmer's generator, MINSTD). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

function percentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN;
}

/** The largest difference between what each got and its weight's part of `total`, in parts of the core. */
function furthestFromWeights(vcpus: readonly Vcpu[], shares: readonly number[], total = 1): number {
  const sum = vcpus.reduce((weights, { weight }) => weights + weight, 0);
  return Math.max(...vcpus.map(({ weight }, at) => Math.abs((shares[at] ?? 0) - (total * weight) / sum)));
}

describe("the credit scheduler", () => {
  const seeds = Array.from({ length: 12 }, (_, at) => at + 1);

  it.each(seeds)("lets the shares of four busy vCPUs follow any weights within 2 %% (seed %i)", (seed) => {
    const random = numbers(seed);
    const core = new VirtualCore();
    const vcpus = Array.from({ length: 4 }, () =>
      core.add(busy, { weight: Math.round(64 + 960 * random.next().value) }),
    );
    core.run(1_000);
    expect(furthestFromWeights(vcpus, core.shares(vcpus, 3_000))).toBeLessThan(0.02);
  });

  it.each(seeds)(
    "follows weights beside sleepers, whose unused share is lost to nobody (seed %i)",
    (seed) => {
      const random = numbers(seed);
      const core = new VirtualCore();
      const habit = (): Habit => ({
        runMs: 0.2 + random.next().value,
        sleepMs: 20 + 100 * random.next().value,
      });
      const sleepers = Array.from({ length: 3 }, () => core.add(habit()));
      const vcpus = [512, 256, 128].map((weight) => core.add(busy, { weight }));
      core.run(2_000);
      const shares = core.shares([...vcpus, ...sleepers], 3_000);
      const busyShares = shares.slice(0, 3);
      const total = busyShares.reduce((sum, share) => sum + share, 0);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      expect(furthestFromWeights(vcpus, busyShares, total)).toBeLessThan(0.02);
    },
  );

  it.each([0.05, 0.1, 0.25, 0.5, 0.75, 0.9])(
    "holds a cap of %f within 1 %%, alone and beside busy others",
    (cap) => {
      const alone = new VirtualCore();
      const crowded = new VirtualCore();
      const first = alone.add(busy, { cap });
      const second = crowded.add(busy, { cap, weight: 10_000 });
      const others = [crowded.add(busy), crowded.add(busy)];
      expect(alone.shares([first], 3_000)[0]).toBeCloseTo(cap, 2);
      const shares = crowded.shares([second, ...others], 3_000);
      expect(Math.abs((shares[0] ?? 0) - cap)).toBeLessThan(0.01);
      expect(Math.abs((shares[1] ?? 0) - (1 - cap) / 2)).toBeLessThan(0.01);
    },
  );

  it("keeps a changed cap, and none after it is taken away", () => {
    const core = new VirtualCore();
    const vcpu = core.add(busy, { cap: 0.5 });
    core.run(1_000);
    core.scheduler.setCap(vcpu, 0.2, core.nowMs);
    const lower = core.shares([vcpu], 2_000)[0] ?? 0;
    core.scheduler.setCap(vcpu, null, core.nowMs);
    expect([Math.abs(lower - 0.2) < 0.01, core.shares([vcpu], 500)]).toEqual([true, [1]]);
  });

  it("lets who was woken run within a chunk, beside any number that only compute", () => {
    const core = new VirtualCore();
    for (let count = 0; count < 6; count++) core.add(busy);
    const typist = core.add({ runMs: 0.5, sleepMs: 47 });
    core.run(10_000);
    const latencies = core.latenciesMs(typist);
    expect({ many: latencies.length > 150, slow: percentile(latencies, 0.95) > 1 }).toEqual({
      many: true,
      slow: false,
    });
  });

  it("boosts nobody who has had more than its due", () => {
    const core = new VirtualCore();
    // Sleeps now and then for no time worth the name, and would have it all if each wake-up were a boost.
    const vcpus = [core.add({ runMs: 5, sleepMs: 0.01 }), core.add(busy), core.add(busy), core.add(busy)];
    core.run(1_000);
    expect(furthestFromWeights(vcpus, core.shares(vcpus, 3_000))).toBeLessThan(0.02);
  });

  it("has a run that took far too long paid for", () => {
    const core = new VirtualCore();
    const vcpus = [core.add(busy), core.add(busy), core.add(busy, { weight: 200 })];
    const before = vcpus.map((vcpu) => vcpu.spentMs("running", core.nowMs));
    core.run(100);
    for (let round = 0; round < 10; round++) {
      core.stall(150);
      core.run(300);
    }
    core.run(500);
    const ran = vcpus.map((vcpu, at) => vcpu.spentMs("running", core.nowMs) - (before[at] ?? 0));
    expect(
      furthestFromWeights(
        vcpus,
        ran.map((ms) => ms / core.nowMs),
      ),
    ).toBeLessThan(0.02);
  });

  it.each(seeds)("starves nobody, whatever the others do (seed %i)", (seed) => {
    const random = numbers(seed);
    const core = new VirtualCore();
    for (let count = 0; count < 8; count++) {
      const sleepMs = random.next().value < 0.3 ? 0 : 30 * random.next().value;
      core.add(
        { runMs: 0.1 + 10 * random.next().value, sleepMs },
        { weight: Math.round(100 + 900 * random.next().value) },
      );
    }
    const least = core.add(busy, { weight: 50 });
    const shares = Array.from({ length: 10 }, () => core.shares([least], 3_000)[0] ?? 0);
    expect(Math.min(...shares)).toBeGreaterThan(0);
  });

  it("keeps an account whose parts add up to the vCPU's age", () => {
    const core = new VirtualCore();
    const vcpus = [core.add(busy), core.add({ runMs: 3, sleepMs: 11 }), core.add(busy, { cap: 0.2 })];
    core.run(2_000);
    for (const vcpu of vcpus) {
      const { runMs, waitMs, parkedMs, blockedMs } = vcpu.account(core.nowMs);
      expect(runMs + waitMs + parkedMs + blockedMs).toBeCloseTo(core.nowMs, 6);
    }
    const [, sleeper, capped] = vcpus.map((vcpu) => vcpu.account(core.nowMs));
    expect(sleeper?.blockedMs).toBeGreaterThan(1_000);
    expect(sleeper?.parkedMs).toBe(0);
    expect(capped?.parkedMs).toBeGreaterThan(1_000);
  });

  it("gives what a removed vCPU had to the others", () => {
    const core = new VirtualCore();
    const [first, second, third] = [core.add(busy), core.add(busy), core.add(busy)];
    core.run(1_000);
    core.remove(first);
    expect(furthestFromWeights([second, third], core.shares([second, third], 2_000))).toBeLessThan(0.01);
  });

  it("knows when the next sleeper or parked vCPU comes back, and that nobody does", () => {
    const core = new VirtualCore();
    const sleeper = core.add({ runMs: 1, sleepMs: 500 });
    core.run(2);
    const whileAsleep = core.scheduler.nextEventMs;
    core.remove(sleeper);
    const whileEmpty = core.scheduler.nextEventMs;
    core.add(busy, { cap: 0.1 });
    core.run(5);
    expect([whileAsleep, whileEmpty, core.scheduler.nextEventMs]).toEqual([
      501,
      Infinity,
      accountingPeriodMs,
    ]);
  });

  it("switches between two that only compute once a time slice", () => {
    const core = new VirtualCore();
    core.add(busy);
    core.add(busy);
    let [switches, last] = [0, core.scheduler.pick(0)];
    for (let ms = 0; ms < 1_000; ms++) {
      core.run(1);
      const now = core.scheduler.pick(core.nowMs);
      if (now !== last) switches += 1;
      last = now;
    }
    expect(switches).toBeLessThanOrEqual(1_000 / timeSliceMs);
  });
});
