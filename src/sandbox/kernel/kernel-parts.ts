/**
 * The parts of one kernel, wired: scheduler, timers, tasks, files, terminals, namespaces. What happens among them is
 * theirs; what the embedder sees is the `Kernel`.
 */
import type { Program, Syscalls } from "../abi/program.ts";
import { tmpfsType } from "../fs/tmpfs-type.ts";
import { Vfs } from "../fs/vfs.ts";
import { wireCalls } from "./calls/wire-calls.ts";
import type { CallMachine } from "./calls/call-machine.ts";
import { CgroupFileSystem } from "./cgroup/cgroup-file-system.ts";
import { cgroupTasks } from "./cgroup-tasks.ts";
import { CgroupTree } from "./cgroup/cgroup-tree.ts";
import type { BinaryFormat } from "./exec/binary-format.ts";
import { ProgramFormat } from "./exec/program-format.ts";
import { ProgramLoader } from "./exec/program-loader.ts";
import { firstTask } from "./first-task.ts";
import { reportFault } from "./fault-report.ts";
import { ControllingTerminals } from "./io/controlling-terminals.ts";
import { FileLocks } from "./io/file-locks.ts";
import type { PseudoTerminal } from "./io/pseudo-terminal.ts";
import { KernelSpecialFiles } from "./io/special-files.ts";
import type { KernelHost } from "./kernel-host.ts";
import { KernelLog } from "./kernel-log.ts";
import type { KernelOptions } from "./kernel.ts";
import { NetNamespace } from "./net/net-namespace.ts";
import { logBoot, logFault, logForkRejected, logOomKill } from "./log-lines.ts";
import { NamespaceNumbers, initialNumbers } from "./namespaces/namespace.ts";
import { NamespaceMaker } from "./namespaces/namespace-maker.ts";
import { PidNamespace } from "./namespaces/pid-namespace.ts";
import { UserNamespace } from "./namespaces/user-namespace.ts";
import { ProcessTree } from "./process-tree.ts";
import type { TreeWatcher } from "./process-tree.ts";
import { Scheduler } from "./scheduler/scheduler.ts";
import { ProcFileSystemType } from "./procfs/proc-file-system.ts";
import { randomUuid } from "./random-uuid.ts";
import { Task } from "./task.ts";
import type { EndStatus } from "./task-state.ts";
import { sysfsType } from "./sysfs.ts";
import { TaskBirths } from "./task-births.ts";
import type { TaskMachine } from "./task-parts.ts";
import { TimerHeap } from "./timer-heap.ts";
import { terminalSignals } from "./terminal-signals.ts";
import { Tracing } from "./trace/tracing.ts";

/** What the kernel is told by its parts. */
export interface PartsWatcher {
  ended(task: Task, status: EndStatus): void;
  initEnded(status: EndStatus): void;
  halted(how: "restart" | "halt" | "poweroff"): void;
  crashed(why: string): void;
}

const defaultMemoryBytes = 2 * 1024 ** 3;

/** The parts. */
export class KernelParts implements TaskMachine, CallMachine {
  readonly host: KernelHost;
  readonly memoryBytes: number;
  readonly timers = new TimerHeap();
  readonly scheduler: Scheduler;
  readonly tasks = new Set<Task>();
  readonly counts = { syscalls: 0, forks: 0 };
  readonly tracing: Tracing;
  readonly tree: ProcessTree;
  readonly births: TaskBirths;
  readonly formats: readonly BinaryFormat[];
  readonly programs: ProgramLoader;
  readonly namespaces: NamespaceMaker;
  readonly vfs = new Vfs();
  readonly terminals: ControllingTerminals;
  readonly locks = new FileLocks();
  readonly specials: KernelSpecialFiles;
  readonly pids: PidNamespace;
  readonly nowMs: () => number;
  readonly epochMs: () => number;
  readonly #options: KernelOptions;
  readonly #watcher: PartsWatcher;
  readonly #numbers = new NamespaceNumbers();
  readonly #users = UserNamespace.initial();
  readonly cgroups: CgroupTree;
  readonly bootId: string;
  readonly log: KernelLog;
  readonly #cgroupFiles: CgroupFileSystem;
  #lastAnonymousInode = 0;

