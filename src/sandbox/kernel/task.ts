/**
 * A task: one process with one thread. Runs its program in slices, waits for it and delivers its signals. What its end means to others is the process tree's matter.
 */
import type { Pause, WakeReason } from "../abi/blocking.ts";
import type { Signal } from "../abi/signals.ts";
import type { Caller } from "../fs/caller.ts";
import type { Execution, ExecutionOutcome, Runnable, RunOutcome, Slice } from "./runnable.ts";
import type { CpuGroup } from "./scheduler/cpu-group.ts";
import { defaultFate, runHandler, shielded, unheard } from "./signal-reception.ts";
import { stops } from "./signal-state.ts";
import { TaskAlarm } from "./task-alarm.ts";
import { TaskJob } from "./task-job.ts";
import { TaskMemory } from "./task-memory.ts";
import { TaskState } from "./task-state.ts";
import type { EndStatus, TaskGiven } from "./task-state.ts";
import { TaskWait } from "./task-wait.ts";

const stoppedPause: Extract<Pause, { kind: "wait" }> = { kind: "wait", on: [], uninterruptible: true };

/** A process. */
export class Task extends TaskState implements Runnable<CpuGroup>, Caller {
  readonly job = new TaskJob(this);
  readonly memory = new TaskMemory(this);
  readonly alarm = new TaskAlarm(this);
  /** A handler ran since this was cleared: whether all that ran let the call begin again. */
  interruption: { restart: boolean } | null = null;
  /** exit(2) was called: what is left of its program may not wait. */
  exitCode: number | null = null;

