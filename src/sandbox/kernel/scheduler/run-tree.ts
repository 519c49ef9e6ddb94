/**
 * The queues of all groups as one tree: who is on which queue, with how much virtual time, and who is next. Fair by
 * weight on every level, as the kernel's completely fair scheduler. Knows no clock and does not run anything.
 */
import type { EntityQueue } from "./entity-queue.ts";
import type { Entity } from "./entity.ts";
import { CpuGroup } from "./cpu-group.ts";
import { normalWeight } from "./nice-weights.ts";
import { TaskEntity } from "./task-entity.ts";

/** Times of the scheduler, in ms: those of Linux with one processor. */
const tuning = {
  /** In so much time every runnable task shall have its turn, … */
  latencyMs: 6,
  /** … but no turn is shorter than this. */
  leastSliceMs: 0.75,
  /** So much less must a woken task have run to take the processor at once. */
  wakeUpGranularityMs: 1,
  /** So much may a sleeper be behind when it wakes: it comes first, but cannot save up. */
  sleeperCreditMs: 3,
} as const;

/** The group on whose queue an entity stands when it is runnable. */
function hostOf(entity: Entity): CpuGroup | null {
  if (entity instanceof TaskEntity) return entity.group.host;
  return entity instanceof CpuGroup && entity.parent ? entity.parent.host : null;
}

/** The tree of queues below `root`. */
export class RunTree {
  readonly #root: CpuGroup;

  constructor(root: CpuGroup) {
    this.#root = root;
  }

  put(task: TaskEntity): void {
    const host = task.group.host;
    placeAgain(task, task.lastQueue ?? host.inside, host.inside);
    host.inside.add(task);
    this.putGroup(host);
    if (task.lastQueue || host.inside.size === 1) return;
    // A new one comes behind those that are there, by one turn: else forking would be a way to run more.
    task.virtualMs = host.inside.leastMs + (this.sliceMs(task) * normalWeight) / task.weight;
    host.inside.grown(task);
  }

  take(task: TaskEntity): void {
    if (!task.queue) return;
    task.lastQueue = task.queue;
    task.queue.remove(task);
    this.takeGroup(task.group.host);
  }

  /** A group has something runnable again, and so may those above. */
  putGroup(group: CpuGroup): void {
    for (let entity = group; entity.parent;) {
      if (entity.queue || entity.bandwidth.throttled || entity.inside.size === 0) return;
      const host = entity.parent.host;
      placeAgain(entity, host.inside, host.inside);
      host.inside.add(entity);
      entity = host;
    }
  }

  /** A group may have nothing runnable any more, or is throttled. */
  takeGroup(group: CpuGroup): void {
    for (let entity = group; entity.parent; entity = entity.parent.host) {
      if (!entity.queue || (entity.inside.size > 0 && !entity.bandwidth.throttled)) return;
      entity.queue.remove(entity);
    }
  }

  next(): TaskEntity | null {
    let entity: Entity | undefined = this.#root.inside.first;
    while (entity instanceof CpuGroup) entity = entity.inside.first;
    return entity instanceof TaskEntity ? entity : null;
  }

  /** All tasks on queues in and below `group`. */
  *tasks(group: CpuGroup): Generator<TaskEntity> {
    for (const entity of group.inside.all) {
      if (entity instanceof TaskEntity) yield entity;
    }
    for (const child of group.children) yield* this.tasks(child);
  }

  /** Adds to the virtual time of a task and of the groups it ran for. */
  charge(task: TaskEntity, ranMs: number): void {
    for (let entity: Entity | null = task; entity; entity = hostOf(entity)) {
      entity.virtualMs += (ranMs * normalWeight) / entity.weight;
      entity.queue?.grown(entity);
    }
  }

  /** How long a task may run before another's turn, in ms: its share, on every level, of the time for all. */
  sliceMs(task: TaskEntity): number {
    // In so much time everyone has a turn.
    let ms = Math.max(tuning.latencyMs, this.#root.runnable * tuning.leastSliceMs);
    for (let entity: Entity | null = task; entity?.queue; entity = hostOf(entity))
      ms *= entity.weight / entity.queue.totalWeight;
    return Math.max(tuning.leastSliceMs, ms);
  }

  /** The least that is left of a quota at or above, in ms. */
  quotaLeftMs(task: TaskEntity, nowMs: number): number {
    let leastMs = Infinity;
    for (let group: CpuGroup | null = task.group.host; group?.parent; group = group.parent.host) {
      if (!group.bandwidth.limited) continue;
      group.bandwidth.touch(nowMs);
      leastMs = Math.min(leastMs, group.bandwidth.leftMs);
    }
    return leastMs;
  }

  /** Whether `woken` has run so much less than `current` that it comes at once. Compares where the two meet. */
  preempts(woken: TaskEntity, current: TaskEntity): boolean {
    for (let ours: Entity | null = woken; ours?.queue; ours = hostOf(ours)) {
      for (let theirs: Entity | null = current; theirs?.queue; theirs = hostOf(theirs)) {
        if (ours.queue !== theirs.queue) continue;
        const granularityMs = (tuning.wakeUpGranularityMs * normalWeight) / ours.weight;
        return theirs.virtualMs - ours.virtualMs > granularityMs;
      }
    }
    return false;
  }
}

/** Back from a wait or another queue: virtual time counts from that of the queue, and not much is saved up. */
function placeAgain(entity: Entity, from: EntityQueue, to: EntityQueue): void {
  if (from !== to) entity.virtualMs += to.leastMs - from.leastMs;
  entity.virtualMs = Math.max(entity.virtualMs, to.leastMs - tuning.sleeperCreditMs);
}
