/**
 * A scheduler in virtual time with simulated tasks: what a task does is a function of the virtual clock.
 */
import type { CpuGroup } from "../../../../src/sandbox/kernel/scheduler/cpu-group.ts";
import { Scheduler } from "../../../../src/sandbox/kernel/scheduler/scheduler.ts";
import type { CpuAccount, RunOutcome, Runnable, Slice } from "../../../../src/sandbox/kernel/runnable.ts";
import { TimerHeap } from "../../../../src/sandbox/kernel/timer-heap.ts";

/** What a simulated task does when it has the processor. */
export type Behaviour = (slice: Slice, task: SimulatedTask) => RunOutcome | Promise<RunOutcome>;

/** Between two checkpoints of a simulated program, in virtual ms. */
const stepMs = 0.02;

export class SimulatedTask implements Runnable<CpuGroup> {
  readonly cpu: CpuAccount = {
    ranMs: 0,
    waitedMs: 0,
    throttledMs: 0,
    voluntarySwitches: 0,
    involuntarySwitches: 0,
  };
  group: CpuGroup;
  nice: number;
  readonly #behaviour: Behaviour;
  /** Longest stay away from the processor while runnable, in ms. */
  longestWaitMs = 0;
  #waitedMs = 0;

  constructor(group: CpuGroup, nice: number, behaviour: Behaviour) {
    this.group = group;
    this.nice = nice;
    this.#behaviour = behaviour;
  }

  run(slice: Slice): RunOutcome | Promise<RunOutcome> {
    this.longestWaitMs = Math.max(this.longestWaitMs, this.cpu.waitedMs - this.#waitedMs);
    this.#waitedMs = this.cpu.waitedMs;
    return this.#behaviour(slice, this);
  }
}

export class Simulation {
  nowMs = 1000;
  readonly timers = new TimerHeap();
  wanted = 0;
  readonly scheduler = new Scheduler({
    nowMs: () => this.nowMs,
    timers: this.timers,
    wanted: () => (this.wanted += 1),
  });

  group(parent: CpuGroup = this.scheduler.root, weight = 1024): CpuGroup {
    const group = this.scheduler.groups.add(parent);
    this.scheduler.groups.separate(group, true);
    this.scheduler.groups.reweigh(group, weight);
    return group;
  }

  task(behaviour: Behaviour, group: CpuGroup = this.scheduler.root, nice = 0): SimulatedTask {
    const task = new SimulatedTask(group, nice, behaviour);
    this.scheduler.enqueue(task);
    return task;
  }

  spinner(group?: CpuGroup, nice?: number): SimulatedTask {
    return this.task(this.spin, group, nice);
  }

  readonly spin: Behaviour = (slice) => {
    for (;;) {
      this.nowMs += stepMs;
      if (slice.over()) return { kind: "preempted" };
    }
  };

  /** Runs for `runMs`, sleeps for `sleepMs`, over and over; `woken` hears how late it came on. */
  sleeper(runMs: number, sleepMs: number, group?: CpuGroup, woken?: (lateMs: number) => void): SimulatedTask {
    let leftMs = runMs;
    let dueMs: number | null = null;
    return this.task((slice, task) => {
      if (dueMs !== null) woken?.(this.nowMs - dueMs);
      dueMs = null;
      while (leftMs > 0) {
        this.nowMs += stepMs;
        leftMs -= stepMs;
        if (slice.over()) return { kind: "preempted" };
      }
      leftMs = runMs;
      dueMs = this.nowMs + sleepMs;
      this.timers.add(dueMs, () => this.scheduler.wake(task));
      return { kind: "waiting", pause: { kind: "wait", on: [] } };
    }, group);
  }

  /** Lets `ms` of virtual time pass, with budgets of `budgetMs`. */
  pass(ms: number, budgetMs = 10): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      const next = this.scheduler.run(Math.min(budgetMs, endMs - this.nowMs));
      if (next instanceof Promise) throw new Error("a simulated task answered with a promise");
      if (next.kind === "at") this.nowMs = Math.min(endMs, Math.max(this.nowMs, next.atMs));
      if (next.kind === "woken") this.nowMs = endMs;
    }
  }
}
