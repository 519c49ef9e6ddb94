/**
 * Gives the one processor to one task at a time: fair by virtual run time over the tree of cgroups, within quotas,
 * preempting. Keeps the accounts of CPU time. Is told the time and its budget; knows neither page nor programs.
 */
import type { RunOutcome, Runnable } from "../runnable.ts";
import type { BandwidthLimit } from "./bandwidth.ts";
import { CpuGroup } from "./cpu-group.ts";
import { LoadAverages } from "./load-averages.ts";
import type { Loads } from "./load-averages.ts";
import { RunTree } from "./run-tree.ts";
import { SliceTimer } from "./slice-timer.ts";
import { TaskEntity } from "./task-entity.ts";
import { weightOfNice } from "./nice-weights.ts";

/** The kernel's timers, as the scheduler drives them: within `run`, and like interrupts while a task runs. */
export interface SchedulerTimers {
  /** On the scheduler's clock, in ms. */
  readonly nextMs: number | null;
  add(atMs: number, run: () => void): Disposable;
  fire(nowMs: number): void;
}

/** What a scheduler is given. */
export interface SchedulerHost {
  /** Monotonic, in ms with parts. */
  readonly nowMs: () => number;
  readonly timers: SchedulerTimers;
  /** Something became runnable while nothing ran: call `run` soon. */
  readonly wanted: () => void;
}

/** When to call `run` again. */
export type NextRun =
  /** Tasks are runnable: the budget was spent. */
  | { readonly kind: "now" }
  /** Nothing before `atMs` on the scheduler's clock, unless `wanted` tells. */
  | { readonly kind: "at"; readonly atMs: number }
  /** Nothing until `wanted` tells. */
  | { readonly kind: "woken" };

type Task = Runnable<CpuGroup>;

/** The scheduler. Every call but `run` may be made at any time, from within a running task too. */
export class Scheduler {
  readonly root: CpuGroup;
  readonly #host: SchedulerHost;
  readonly #tree: RunTree;
  readonly #slice: SliceTimer;
  readonly #loads: LoadAverages;
  readonly #entities = new WeakMap<Task, TaskEntity>();
  #current: TaskEntity | null = null;
  /** Who had the processor last, and for the pressure of the others has it still. */
  #last: TaskEntity | null = null;
  #chargedToMs = 0;
  #begunMs = 0;
  #runEndMs = 0;
  #busy = false;
  #switches = 0;
  #ranMs = 0;

  constructor(host: SchedulerHost) {
    this.#host = host;
    const nowMs = host.nowMs();
    this.root = new CpuGroup(null, nowMs);
    this.#tree = new RunTree(this.root);
    this.#loads = new LoadAverages(nowMs);
    this.#slice = new SliceTimer(host.nowMs, (at) => this.#interrupt(at));
  }

  /** The task that has the processor. */
  get current(): Task | null {
    return this.#current?.task ?? null;
  }

