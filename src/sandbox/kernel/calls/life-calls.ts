/**
 * Calls on a task's life and kin: pids, groups, sessions, fork, exec, exit, wait. Errors as the man page of each says.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { ForkOptions, ProcessCalls, WaitedChild } from "../../abi/process-calls.ts";
import type { Program, ProgramArguments } from "../../abi/program.ts";
import { ProgramOver } from "../generator-execution.ts";
import { ProcessGroup, Session } from "../process-group.ts";
import type { Task } from "../task.ts";
import { sleepOn } from "../wait-queue.ts";
import type { CallMachine } from "./call-machine.ts";
import type { CallPart } from "./call-names.ts";

/** For one task. */
export class LifeCalls implements Pick<ProcessCalls, CallPart["life"]> {
  readonly #task: Task;
  readonly #machine: CallMachine;

  constructor(task: Task, machine: CallMachine) {
    this.#task = task;
    this.#machine = machine;
  }

  getpid(): number {
    return this.#task.ownPid;
  }

  getppid(): number {
    const { parent, pidNamespace } = this.#task;
    return parent?.pid.in(pidNamespace) ?? 0;
  }

  getpgid(pid = 0): number {
    return this.#find(pid).processGroup.pid.in(this.#task.pidNamespace);
  }

  getsid(pid = 0): number {
    return this.#find(pid).processGroup.session.pid.in(this.#task.pidNamespace);
  }

  setpgid(pid: number, pgid: number): void {
    if (pgid < 0) throw new Errno("EINVAL");
    const caller = this.#task;
    const target = this.#find(pid);
    if (target !== caller) {
      if (target.parent !== caller) throw new Errno("ESRCH");
      if (target.processGroup.session !== caller.processGroup.session) throw new Errno("EPERM");
      if (target.executed) throw new Errno("EACCES");
    }
    if (target.job.isSessionLeader) throw new Errno("EPERM");
    const { session } = target.processGroup;
    const wanted = pgid === 0 ? target.pid : caller.pidNamespace.find(pgid);
    let group = wanted?.group ?? null;
    if (wanted !== target.pid && (!group || group.session !== session)) throw new Errno("EPERM");
    if (group === target.processGroup) return;
    group ??= new ProcessGroup(target.pid, session);
    move(target, group);
  }

  setsid(): number {
    const task = this.#task;
    if (task.pid.group) throw new Errno("EPERM");
    move(task, new ProcessGroup(task.pid, new Session(task.pid)));
    return task.ownPid;
  }

  fork(body: Program, options: ForkOptions = {}): number {
    const child = this.#machine.births.fork(this.#task, body, options);
    return child.pid.in(this.#task.pidNamespace);
  }

  *exec(path: string, given: ProgramArguments): Blocking<never> {
    yield* this.#machine.programs.exec(this.#task, path, given);
    yield { kind: "gone" };
    throw new Error("resumed after exec");
  }

  exit(code: number): never {
    this.#task.exitCode = code & 0xff;
    throw new ProgramOver(code & 0xff);
  }

  *wait(
    pid = -1,
    options: { readonly noHang?: boolean; readonly stopped?: boolean; readonly continued?: boolean } = {},
  ): Blocking<WaitedChild | null> {
    const { stopped = false, continued = false, noHang = false } = options;
    for (;;) {
      const found = this.#machine.tree.check(this.#task, { pid, stopped, continued });
      if (found || noHang) return found;
      yield* sleepOn(this.#task.childChanges);
    }
  }

  #find(pid: number): Task {
    const task = pid === 0 ? this.#task : this.#task.pidNamespace.task(pid);
    if (!task) throw new Errno("ESRCH");
    return task;
  }
}

function move(task: Task, group: ProcessGroup): void {
  const before = task.processGroup;
  task.processGroup = group;
  group.add(task);
  before.remove(task);
}
