/**
 * What the kernel knows of a task beside how it runs: whose it is, where it stands among others, what it shares and what
 * it has used. Knows nothing of programs and signals' effects.
 */
import type { ChildStatus, LimitedResource, ResourceLimit } from "../abi/process-calls.ts";
import type { MemoryAccount } from "../fs/caller.ts";
import type { Location } from "../fs/location.ts";
import { OpenPlace } from "../fs/open-place.ts";
import type { Cgroup } from "./cgroup/cgroup.ts";
import type { NamespaceSet } from "./namespaces/namespace-set.ts";
import type { Pid, PidNamespace } from "./namespaces/pid-namespace.ts";
import type { ProcessGroup } from "./process-group.ts";
import type { CpuAccount } from "./runnable.ts";
import type { CpuGroup } from "./scheduler/cpu-group.ts";
import type { SignalState } from "./signal-state.ts";
import type { Task } from "./task.ts";
import type { TaskFiles } from "./task-files.ts";
import type { TaskIdentity } from "./task-identity.ts";
import type { TaskMachine } from "./task-parts.ts";
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

/** What the first task has on Linux (INR_OPEN_CUR, INR_OPEN_MAX). */
const usualLimits: TaskState["limits"] = {
  openFiles: { soft: 1024, hard: 4096 },
  processes: { soft: null, hard: null },
  cpuSeconds: { soft: null, hard: null },
  fileBytes: { soft: null, hard: null },
  addressSpaceBytes: { soft: null, hard: null },
  dataBytes: { soft: null, hard: null },
  stackBytes: { soft: 8_388_608, hard: null },
  coreBytes: { soft: 0, hard: null },
  residentBytes: { soft: null, hard: null },
  lockedBytes: { soft: 8_388_608, hard: 8_388_608 },
  fileLocks: { soft: null, hard: null },
  pendingSignals: { soft: 96_365, hard: 96_365 },
  messageBytes: { soft: 819_200, hard: 819_200 },
  nice: { soft: 0, hard: 0 },
  realtimePriority: { soft: 0, hard: 0 },
  realtimeMicroseconds: { soft: null, hard: null },
};

/** The data of a task. */
export abstract class TaskState {
  readonly machine: TaskMachine;
  readonly pid: Pid;
  readonly startMs: number;
  readonly children = new Set<Task>();
  /** Tells when a child ended, stopped or continued. */
  readonly childChanges = new WaitQueue();
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
  limits: Readonly<Record<LimitedResource, ResourceLimit>> = usualLimits;
  /** Looks after its limit of processor time. */
  cpuWatch: Disposable | null = null;
  /** The last stop or continuation its parent was not told of by wait(2). */
  change: Extract<ChildStatus, { kind: "stopped" | "continued" }> | null = null;

  #identity: TaskIdentity;
  #place: OpenPlace | null = null;

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

  /** RLIMIT_FSIZE. */
  get mostFileBytes(): number | null {
    return this.limits.fileBytes.soft;
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
}
