import { describe, expect, it } from "vitest";
import { toDisposable } from "../../../src/base/disposable.ts";
import { KernelDriver, type DriverScope } from "../../../src/playground/kernel-driver.ts";
import { CapacityGovernor } from "../../../src/sandbox/kernel/scheduler/capacity-governor.ts";
import type { NextRun } from "../../../src/sandbox/kernel/scheduler/next-run.ts";

const frameMs = 1000 / 60;

/** A page whose frames come when the test says so, and a kernel that does as it is told. */
class Scene {
  now = 1000;
  readonly budgets: number[] = [];
  next: NextRun = { kind: "woken" };
  /** How long each visit takes; default: its budget. */
  takesMs: number | null = null;
  readonly frames: (() => void)[] = [];
  readonly tasks: (() => void)[] = [];
  readonly timers: { atMs: number; call: () => void }[] = [];
  readonly driver: KernelDriver;

  constructor() {
    const hold = <T>(list: T[], entry: T): Disposable => {
      list.push(entry);
      return toDisposable(() => {
        const at = list.indexOf(entry);
        if (at >= 0) list.splice(at, 1);
      });
    };
    const scope: DriverScope = {
      nowMs: () => this.now,
      afterFrame: (call) => hold(this.frames, call),
      soon: (call) => hold(this.tasks, call),
      after: (delayMs, call) => hold(this.timers, { atMs: this.now + delayMs, call }),
    };
    const kernel = {
      nowMs: () => this.now,
      run: (budgetMs: number) => {
        this.budgets.push(budgetMs);
        this.now += this.takesMs ?? budgetMs;
        return this.next;
      },
    };
    this.driver = new KernelDriver(kernel, scope, new CapacityGovernor(0.6));
  }

  get pending(): number {
    return this.frames.length + this.tasks.length + this.timers.length;
  }

  async task(): Promise<void> {
    this.tasks.shift()?.();
    await Promise.resolve();
  }

  async frame(): Promise<void> {
    this.now += frameMs - ((this.now - 1000) % frameMs);
    this.frames.shift()?.();
    await Promise.resolve();
  }
}

describe("the kernel's driver", () => {
  it("does nothing while nothing is runnable", async () => {
    const scene = new Scene();
    scene.driver.wanted();
    await scene.task();
    expect({ visits: scene.budgets.length, pending: scene.pending }).toEqual({ visits: 1, pending: 0 });
  });

  it("visits at once after a rest, for a short while, and once however often it is wanted", async () => {
    const scene = new Scene();
    scene.driver.wanted();
    scene.driver.wanted();
    expect(scene.pending).toBe(1);
    await scene.task();
    expect(scene.budgets).toEqual([expect.closeTo(0.6 * 2 * frameMs, 5)]);
  });

  it("gives a busy kernel its share of the frames and no more", async () => {
    const scene = new Scene();
    scene.next = { kind: "now" };
    scene.driver.wanted();
    await scene.task();
    for (let frame = 0; frame < 600; frame++) await scene.frame();
    const { usedMs } = scene.driver.governor.use;
    expect(usedMs / (scene.now - 1000)).toBeCloseTo(0.6, 1);
  });

  it("makes a kernel that overran wait until its share has caught up", async () => {
    const scene = new Scene();
    scene.next = { kind: "now" };
    scene.takesMs = 60;
    scene.driver.wanted();
    await scene.task();
    const afterOverrun = scene.budgets.length;
    await scene.frame();
    await scene.frame();
    expect({ afterOverrun, visits: scene.budgets.length }).toEqual({ afterOverrun: 1, visits: 1 });
  });

  it("comes back when the kernel's next timer is due, or sooner when it is wanted", async () => {
    const scene = new Scene();
    scene.next = { kind: "at", atMs: 2000 };
    scene.takesMs = 1;
    scene.driver.wanted();
    await scene.task();
    expect(scene.timers.map(({ atMs }) => atMs)).toEqual([2000]);
    scene.now = 1500;
    scene.driver.wanted();
    expect({ timers: scene.timers.length, tasks: scene.tasks.length }).toEqual({ timers: 0, tasks: 1 });
  });

  it("comes back no more once it is disposed", async () => {
    const scene = new Scene();
    scene.next = { kind: "now" };
    scene.driver.wanted();
    await scene.task();
    scene.driver[Symbol.dispose]();
    scene.driver.wanted();
    expect(scene.pending).toBe(0);
  });
});
