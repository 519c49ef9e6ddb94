/**
 * Which tasks would run: who comes to a queue and leaves one, for whatever reason, and since when each waits. Does not
 * decide who runs.
 */
import type { Runnable } from "../runnable.ts";
import type { CpuGroup } from "./cpu-group.ts";
import { countRunnable } from "./group-accounts.ts";
import type { LoadAverages } from "./load-averages.ts";
import { weightOfNice } from "./nice-weights.ts";
import type { RunTree } from "./run-tree.ts";
import { TaskEntity } from "./task-entity.ts";

type Task = Runnable<CpuGroup>;

/** What is told of tasks that come and go. */
export interface ReadyWatcher {
  /** Brings all accounts up to now; the time it took as now. */
  settleAccounts(): number;
  /** It is on a queue. */
  entered(task: TaskEntity): void;
  /** It is on none any more. Whether it had the processor last. */
  left(task: TaskEntity): boolean;
}

/** The tasks a scheduler knows. */
export class ReadyTasks {
  readonly #tree: RunTree;
  readonly #loads: LoadAverages;
  readonly #watcher: ReadyWatcher;
  readonly #entities = new WeakMap<Task, TaskEntity>();

  constructor(tree: RunTree, loads: LoadAverages, watcher: ReadyWatcher) {
    this.#tree = tree;
    this.#loads = loads;
    this.#watcher = watcher;
  }

  enqueue(task: Task): void {
    const entity = this.#entityOf(task);
    if (entity.runnable) return;
    entity.runnable = true;
    if (!entity.frozen) this.#enter(entity, this.#watcher.settleAccounts());
  }

  dequeue(task: Task): void {
    const entity = this.#entities.get(task);
    if (entity?.runnable) this.stop(entity, this.#watcher.settleAccounts());
  }

  freeze(task: Task, frozen: boolean): void {
    const entity = this.#entityOf(task);
    if (entity.frozen === frozen) return;
    entity.frozen = frozen;
    if (!entity.runnable) return;
    const nowMs = this.#watcher.settleAccounts();
    if (frozen) this.#leave(entity, nowMs);
    else this.#enter(entity, nowMs);
  }

  change(task: Task, change: () => void): void {
    const runnable = this.#entities.get(task)?.runnable === true;
    if (runnable) this.dequeue(task);
    change();
    if (runnable) this.enqueue(task);
  }

  /** It would not run any more. */
  stop(entity: TaskEntity, nowMs: number): void {
    entity.runnable = false;
    this.#leave(entity, nowMs);
  }

  /** From now on it waits for the processor. */
  startWaiting(entity: TaskEntity, nowMs: number): void {
    entity.waitsSinceMs = nowMs;
    entity.heldBeforeMs = entity.group.heldMs(nowMs);
  }

  /** It waits no longer: writes down for how long it did. */
  endWaiting(entity: TaskEntity, nowMs: number): void {
    const { cpu } = entity.task;
    const heldMs = entity.group.heldMs(nowMs) - entity.heldBeforeMs;
    cpu.throttledMs += heldMs;
    cpu.waitedMs += Math.max(0, nowMs - entity.waitsSinceMs - heldMs);
  }

  #enter(entity: TaskEntity, nowMs: number): void {
    entity.group = entity.task.group;
    entity.weight = weightOfNice(entity.task.nice);
    this.#tree.put(entity);
    countRunnable(entity.group, 1, false, nowMs);
    if (!entity.group.held) this.#loads.add(1, nowMs);
    this.startWaiting(entity, nowMs);
    this.#watcher.entered(entity);
  }

  #leave(entity: TaskEntity, nowMs: number): void {
    if (!entity.queue) return;
    this.#tree.take(entity);
    const hadProcessor = this.#watcher.left(entity);
    countRunnable(entity.group, -1, hadProcessor, nowMs);
    if (!entity.group.held) this.#loads.add(-1, nowMs);
  }

  #entityOf(task: Task): TaskEntity {
    let entity = this.#entities.get(task);
    if (!entity) this.#entities.set(task, (entity = new TaskEntity(task)));
    return entity;
  }
}
