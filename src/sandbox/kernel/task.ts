/**
 * A task: one process with one thread. Holds what the kernel knows of it, runs its program in slices, waits for it and
 * delivers its signals. What its end means to others is the process tree's matter.
 */
import type { Pause, WakeReason } from "../abi/blocking.ts";
import type { ChildStatus } from "../abi/process-calls.ts";
import type { Signal } from "../abi/signals.ts";
import type { Caller, MemoryAccount } from "../fs/caller.ts";
import type { Location } from "../fs/location.ts";
import { OpenPlace } from "../fs/open-place.ts";
import type { Cgroup } from "./cgroup/cgroup.ts";
import type { NamespaceSet } from "./namespaces/namespace-set.ts";
import type { Pid, PidNamespace } from "./namespaces/pid-namespace.ts";
import type { ProcessGroup } from "./process-group.ts";
import type { CpuAccount, Execution, ExecutionOutcome, Runnable, RunOutcome, Slice } from "./runnable.ts";
import type { CpuGroup } from "./scheduler/cpu-group.ts";
import { defaultAction, stops } from "./signal-state.ts";
import type { SignalState } from "./signal-state.ts";
import type { TaskFiles } from "./task-files.ts";
import type { TaskIdentity } from "./task-identity.ts";
import { TaskAlarm } from "./task-alarm.ts";
import { TaskJob } from "./task-job.ts";
import { TaskMemory } from "./task-memory.ts";
import type { TaskMachine } from "./task-parts.ts";
import { TaskWait } from "./task-wait.ts";
import { WaitQueue } from "./wait-queue.ts";

/** What a new task is made of. It takes over one use of `namespaces`. */
export interface TaskGiven {
  readonly machine: TaskMachine;
  readonly pid: Pid;
  readonly parent: Task | null;
  readonly processGroup: ProcessGroup;
  readonly identity: TaskIdentity;
  readonly namespaces: NamespaceSet;
  readonly signals: SignalState;
  readonly cgroup: Cgroup;
  readonly nice: number;
  readonly image: TaskImage;
}

/** What a task runs, as /proc shows it. */
export interface TaskImage {
  /** At most 15 bytes. */
  readonly comm: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Path of the file; `null` for what the kernel itself began. */
  readonly executable: string | null;
}

/** How a task is dead. */
export type EndStatus = Extract<ChildStatus, { kind: "exited" | "signaled" }>;

const stoppedPause: Extract<Pause, { kind: "wait" }> = { kind: "wait", on: [], uninterruptible: true };

/** A process. */
export class Task implements Runnable<CpuGroup>, Caller {
  readonly machine: TaskMachine;
  readonly pid: Pid;
  readonly startMs: number;
  readonly children = new Set<Task>();
  /** Tells when a child ended, stopped or continued. */
  readonly childChanges = new WaitQueue();
  readonly job = new TaskJob(this);
  readonly cpu: CpuAccount = {
    ranMs: 0,
    waitedMs: 0,
    throttledMs: 0,
    voluntarySwitches: 0,
    involuntarySwitches: 0,
  };
  readonly nowMs: () => number;
  readonly epochMs: () => number;

  parent: Task | null;
  processGroup: ProcessGroup;
  namespaces: NamespaceSet;
  signals: SignalState;
  cgroup: Cgroup;
  nice: number;
  image: TaskImage;
  /** `null` until the file system's part has given it some, and when it is over. */
  files: TaskFiles | null = null;
  /** Has called exec since it was made: its group can no longer be set by the parent. */
  executed = false;
  /** CPU time of children that were waited for, with theirs, in ms. */
  childrenCpuMs = 0;
  syscalls = 0;
  /** Calls since the kernel could last take the processor away. */
  callsInARow = 0;
  oomScoreAdjust = 0;
  readonly memory = new TaskMemory(this);
  readonly alarm = new TaskAlarm(this);
  /** The last stop or continuation its parent was not told of by wait(2). */
  change: Extract<ChildStatus, { kind: "stopped" | "continued" }> | null = null;
  /** A handler ran since this was cleared: whether all that ran let the call begin again. */
  interruption: { restart: boolean } | null = null;
  /** exit(2) was called: what is left of its program may not wait. */
  exitCode: number | null = null;

