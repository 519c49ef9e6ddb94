/**
 * Makes tasks: by fork(2) from another, and by the kernel itself. Knows nothing of what they run.
 */
import { Errno } from "../abi/errno.ts";
import type { ForkOptions } from "../abi/process-calls.ts";
import type { Program, Syscalls } from "../abi/program.ts";
import type { OpenFile } from "../fs/open-file.ts";
import type { Cgroup } from "./cgroup/cgroup.ts";
import { GeneratorExecution } from "./generator-execution.ts";
import type { NamespaceMaker } from "./namespaces/namespace-maker.ts";
import { Pid } from "./namespaces/pid-namespace.ts";
import { shortName } from "./short-name.ts";
import { watchCpuTime } from "./cpu-time-limit.ts";
import { Task } from "./task.ts";
import type { TaskGiven } from "./task-state.ts";
import type { TaskFiles } from "./task-files.ts";
import type { TaskMachine } from "./task-parts.ts";

/** What births need of the kernel. */
export interface BirthParts {
  readonly machine: TaskMachine;
  readonly namespaces: NamespaceMaker;
  /** The cgroup whose directory is open as `file`, for a child of `parent`; EBADF, EACCES, EBUSY. */
  cgroupOf(file: OpenFile, parent: Task): Cgroup;
  /** All calls of a new task. */
  syscalls(task: Task): Syscalls;
  /** All there are, zombies among them. */
  readonly tasks: Iterable<Task>;
  /** A task is there. */
  born(task: Task): void;
}

/** One per kernel. */
export class TaskBirths {
  readonly #parts: BirthParts;
  readonly #calls = new WeakMap<Task, Syscalls>();

  constructor(parts: BirthParts) {
    this.#parts = parts;
  }

  /** fork(2), clone(2). EAGAIN over `pids.max`, ENOMEM in a pid namespace that is over. */
  fork(parent: Task, body: Program, options: ForkOptions): Task {
    const child = this.forkIdle(parent, options);
    this.beginWith(child, body);
    return child;
  }

  /** A child that does not run yet. */
  forkIdle(parent: Task, options: ForkOptions): Task {
    const { files } = parent;
    if (!files) throw new Errno("ESRCH");
    const cgroup =
      options.cgroupFd === undefined
        ? parent.cgroup
        : this.#parts.cgroupOf(files.descriptors.get(options.cgroupFd), parent);
    this.#demandPlace(parent);
    // Before all else: what is refused, by the million in a fork bomb, costs next to nothing.
    cgroup.admit();
    try {
      return this.#makeChild(parent, cgroup, files, options);
    } catch (error) {
      cgroup.reaped();
      throw error;
    }
  }

  #makeChild(parent: Task, cgroup: Cgroup, files: TaskFiles, options: ForkOptions): Task {
    const made = this.#parts.namespaces.make(parent, options.unshare ?? []);
    const namespaces = parent.namespaces.with(made.members);
    // The set holds them now.
    for (const member of Object.values(made.members)) member.drop();
    let pid: Pid;
    try {
      pid = new Pid(namespaces.pid);
    } catch (error) {
      namespaces[Symbol.dispose]();
      if (made.identity !== parent.identity) made.identity.userNamespace.drop();
      throw error;
    }
    const { image } = parent;
    const child = this.#enter({
      machine: this.#parts.machine,
      pid,
      parent,
      processGroup: parent.processGroup,
      identity: made.identity,
      namespaces,
      signals: parent.signals.fork(),
      cgroup,
      nice: parent.nice,
      image: options.name === undefined ? image : { ...image, comm: shortName(options.name) },
    });
    if (made.identity !== parent.identity) made.identity.userNamespace.drop();
    child.oomScoreAdjust = parent.oomScoreAdjust;
    child.limits = parent.limits;
    child.cpuWatch = watchCpuTime(child);
    child.files = files.fork(child);
    const { paths } = child.files;
    paths.root = made.moved(paths.root);
    paths.cwd = made.moved(paths.cwd);
    return child;
  }

  /** RLIMIT_NPROC: EAGAIN when its user has as many processes as this one may see. */
  #demandPlace({ limits: { processes }, identity }: Task): void {
    if (processes.soft === null) return;
    if (identity.capable("CAP_SYS_RESOURCE") || identity.capable("CAP_SYS_ADMIN")) return;
    const { uid } = identity.credentials;
    let count = 0;
    for (const task of this.#parts.tasks) if (task.identity.credentials.uid === uid) count += 1;
    if (count >= processes.soft) throw new Errno("EAGAIN");
  }

  /** The first task of all. */
  add(given: TaskGiven): Task {
    given.cgroup.admit();
    return this.#enter(given);
  }

  /** Enters a task into its namespace and the cgroup that has admitted it. */
  #enter(given: TaskGiven): Task {
    const task = new Task(given);
    given.cgroup.enter(task);
    task.pid.namespace.init ??= task;
    this.#parts.born(task);
    return task;
  }

  /** Lets a task run `body` from its beginning. */
  beginWith(task: Task, body: Program): void {
    const sys = this.syscallsOf(task);
    const { argv, env } = task.image;
    // Inside a generator of our own, so that nothing of it runs before the task does.
    const program = function* program(): ReturnType<Program> {
      return yield* body(sys, { argv, env });
    };
    task.begin(new GeneratorExecution(program()));
  }

  /** The calls of a task, made once. */
  syscallsOf(task: Task): Syscalls {
    let calls = this.#calls.get(task);
    if (!calls) {
      calls = this.#parts.syscalls(task);
      this.#calls.set(task, calls);
    }
    return calls;
  }
}
