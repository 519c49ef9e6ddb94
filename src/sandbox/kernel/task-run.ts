/**
 * How a task runs: its program in slices, what it waits for, and whether the scheduler has it. Of signals it knows only
 * that its task attends to them before it runs on.
 */
import type { Pause, WakeReason } from "../abi/blocking.ts";
import type { Execution, ExecutionOutcome, RunOutcome, Slice } from "./runnable.ts";
import type { Task } from "./task.ts";
import { TaskWait } from "./task-wait.ts";

/** The run of one task, from its first program to its end. */
export class TaskRun {
  readonly #task: Task;
  #execution: Execution | null = null;
  #wait: TaskWait | null = null;
  #reason: WakeReason = "woken";
  #running = false;
  /** The scheduler takes it for waiting, not for runnable. */
  #asleep = false;
  #slice: Slice | null = null;
  readonly #ownSlice: Slice = {
    over: () => {
      const task = this.#task;
      task.callsInARow = 0;
      return task.attention || task.isDead || (this.#slice?.over() ?? true);
    },
  };

  constructor(task: Task) {
    this.#task = task;
  }

  /** It has the processor. */
  get running(): boolean {
    return this.#running;
  }

  /** What it waits for; `null` while it could run. */
  get waitsFor(): Extract<Pause, { kind: "wait" }> | null {
    return this.#wait?.pause ?? null;
  }

  /** Begins with a program. The scheduler hears of it by this. */
  begin(execution: Execution): void {
    this.#execution = execution;
    this.#task.machine.processor.enqueue(this.#task);
  }

  /** Another program from here on. */
  replace(execution: Execution): void {
    // The old one is in its last call and yields `gone` next: nothing is left of it to be abandoned.
    this.#execution = execution;
  }

  /** Runs until `slice` is over, it waits or it has ended. */
  run(slice: Slice): RunOutcome | Promise<RunOutcome> {
    this.#slice = slice;
    this.#running = true;
    this.#asleep = false;
    return this.#proceed();
  }

  /** Its wait is over; without one nothing happens. */
  wake(reason: WakeReason): void {
    const wait = this.#wait;
    if (!wait) return;
    this.#wait = null;
    wait[Symbol.dispose]();
    this.#reason = reason;
    if (!this.#task.stopped && !this.#running) this.resume();
  }

  /** Stopped: the scheduler has it no more. */
  suspend(): void {
    if (!this.#running && !this.#asleep) this.#task.machine.processor.dequeue(this.#task);
  }

  /** The scheduler has it again. */
  resume(): void {
    const { processor } = this.#task.machine;
    if (this.#asleep) processor.wake(this.#task);
    else processor.enqueue(this.#task);
    this.#asleep = false;
  }

  /** It never runs again. */
  end(): void {
    this.#wait?.[Symbol.dispose]();
    this.#wait = null;
    this.#execution?.abandon();
    this.#execution = null;
    if (!this.#running) this.#task.machine.processor.dequeue(this.#task);
  }

  #proceed(): RunOutcome | Promise<RunOutcome> {
    const task = this.#task;
    for (;;) {
      const instead = task.attend();
      if (instead) return this.#leave(instead);
      const execution = this.#execution;
      if (!execution) throw new Error(`task ${task.pid.host} has no program`);
      const reason = this.#reason;
      this.#reason = "woken";
      const outcome = execution.run(this.#ownSlice, reason);
      if (outcome instanceof Promise) return this.#proceedAfter(outcome);
      const over = this.#settle(outcome);
      if (over) return this.#leave(over);
    }
  }

  async #proceedAfter(pending: Promise<ExecutionOutcome>): Promise<RunOutcome> {
    const over = this.#settle(await pending);
    return over ? this.#leave(over) : this.#proceed();
  }

  /** What the scheduler is told; `null` to run on. */
  #settle(outcome: ExecutionOutcome): RunOutcome | null {
    const task = this.#task;
    const { events, timers } = task.machine;
    if (task.isDead) return { kind: "ended" };
    if (outcome.kind === "exited") {
      events.exit(task, { kind: "exited", code: outcome.code });
      return { kind: "ended" };
    }
    if (outcome.kind === "faulted") {
      task.machine.faulted(task, outcome);
      return { kind: "ended" };
    }
    // Its `finally` blocks wanted to wait: they may not.
    if (task.exitCode !== null) {
      events.exit(task, { kind: "exited", code: task.exitCode });
      return { kind: "ended" };
    }
    if (outcome.kind === "waiting") {
      this.#wait = new TaskWait(outcome.pause, timers, (reason) => this.wake(reason));
      // A signal may have come while it was on its way to sleep.
      if (!task.lookForSignals()) return outcome;
      const instead = task.attend();
      if (instead) return instead;
      return this.#wait ? outcome : null;
    }
    const instead = task.attend();
    if (instead) return instead;
    return this.#slice?.over() ? outcome : null;
  }

  #leave(outcome: RunOutcome): RunOutcome {
    this.#running = false;
    this.#slice = null;
    this.#asleep = outcome.kind === "waiting";
    return outcome;
  }
}