  constructor(options: KernelOptions, watcher: PartsWatcher) {
    const { host } = options;
    const bootMs = host.nowMs();
    this.#options = options;
    this.#watcher = watcher;
    this.host = host;
    this.nowMs = () => host.nowMs() - bootMs;
    this.epochMs = () => host.epochMs();
    this.memoryBytes = options.memoryBytes ?? defaultMemoryBytes;
    this.tracing = new Tracing(this.nowMs);
    this.log = new KernelLog(this.nowMs);
    logBoot(this.log, this.memoryBytes);
    this.scheduler = new Scheduler({
      nowMs: this.nowMs,
      timers: this.timers,
      wanted: () => options.wanted?.(),
      switched: (task) => {
        if (this.tracing.armed && task instanceof Task) this.tracing.switched(task);
      },
    });
    this.cgroups = new CgroupTree({
      scheduler: this.scheduler,
      nowMs: this.nowMs,
      tracing: this.tracing,
      memoryBytes: this.memoryBytes,
      oomKilled: (victim, limiting) => {
        if (victim instanceof Task) logOomKill(this.log, victim, limiting);
      },
      forkRejected: (cgroup) => logForkRejected(this.log, cgroup),
    });
    this.bootId = this.uuid();
    this.#cgroupFiles = new CgroupFileSystem(this.cgroups, cgroupTasks(this), {
      device: this.vfs.nextDevice(),
      epochMs: this.epochMs,
    });
    this.terminals = new ControllingTerminals(terminalSignals(this));
    this.specials = new KernelSpecialFiles(this.terminals, this.log, (bytes) => host.random(bytes));
    this.tree = new ProcessTree(this.#treeWatcher());
    this.namespaces = new NamespaceMaker(this.#numbers, {
      vfs: this.vfs,
      network: (owner) => this.#newNetwork(owner),
    });
    this.births = new TaskBirths({
      machine: this,
      namespaces: this.namespaces,
      cgroupOf: (file, parent) => this.#cgroupFiles.toBeginIn(file, parent),
      syscalls: (task) => wireCalls(task, this),
      tasks: this.tasks,
      born: (task) => {
        this.tasks.add(task);
        this.counts.forks += 1;
      },
    });
    this.formats = [new ProgramFormat(options.programs), ...(options.formats ?? [])];
    this.programs = new ProgramLoader(this.formats, (task) => this.births.syscallsOf(task));
    this.pids = new PidNamespace(initialNumbers.pid, this.#users, null);
    this.vfs.register(tmpfsType(this.vfs, this.memoryBytes));
    this.vfs.register(this.specials.devptsType(this.vfs));
    this.vfs.register(sysfsType(this.vfs, this.epochMs));
    this.vfs.register(new ProcFileSystemType(this));
    this.vfs.register(this.#cgroupFiles);
    for (const type of options.fileSystemTypes?.(this.vfs) ?? []) this.vfs.register(type);
  }

  get processor(): Scheduler {
    return this.scheduler;
  }

  get events(): ProcessTree {
    return this.tree;
  }

  /** Makes PID 1 of the host, on the root file system. */
  bootInit(body: Program): Task {
    const { hostname = "host", root } = this.#options;
    const task = firstTask(this, { users: this.#users, network: this.#newNetwork(null), hostname, root });
    this.births.beginWith(task, body);
    return task;
  }

  openTerminal(init: Task): PseudoTerminal {
    const { files } = init;
    if (!files) throw new Error("no init");
    const at = this.births.syscallsOf(init).stat("/dev/pts");
    for (const { fs } of files.mounts.mounts) {
      if (fs.device === at.device) {
        const instance = this.specials.devptsOf(fs);
        if (instance) return instance.allocate(init);
      }
    }
    throw new Error("/dev/pts is no devpts");
  }

  /** A number for what has no name: a pipe, a socket. */
  nextAnonymousInode(): number {
    this.#lastAnonymousInode += 1;
    return this.#lastAnonymousInode;
  }

  uuid(): string {
    return randomUuid((bytes) => this.host.random(bytes));
  }

  settleAccounts(): void {
    this.scheduler.settleAccounts();
  }

  yieldProcessor(): void {
    this.scheduler.preempt();
  }

  renice(task: Task, nice: number): void {
    this.scheduler.change(task, () => {
      task.nice = nice;
    });
  }

  sysinfo(): ReturnType<Syscalls["sysinfo"]> {
    const { account: root } = this.cgroups.root;
    return {
      uptimeMs: this.nowMs(),
      loads: this.scheduler.loads(),
      memoryBytes: this.memoryBytes,
      memoryFreeBytes: Math.max(0, (root.max ?? this.memoryBytes) - root.bytes),
      processes: this.tasks.size,
    };
  }

  halt(how: "restart" | "halt" | "poweroff"): void {
    this.#watcher.halted(how);
  }

  crash(why: string): void {
    this.#watcher.crashed(why);
  }

  faulted(task: Task, fault: Parameters<TaskMachine["faulted"]>[1]): void {
    logFault(this.log, task, fault);
    reportFault(task, fault);
    this.tree.exit(task, { kind: "signaled", signal: fault.signal, coreDumped: false });
  }

  /** Every task is over, and nothing more comes. */
  endEverything(): void {
    this.timers.clear();
    this.tree.endAll(this.tasks);
    this.timers.clear();
  }

  #treeWatcher(): TreeWatcher {
    return {
      ended: (task, status) => this.#watcher.ended(task, status),
      reaped: (task) => void this.tasks.delete(task),
      leaderEnded: (session) => this.terminals.leaderEnded(session),
      initEnded: (status) => this.#watcher.initEnded(status),
    };
  }

  #newNetwork(owner: object | null): NetNamespace {
    return new NetNamespace(owner, (bytes) => this.host.random(bytes));
  }
}
