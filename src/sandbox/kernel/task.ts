/**
 * A task: one process with one thread. Delivers its signals, stops and ends it. How its program runs is its run's matter,
 * what its end means to others the process tree's.
 */
import type { Pause } from "../abi/blocking.ts";
import type { Signal } from "../abi/signals.ts";
import type { Caller } from "../fs/caller.ts";
import type { Execution, Runnable, RunOutcome, Slice } from "./runnable.ts";
import type { CpuGroup } from "./scheduler/cpu-group.ts";
import { defaultFate, runHandler, shielded, unheard } from "./signal-reception.ts";
import { stops } from "./signal-state.ts";
import { TaskAlarm } from "./task-alarm.ts";
import { TaskJob } from "./task-job.ts";
import { TaskMemory } from "./task-memory.ts";
import { TaskRun } from "./task-run.ts";
import { TaskState } from "./task-state.ts";
import type { EndStatus, TaskGiven } from "./task-state.ts";

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

  readonly #run = new TaskRun(this);
  #attention = false;
  #stopped = false;
  #end: EndStatus | null = null;

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
    const pause = this.#run.waitsFor;
    if (!pause) return "R";
    return pause.uninterruptible ? "D" : "S";
  }

  /** Begins with a program. The scheduler hears of it by this. */
  begin(execution: Execution): void {
    this.#run.begin(execution);
  }

  /** Another program from here on: exec(2), called by the old one, which yields `gone` next. */
  replace(execution: Execution): void {
    this.#run.replace(execution);
  }

  run(slice: Slice): RunOutcome | Promise<RunOutcome> {
    return this.#run.run(slice);
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
    if (this.#run.running) {
      this.lookForSignals();
      return;
    }
    if (this.#stopped && !this.signals.killed) return;
    // Off the processor only handlers need the task itself.
    this.attend();
    const pause = this.#run.waitsFor;
    if (this.#attention && pause && !pause.uninterruptible) this.#run.wake("signal");
  }

  /** Whether there are signals to be looked at. */
  lookForSignals(): boolean {
    this.#attention = this.signals.next !== null;
    return this.#attention;
  }

  /**
   * Looks at the signals that may be delivered. Handlers run only in a task that has the processor; otherwise
   * `attention` stays. Answers what the scheduler is told when the task cannot run on.
   */
  attend(): RunOutcome | null {
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
        if (!this.#run.running || this.#run.waitsFor?.uninterruptible) return null;
        this.#run.wake("signal");
        runHandler(this, signal, action);
      } else {
        this.signals.take();
        if (action === "default") this.#actByDefault(signal);
      }
    }
  }

  /** As `attend` at the return of a call that cannot wait: answers whether the task is over. */
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
    this.#run.end();
  }

  #actByDefault(signal: Signal): void {
    const fate = defaultFate(this, signal);
    if (fate === "end") this.machine.events.exit(this, { kind: "signaled", signal, coreDumped: false });
    else if (fate === "stop") this.#stop(signal);
  }

  #stop(signal: Signal): void {
    this.#stopped = true;
    this.change = { kind: "stopped", signal };
    this.#run.suspend();
    this.machine.events.changed(this);
  }

  #continue(by: Signal): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    if (by === "SIGCONT") {
      this.change = { kind: "continued" };
      this.machine.events.changed(this);
    }
    if (this.#run.waitsFor || this.#run.running) this.notice();
    else this.#run.resume();
  }
}