  #execution: Execution | null = null;
  #wait: TaskWait | null = null;
  #reason: WakeReason = "woken";
  #running = false;
  #attention = false;
  #stopped = false;
  /** The scheduler takes it for waiting, not for runnable. */
  #asleep = false;
  #end: EndStatus | null = null;
  #slice: Slice | null = null;
  readonly #ownSlice: Slice = {
    over: () => {
      this.callsInARow = 0;
      return this.#attention || this.#end !== null || (this.#slice?.over() ?? true);
    },
  };

  constructor(given: TaskGiven) {
    super(given);
    given.pid.task = this;
    given.processGroup.add(this);
    given.parent?.children.add(this);
  }

  get isNamespaceInit(): boolean {
    return this.pid.namespace.init === this;
  }

  get isGlobalInit(): boolean {
    return this.isNamespaceInit && this.pid.namespace.level === 0;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** How it ended; `null` while it lives. */
  get end(): EndStatus | null {
    return this.#end;
  }

  get isDead(): boolean {
    return this.#end !== null;
  }

  /** Signals wait to be looked at. */
  get attention(): boolean {
    return this.#attention;
  }

  /** The letter of /proc/PID/stat. */
  get stateLetter(): "R" | "S" | "D" | "T" | "Z" {
    if (this.#end) return "Z";
    if (this.#stopped) return "T";
    if (!this.#wait) return "R";
    return this.#wait.pause.uninterruptible ? "D" : "S";
  }

  /** Begins with a program. The scheduler hears of it by this. */
  begin(execution: Execution): void {
    this.#execution = execution;
    this.machine.processor.enqueue(this);
  }

  /** Another program from here on: exec(2), called by the old one, which yields `gone` next. */
  replace(execution: Execution): void {
    // The old one is in its last call and yields `gone` next: nothing is left of it to be abandoned.
    this.#execution = execution;
  }

  run(slice: Slice): RunOutcome | Promise<RunOutcome> {
    this.#slice = slice;
    this.#running = true;
    this.#asleep = false;
    return this.#proceed();
  }

  #proceed(): RunOutcome | Promise<RunOutcome> {
    for (;;) {
      const instead = this.#attend();
      if (instead) return this.#leave(instead);
      const execution = this.#execution;
      if (!execution) throw new Error(`task ${this.pid.host} has no program`);
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
    if (this.#end) return { kind: "ended" };
    if (outcome.kind === "exited") {
      this.machine.events.exit(this, { kind: "exited", code: outcome.code });
      return { kind: "ended" };
    }
    if (outcome.kind === "faulted") {
      this.machine.faulted(this, outcome);
      return { kind: "ended" };
    }
    // Its `finally` blocks wanted to wait: they may not.
    if (this.exitCode !== null) {
      this.machine.events.exit(this, { kind: "exited", code: this.exitCode });
      return { kind: "ended" };
    }
    if (outcome.kind === "waiting") {
      this.#wait = new TaskWait(outcome.pause, this.machine.timers, (reason) => this.#wake(reason));
      this.#attention = this.signals.next !== null;
      if (!this.#attention) return outcome;
      // A signal came while it was on its way to sleep.
      const instead = this.#attend();
      if (instead) return instead;
      if (this.#wait) return outcome;
      return null;
    }
    const instead = this.#attend();
    if (instead) return instead;
    return this.#slice?.over() ? outcome : null;
  }

  #leave(outcome: RunOutcome): RunOutcome {
    this.#running = false;
    this.#slice = null;
    this.#asleep = outcome.kind === "waiting";
    return outcome;
  }

  #wake(reason: WakeReason): void {
    const wait = this.#wait;
    if (!wait) return;
    this.#wait = null;
    wait[Symbol.dispose]();
    this.#reason = reason;
    if (!this.#stopped && !this.#running) this.#resume();
  }

  /**
   * Sends a signal; whether it may be sent was asked before. `forced`: by the kernel or from a namespace above, so that
   * even a namespace's init is not safe from SIGKILL and SIGSTOP.
   */
  post(signal: Signal, forced: boolean): void {
    if (this.#end) return;
    if (stops(signal)) this.signals.dropContinue();
    if (signal === "SIGCONT") this.signals.dropStops();
    if (signal === "SIGCONT" || (signal === "SIGKILL" && !shielded(this, signal, forced)))
      this.#continue(signal);
    if (unheard(this, signal, forced)) return;
    this.signals.add(signal);
    this.notice();
  }

  signalSelf(signal: Signal): void {
    this.post(signal, true);
  }

  /** The signals that may be delivered have changed. */
  notice(): void {
    if (this.#running) {
      this.#attention = this.signals.next !== null;
      return;
    }
    if (this.#stopped && !this.signals.killed) return;
    // Off the processor only handlers need the task itself.
    this.#attend();
    if (this.#attention && this.#wait && !this.#wait.pause.uninterruptible) this.#wake("signal");
  }

  /**
   * Looks at the signals that may be delivered. Handlers run only in a task that has the processor; otherwise
   * `attention` stays. Answers what the scheduler is told when the task cannot run on.
   */
  #attend(): RunOutcome | null {
    for (;;) {
      if (this.#end) return { kind: "ended" };
      if (this.#stopped && !this.signals.killed) {
        // What else is pending is looked at when it is continued.
        this.#attention = false;
        return { kind: "waiting", pause: stoppedPause };
      }
      const signal = this.signals.next;
      this.#attention = signal !== null;
      if (!signal) return null;
      const action = this.signals.action(signal);
      if (typeof action === "object") {
        if (!this.#running) return null;
        if (this.#wait) {
          if (this.#wait.pause.uninterruptible) return null;
          this.#wake("signal");
        }
        runHandler(this, signal, action);
      } else {
        this.signals.take();
        if (action === "default") this.#actByDefault(signal);
      }
    }
  }

  /** As `#attend` at the return of a call that cannot wait: answers whether the task is over. */
  attendInCall(): boolean {
    while (this.#attention && !this.#end) {
      const signal = this.signals.next;
      if (!signal) {
        this.#attention = false;
        break;
      }
      const action = this.signals.action(signal);
      if (typeof action === "object") runHandler(this, signal, action);
      else if (action === "default" && stops(signal)) break;
      else {
        this.signals.take();
        if (action === "default") this.#actByDefault(signal);
      }
    }
    return this.#end !== null;
  }

  /** The process tree has taken it apart: it never runs again. */
  finish(status: EndStatus): void {
    this.#end = status;
    this.#stopped = false;
    this.change = null;
    this.#wait?.[Symbol.dispose]();
    this.#wait = null;
    this.#execution?.abandon();
    this.#execution = null;
    if (!this.#running) this.machine.processor.dequeue(this);
  }

  #actByDefault(signal: Signal): void {
    const fate = defaultFate(this, signal);
    if (fate === "end") this.machine.events.exit(this, { kind: "signaled", signal, coreDumped: false });
    else if (fate === "stop") this.#stop(signal);
  }

  #stop(signal: Signal): void {
    this.#stopped = true;
    this.change = { kind: "stopped", signal };
    if (!this.#running && !this.#asleep) this.machine.processor.dequeue(this);
    this.machine.events.changed(this);
  }

  #continue(by: Signal): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    if (by === "SIGCONT") {
      this.change = { kind: "continued" };
      this.machine.events.changed(this);
    }
    if (this.#wait || this.#running) this.notice();
    else this.#resume();
  }

  #resume(): void {
    const { processor } = this.machine;
    if (this.#asleep) processor.wake(this);
    else processor.enqueue(this);
    this.#asleep = false;
  }
}