  /** Times the processor went from one task to another, and how long tasks had it, in ms. */
  get totals(): { readonly switches: number; readonly ranMs: number } {
    this.settleAccounts();
    return { switches: this.#switches, ranMs: this.#ranMs };
  }

  /** Whether anything would run now. */
  get idle(): boolean {
    return this.root.inside.size === 0;
  }

  loads(): Loads {
    return this.#loads.read(this.#host.nowMs());
  }

  addGroup(parent: CpuGroup): CpuGroup {
    return new CpuGroup(parent, this.#host.nowMs());
  }

  /** The group is empty and goes. Its time stays with those above. */
  removeGroup(group: CpuGroup): void {
    group.parent?.children.delete(group);
    this.limit(group, { quotaMs: null, periodMs: 100, burstMs: 0 });
  }

  /** `weight` as in the table of nice values: 1024 is `cpu.weight` 100. */
  reweigh(group: CpuGroup, weight: number): void {
    this.settleAccounts();
    if (group.queue) group.queue.reweigh(group, weight);
    else group.weight = weight;
  }

  limit(group: CpuGroup, limit: BandwidthLimit): void {
    const nowMs = this.settleAccounts();
    group.bandwidth.limitTo(limit, nowMs);
    this.#release(group, nowMs);
  }

  /** Whether the group competes as one entity (the cpu controller is on) or its tasks do, in the group above. */
  separate(group: CpuGroup, separate: boolean): void {
    if (group.separate === separate) return;
    const nowMs = this.settleAccounts();
    const queued = [...this.#tree.tasks(this.root)];
    for (const task of queued) this.#tree.take(task);
    group.separate = separate;
    if (!separate) this.#release(group, nowMs);
    for (const task of queued) this.#tree.put(task);
    this.#preemptIfUnfit();
  }

  /** A new task, or one that was stopped or moved, may run. No effect on one that is runnable. */
  enqueue(task: Task): void {
    const entity = this.#entityOf(task);
    if (entity.runnable) return;
    entity.runnable = true;
    if (!entity.frozen) this.#enter(entity, this.settleAccounts());
  }

  /** What a task waited for has come. */
  wake(task: Task): void {
    // Between a WebAssembly task's wait and the scheduler's hearing of it there are turns of the event loop.
    if (this.#current?.task === task && this.#current.runnable) this.#current.wokenEarly = true;
    this.enqueue(task);
  }

  /** A task shall not run though it does not wait: it is stopped, moved, or over. */
  dequeue(task: Task): void {
    const entity = this.#entities.get(task);
    if (!entity?.runnable) return;
    entity.runnable = false;
    this.#leave(entity);
  }

  /** Frozen, it does not run even if woken; what it would do meanwhile is remembered. */
  freeze(task: Task, frozen: boolean): void {
    const entity = this.#entityOf(task);
    if (entity.frozen === frozen) return;
    entity.frozen = frozen;
    if (!entity.runnable) return;
    if (frozen) this.#leave(entity);
    else this.#enter(entity, this.settleAccounts());
  }

  /** Changes the `nice` or `group` of a task, by `change`, with the task off its queue. */
  change(task: Task, change: () => void): void {
    const entity = this.#entities.get(task);
    const runnable = entity?.runnable === true;
    if (runnable) this.dequeue(task);
    change();
    if (runnable) this.enqueue(task);
  }

  /** The running task shall stop at its next checkpoint, say to have a signal delivered. */
  preempt(): void {
    this.#slice.cut();
  }

  /** Brings all accounts up to now, also that of the running task; the time it took as now. */
  settleAccounts(): number {
    const nowMs = this.#host.nowMs();
    if (this.#current) this.#charge(this.#current, nowMs);
    return nowMs;
  }

  /**
   * Runs what is runnable for at most `budgetMs` (longer by what the last task takes to its checkpoint) and tells when
   * there is something to do again. Answers with a promise only if a task did: then nothing else may call `run`.
   */
  run(budgetMs: number): NextRun | Promise<NextRun> {
    if (this.#busy) throw new Error("the scheduler runs already");
    this.#busy = true;
    const nowMs = this.#host.nowMs();
    this.#runEndMs = nowMs + budgetMs;
    const first = this.#runSome(nowMs);
    return first instanceof Promise ? this.#runRest(first) : first;
  }

  async #runRest(first: Promise<RunOutcome>): Promise<NextRun> {
    for (let outcome = first; ;) {
      // oxlint-disable-next-line no-await-in-loop -- one processor
      const next = this.#runSome(this.#heed(await outcome));
      if (!(next instanceof Promise)) return next;
      outcome = next;
    }
  }

  #runSome(fromMs: number): NextRun | Promise<RunOutcome> {
    for (let nowMs = fromMs; ;) {
      const { timers } = this.#host;
      const dueMs = timers.nextMs;
      if (dueMs !== null && dueMs <= nowMs) timers.fire(nowMs);
      const task = nowMs < this.#runEndMs ? this.#tree.next() : null;
      if (!task) return this.#rest();
      this.#begin(task, nowMs);
      const outcome = task.task.run(this.#slice);
      if (outcome instanceof Promise) return outcome;
      nowMs = this.#heed(outcome);
    }
  }

  #rest(): NextRun {
    this.#busy = false;
    if (!this.idle) return { kind: "now" };
    const atMs = this.#host.timers.nextMs;
    return atMs === null ? { kind: "woken" } : { kind: "at", atMs };
  }

  #begin(task: TaskEntity, nowMs: number): void {
    const heldMs = task.group.heldMs(nowMs) - task.heldBeforeMs;
    task.task.cpu.throttledMs += heldMs;
    task.task.cpu.waitedMs += Math.max(0, nowMs - task.waitsSinceMs - heldMs);
    task.wokenEarly = false;
    if (this.#last !== task) this.#switchTo(task, nowMs);
    this.#current = task;
    this.#chargedToMs = nowMs;
    this.#begunMs = nowMs;
    const sliceMs = Math.min(this.#tree.sliceMs(task), this.#tree.quotaLeftMs(task, nowMs));
    this.#slice.begin(nowMs, Math.min(nowMs + sliceMs, this.#runEndMs), this.#host.timers.nextMs ?? Infinity);
  }

  /** The task gave the processor back; answers the time. */
  #heed(outcome: RunOutcome): number {
    const task = this.#current;
    if (!task) throw new Error("an outcome without a task");
    const nowMs = this.settleAccounts();
    this.#current = null;
    this.#slice.cut();
    const { cpu } = task.task;
    switch (outcome.kind) {
      case "preempted":
        break;
      case "waiting":
        cpu.voluntarySwitches += 1;
        if (task.wokenEarly) break;
        task.runnable = false;
        this.#leave(task);
        break;
      case "ended":
        task.runnable = false;
        this.#leave(task);
    }
    this.#startWaiting(task, nowMs);
    if (task.queue && this.#tree.next() !== task && outcome.kind === "preempted")
      cpu.involuntarySwitches += 1;
    return nowMs;
  }

  #enter(task: TaskEntity, nowMs: number): void {
    task.group = task.task.group;
    task.weight = weightOfNice(task.task.nice);
    this.#tree.put(task);
    task.group.ownRunnable += 1;
    for (let group: CpuGroup | null = task.group; group; group = group.parent) {
      group.runnable += 1;
      group.note(nowMs);
    }
    if (!task.group.held) this.#loads.add(1, nowMs);
    this.#startWaiting(task, nowMs);
    const current = this.#current;
    if (current === null) {
      if (!this.#busy) this.#host.wanted();
    } else if (this.#tree.preempts(task, current)) this.#slice.cut();
    else this.#slice.shorten(this.#begunMs + this.#tree.sliceMs(current));
  }

  #leave(task: TaskEntity): void {
    if (!task.queue) return;
    const nowMs = this.settleAccounts();
    this.#tree.take(task);
    task.group.ownRunnable -= 1;
    const runs = this.#last === task;
    if (runs) this.#last = null;
    for (let group: CpuGroup | null = task.group; group; group = group.parent) {
      group.runnable -= 1;
      if (runs) group.running = false;
      group.note(nowMs);
    }
    if (!task.group.held) this.#loads.add(-1, nowMs);
    if (this.#current === task) this.#slice.cut();
  }

  #startWaiting(task: TaskEntity, nowMs: number): void {
    task.waitsSinceMs = nowMs;
    task.heldBeforeMs = task.group.heldMs(nowMs);
  }

  #switchTo(task: TaskEntity, nowMs: number): void {
    let from: CpuGroup | null = this.#last?.group ?? null;
    let to: CpuGroup | null = task.group;
    this.#last = task;
    this.#switches += 1;
    for (let group: CpuGroup | null = to; group; group = group.parent) group.switches += 1;
    // Where the two meet, nothing changes.
    while (from !== to) {
      if (to && (!from || to.depth >= from.depth)) {
        to.running = true;
        to.note(nowMs);
        to = to.parent;
      } else if (from) {
        from.running = false;
        from.note(nowMs);
        from = from.parent;
      }
    }
  }

  #charge(task: TaskEntity, nowMs: number): void {
    const ranMs = nowMs - this.#chargedToMs;
    this.#chargedToMs = nowMs;
    this.#ranMs += ranMs;
    task.task.cpu.ranMs += ranMs;
    const nice = task.task.nice > 0;
    for (let group: CpuGroup | null = task.group; group; group = group.parent) {
      group.usedMs += ranMs;
      if (nice) group.usedNiceMs += ranMs;
    }
    this.#tree.charge(task, ranMs);
    for (let group: CpuGroup | null = task.group.host; group?.parent; group = group.parent.host) {
      const { bandwidth } = group;
      if (bandwidth.limited && bandwidth.spend(ranMs, nowMs) && !bandwidth.throttled)
        this.#throttle(group, nowMs);
    }
  }

  #throttle(group: CpuGroup, nowMs: number): void {
    group.bandwidth.throttle(nowMs);
    this.#tree.takeGroup(group);
    this.#loads.add(-group.hold(nowMs), nowMs);
    this.#slice.cut();
    this.#releaseLater(group);
  }

  #releaseLater(group: CpuGroup): void {
    this.#host.timers.add(group.bandwidth.endMs, () => {
      const { bandwidth } = group;
      if (!bandwidth.throttled) return;
      const nowMs = this.#host.nowMs();
      bandwidth.touch(nowMs);
      // A debt of more than a period is paid by staying away for longer.
      if (bandwidth.leftMs > 0) this.#release(group, nowMs);
      else this.#releaseLater(group);
    });
  }

  #release(group: CpuGroup, nowMs: number): void {
    if (!group.bandwidth.throttled) return;
    group.bandwidth.release(nowMs);
    this.#loads.add(group.letGo(nowMs), nowMs);
    this.#tree.putGroup(group);
    if (this.#current) this.#preemptIfUnfit();
    else if (!this.#busy && !this.idle) this.#host.wanted();
  }

  /** The order changed under the running task: whoever is first now takes over at the next checkpoint. */
  #preemptIfUnfit(): void {
    const first = this.#tree.next();
    if (this.#current && first && first !== this.#current && this.#tree.preempts(first, this.#current))
      this.#slice.cut();
  }

  #interrupt(nowMs: number): void {
    this.#host.timers.fire(nowMs);
    this.#slice.interruptAt(this.#host.timers.nextMs ?? Infinity);
  }

  #entityOf(task: Task): TaskEntity {
    let entity = this.#entities.get(task);
    if (!entity) {
      entity = new TaskEntity(task);
      this.#entities.set(task, entity);
    }
    return entity;
  }
}