  #identity: TaskIdentity;
  #place: OpenPlace | null = null;
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
    const { machine } = given;
    this.machine = machine;
    this.nowMs = machine.nowMs;
    this.epochMs = machine.epochMs;
    this.pid = given.pid;
    this.parent = given.parent;
    this.processGroup = given.processGroup;
    this.#identity = given.identity;
    given.identity.userNamespace.hold();
    this.namespaces = given.namespaces;
    this.signals = given.signals;
    this.cgroup = given.cgroup;
    this.nice = given.nice;
    this.image = given.image;
    this.startMs = machine.nowMs();
    given.pid.task = this;
    given.processGroup.members.add(this);
    given.parent?.children.add(this);
    const executing = given.parent?.executing;
    if (executing) this.execute(new OpenPlace(executing, false));
  }

  get identity(): TaskIdentity {
    return this.#identity;
  }

  set identity(identity: TaskIdentity) {
    identity.userNamespace.hold();
    this.#identity.userNamespace.drop();
    this.#identity = identity;
  }

  get group(): CpuGroup {
    return this.cgroup.cpu;
  }

  get account(): MemoryAccount {
    return this.cgroup.account;
  }

  /** What its cgroup namespace shows as `/`. */
  get cgroupRoot(): Cgroup {
    return this.namespaces.cgroup.root;
  }

  /** The pid namespace it was born in. */
  get pidNamespace(): PidNamespace {
    return this.pid.namespace;
  }

  /** Its own number for itself. */
  get ownPid(): number {
    return this.pid.in(this.pid.namespace);
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

  /** The file that is executed, kept from being written. */
  execute(place: OpenPlace | null): void {
    if (this.#place) {
      this.#place.inode.executors -= 1;
      this.#place[Symbol.dispose]();
    }
    this.#place = place;
    if (place) place.inode.executors += 1;
  }

  /** Where the file is that it executes; `null` for what the kernel itself began. */
  get executing(): Location | null {
    return this.#place?.location ?? null;
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
    if (signal === "SIGCONT" || (signal === "SIGKILL" && !this.#shielded(signal, forced)))
      this.#continue(signal);
    if (this.#unheard(signal, forced)) return;
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
        this.#handle(signal, action);
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
      if (typeof action === "object") this.#handle(signal, action);
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

  /** Its number, its place in group and tree, are given up: it was waited for. */
  vanish(): void {
    this.parent?.children.delete(this);
    this.parent = null;
    this.processGroup.remove(this);
    this.pid.task = null;
    this.pid.collect();
    this.#identity.userNamespace.drop();
  }

  #handle(signal: Signal, action: Extract<ReturnType<SignalState["action"]>, object>): void {
    this.signals.take();
    if (action.resetHand) this.signals.setAction(signal, "default");
    this.interruption = { restart: (action.restart ?? false) && (this.interruption?.restart ?? true) };
    try {
      action.handler(signal);
    } catch (error) {
      this.machine.host.report(error);
      this.machine.events.exit(this, { kind: "signaled", signal: "SIGSEGV", coreDumped: false });
    }
  }

  #actByDefault(signal: Signal): void {
    const action = defaultAction(signal);
    if (action === "terminate" || action === "core") {
      if (this.isNamespaceInit && signal !== "SIGKILL") return;
      this.machine.events.exit(this, { kind: "signaled", signal, coreDumped: false });
    } else if (action === "stop") {
      if (this.isNamespaceInit && signal !== "SIGSTOP") return;
      if (signal !== "SIGSTOP" && this.processGroup.orphaned()) return;
      this.#stop(signal);
    }
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

  /** Whether a signal is thrown away as it comes. */
  #unheard(signal: Signal, forced: boolean): boolean {
    // What is blocked stays: its action may change before it is let through.
    if (this.signals.blocked.has(signal)) return false;
    return this.signals.ignores(signal) || this.#shielded(signal, forced);
  }

  /** Whether a namespace's init is protected from it. */
  #shielded(signal: Signal, forced: boolean): boolean {
    if (!this.isNamespaceInit) return false;
    if (this.signals.action(signal) !== "default") return false;
    if (this.isGlobalInit) return true;
    return !(forced && (signal === "SIGKILL" || signal === "SIGSTOP"));
  }
}
