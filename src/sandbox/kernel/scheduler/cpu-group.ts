/**
 * A cgroup as the scheduler sees it: an entity among its siblings, a queue of what is runnable in it, its quota, and
 * what it used. Every cgroup has one, for the accounts; it competes as one entity only where the cpu controller is on.
 */
import { Bandwidth } from "./bandwidth.ts";
import { EntityQueue } from "./entity-queue.ts";
import { Entity } from "./entity.ts";
import { normalWeight } from "./nice-weights.ts";
import { Pressure } from "./pressure.ts";

/** One node of the tree of groups. Only `Scheduler` changes it. */
export class CpuGroup extends Entity {
  readonly parent: CpuGroup | null;
  readonly children = new Set<CpuGroup>();
  readonly depth: number;
  readonly inside = new EntityQueue();
  readonly bandwidth = new Bandwidth();
  /** Whether it has weight and quota of its own; else its tasks compete in the nearest group above that has. */
  separate = false;

  /** CPU time of its tasks and of those below, in ms, since it was made; and of those with a positive nice value. */
  usedMs = 0;
  usedNiceMs = 0;
  /** Times the processor went to a task in or below it. */
  switches = 0;
  /** Runnable tasks in and below, those under a spent quota included. */
  runnable = 0;
  /** Runnable tasks that are in it, not below. */
  ownRunnable = 0;
  /** Whether one of its tasks, or below, has the processor. */
  running = false;

  readonly #cpuPressure: Pressure;
  readonly #memoryPressure: Pressure;
  #stalled = 0;
  /** Throttled groups at or above this one. */
  #throttlers = 0;
  #heldSinceMs = 0;
  #heldMs = 0;

  constructor(parent: CpuGroup | null, nowMs: number) {
    super(normalWeight);
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    this.separate = parent === null;
    this.#cpuPressure = new Pressure(nowMs);
    this.#memoryPressure = new Pressure(nowMs);
    if (!parent) return;
    parent.children.add(this);
    if (parent.held) this.hold(nowMs);
  }

  /** The group on whose queue its tasks stand. */
  get host(): CpuGroup {
    if (this.separate || !this.parent) return this;
    return this.parent.host;
  }

  /** Whether a quota at or above it is spent. */
  get held(): boolean {
    return this.#throttlers > 0;
  }

  /** How long, in ms, a quota at or above it has been spent so far. */
  heldMs(nowMs: number): number {
    return this.#heldMs + (this.held ? nowMs - this.#heldSinceMs : 0);
  }

  /** One more spent quota at or above; how many tasks may no longer run by that. */
  hold(nowMs: number): number {
    const first = this.#throttlers === 0;
    if (first) this.#heldSinceMs = nowMs;
    this.#throttlers += 1;
    let stopped = first ? this.ownRunnable : 0;
    for (const child of this.children) stopped += child.hold(nowMs);
    return stopped;
  }

  /** One less; how many tasks may run again. */
  letGo(nowMs: number): number {
    this.#throttlers -= 1;
    const last = this.#throttlers === 0;
    if (last) this.#heldMs += nowMs - this.#heldSinceMs;
    let freed = last ? this.ownRunnable : 0;
    for (const child of this.children) freed += child.letGo(nowMs);
    return freed;
  }

  /** A task in or below it begins (1) or ends (-1) to wait for memory. */
  stall(difference: 1 | -1, nowMs: number): void {
    this.#stalled += difference;
    if (this.#stalled === 0) this.#memoryPressure.set(false, false, nowMs);
    this.note(nowMs);
  }

  /** `runnable`, `running` or the stalls have changed. */
  note(nowMs: number): void {
    const waiting = this.running ? this.runnable > 1 : this.runnable > 0;
    // For the whole host "no task at all runs for want of the processor" cannot be.
    this.#cpuPressure.set(waiting, this.parent !== null && waiting && !this.running, nowMs);
    if (this.#stalled > 0) this.#memoryPressure.set(true, this.runnable === 0, nowMs);
  }

  pressure(of: "cpu" | "memory", nowMs: number): ReturnType<Pressure["read"]> {
    return (of === "cpu" ? this.#cpuPressure : this.#memoryPressure).read(nowMs);
  }
}
