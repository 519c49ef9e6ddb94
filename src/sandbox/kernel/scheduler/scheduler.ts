/**
 * Gives the one processor to one task at a time: fair by virtual run time over the tree of cgroups, within quotas,
 * preempting. Keeps the accounts of CPU time. Is told the time and its budget; knows neither page nor programs.
 */
import type { RunOutcome, Runnable } from "../runnable.ts";
import { CpuGroup } from "./cpu-group.ts";
import { GroupSettings } from "./group-settings.ts";
import { LoadAverages } from "./load-averages.ts";
import type { Loads } from "./load-averages.ts";
import type { NextRun } from "./next-run.ts";
import { ProcessorMeter } from "./processor-meter.ts";
import { Quotas } from "./quotas.ts";
import { ReadyTasks } from "./ready-tasks.ts";
import { RunTree } from "./run-tree.ts";
import type { SchedulerHost } from "./scheduler-host.ts";
import { SliceTimer } from "./slice-timer.ts";
import type { TaskEntity } from "./task-entity.ts";

type Task = Runnable<CpuGroup>;

/** The scheduler. Every call but `run` may be made at any time, from within a running task too. */
export class Scheduler {
  readonly root: CpuGroup;
  readonly groups: GroupSettings;
  readonly #host: SchedulerHost;
  readonly #tree: RunTree;
  readonly #slice: SliceTimer;
  readonly #loads: LoadAverages;
  readonly #quotas: Quotas;
  readonly #ready: ReadyTasks;
  readonly #meter: ProcessorMeter;
  #current: TaskEntity | null = null;
  #begunMs = 0;
  #runEndMs = 0;
  #busy = false;

  constructor(host: SchedulerHost) {
    this.#host = host;
    const nowMs = host.nowMs();
    this.root = new CpuGroup(null, nowMs);
    this.#tree = new RunTree(this.root);
    this.#loads = new LoadAverages(nowMs);
    this.#ready = new ReadyTasks(this.#tree, this.#loads, {
      settleAccounts: () => this.settleAccounts(),
      entered: (task) => this.#entered(task),
      left: (task) => this.#left(task),
    });
    this.#slice = new SliceTimer(host.nowMs, (at) => this.#interrupt(at));
    this.#quotas = new Quotas({
      nowMs: host.nowMs,
      tree: this.#tree,
      loads: this.#loads,
      at: (atMs, run) => void host.timers.add(atMs, run),
      throttled: () => this.#slice.cut(),
      released: () => this.#released(),
    });
    this.groups = new GroupSettings({
      root: this.root,
      tree: this.#tree,
      quotas: this.#quotas,
      settleAccounts: () => this.settleAccounts(),
      orderChanged: () => this.#preemptIfUnfit(),
    });
    this.#meter = new ProcessorMeter({
      charged: (task, ranMs, atMs) => {
        this.#tree.charge(task, ranMs);
        this.#quotas.spend(task, ranMs, atMs);
      },
      switched: (task) => host.switched?.(task.task),
    });
  }

  /** The task that has the processor. */
  get current(): Task | null {
    return this.#current?.task ?? null;
  }

  /** Times the processor went from one task to another, and how long tasks had it, in ms. */
  get totals(): { readonly switches: number; readonly ranMs: number } {
    this.settleAccounts();
    return this.#meter.totals;
  }

  /** Whether anything would run now. */
  get idle(): boolean {
    return this.root.inside.size === 0;
  }

  loads(): Loads {
    return this.#loads.read(this.#host.nowMs());
  }

  /** A new task, or one that was stopped or moved, may run. No effect on one that is runnable. */
  enqueue(task: Task): void {
    this.#ready.enqueue(task);
  }

  /** What a task waited for has come. */
  wake(task: Task): void {
    // Between a WebAssembly task's wait and the scheduler's hearing of it there are turns of the event loop.
    if (this.#current?.task === task && this.#current.runnable) this.#current.wokenEarly = true;
    this.#ready.enqueue(task);
  }

  /** A task shall not run though it does not wait: it is stopped, moved, or over. */
  dequeue(task: Task): void {
    this.#ready.dequeue(task);
  }

  /** Frozen, it does not run even if woken; what it would do meanwhile is remembered. */
  freeze(task: Task, frozen: boolean): void {
    this.#ready.freeze(task, frozen);
  }

  /** Changes the `nice` or `group` of a task, by `change`, with the task off its queue. */
  change(task: Task, change: () => void): void {
    this.#ready.change(task, change);
  }

  /** The running task shall stop at its next checkpoint, say to have a signal delivered. */
  preempt(): void {
    this.#slice.cut();
  }

  /** Brings all accounts up to now, also that of the running task; the time it took as now. */
  settleAccounts(): number {
    const nowMs = this.#host.nowMs();
    if (this.#current) this.#meter.charge(this.#current, nowMs);
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
    this.#ready.endWaiting(task, nowMs);
    task.wokenEarly = false;
    this.#meter.begin(task, nowMs);
    this.#current = task;
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
        this.#ready.stop(task, nowMs);
        break;
      case "ended":
        this.#ready.stop(task, nowMs);
    }
    this.#ready.startWaiting(task, nowMs);
    if (task.queue && this.#tree.next() !== task && outcome.kind === "preempted")
      cpu.involuntarySwitches += 1;
    return nowMs;
  }

  #entered(task: TaskEntity): void {
    const current = this.#current;
    if (current === null) {
      if (!this.#busy) this.#host.wanted();
    } else if (this.#tree.preempts(task, current)) this.#slice.cut();
    else this.#slice.shorten(this.#begunMs + this.#tree.sliceMs(current));
  }

  #left(task: TaskEntity): boolean {
    if (this.#current === task) this.#slice.cut();
    return this.#meter.forget(task);
  }

  #released(): void {
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
}
