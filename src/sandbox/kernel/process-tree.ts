/**
 * What the end or a stop of a task means to others: zombies, orphans and who adopts them, groups that nobody can continue
 * any more, SIGCHLD, the end of a pid namespace (exit(2), wait(2), pid_namespaces(7)). Knows nothing of programs.
 */
import { Errno } from "../abi/errno.ts";
import type { WaitedChild } from "../abi/process-calls.ts";
import type { PidNamespace } from "./namespaces/pid-namespace.ts";
import type { ProcessGroup } from "./process-group.ts";
import type { Task } from "./task.ts";
import type { EndStatus } from "./task-state.ts";
import type { ProcessEvents } from "./task-parts.ts";

/** Which children wait(2) is about. */
export interface WaitFor {
  readonly pid: number;
  readonly stopped: boolean;
  readonly continued: boolean;
}

/** What the tree tells the kernel. */
export interface TreeWatcher {
  /** A task has ended, and its parent not been told. */
  ended(task: Task, status: EndStatus): void;
  /** A zombie is gone for good. */
  reaped(task: Task): void;
  /** The leader of a session has ended: its terminal is given up. */
  leaderEnded(session: number): void;
  /** The host's init has ended. */
  initEnded(status: EndStatus): void;
}

/** The tree of processes. */
export class ProcessTree implements ProcessEvents {
  readonly #watcher: TreeWatcher;

  constructor(watcher: TreeWatcher) {
    this.#watcher = watcher;
  }

  exit(task: Task, status: EndStatus): void {
    if (task.isDead) return;
    const { files } = task;
    task.finish(status);
    task.files = null;
    files?.release();
    if (task.job.isSessionLeader) this.#watcher.leaderEnded(task.job.session);
    task.execute(null);
    task.memory.release();
    task.alarm[Symbol.dispose]();
    task.cpuWatch?.[Symbol.dispose]();
    if (task.isNamespaceInit) this.#endNamespace(task);
    this.#orphan(task);
    task.namespaces[Symbol.dispose]();
    task.cgroup.ended(task);
    this.#watcher.ended(task, status);
    if (task.isGlobalInit) this.#watcher.initEnded(status);
    else this.#tellParent(task);
  }

  changed(task: Task): void {
    const { parent } = task;
    if (!parent) return;
    parent.post("SIGCHLD", true);
    parent.childChanges.wakeAll();
  }

  /** Whether `parent` has any child that `wanted` is about, and what there is to tell of one now. */
  check(parent: Task, wanted: WaitFor): WaitedChild | null {
    let any = false;
    for (const child of parent.children) {
      if (!isWanted(child, parent, wanted)) continue;
      any = true;
      const pid = child.pid.in(parent.pidNamespace);
      const cpuMs = child.cpu.ranMs + child.childrenCpuMs;
      if (child.end) {
        this.reap(child);
        parent.childrenCpuMs += cpuMs;
        return { pid, status: child.end, cpuMs };
      }
      const { change } = child;
      if (!change || !(change.kind === "stopped" ? wanted.stopped : wanted.continued)) continue;
      child.change = null;
      return { pid, status: change, cpuMs };
    }
    if (!any) throw new Errno("ECHILD");
    return null;
  }

  /** Takes a zombie away for good. */
  reap(task: Task): void {
    vanish(task);
    task.cgroup.reaped();
    this.#watcher.reaped(task);
  }

  /** The init of a pid namespace is over: so is everything in it. */
  #endNamespace(init: Task): void {
    const { namespace } = init.pid;
    namespace.dead = true;
    for (const task of namespace.tasks()) {
      if (task !== init) this.kill(task);
    }
  }

  /** Ends a task by SIGKILL that nothing shields it from. */
  kill(task: Task): void {
    task.signals.add("SIGKILL");
    task.notice();
  }

  /** The children get another parent; jobs that only this task could have continued are hung up. */
  #orphan(task: Task): void {
    const groups = new Set<ProcessGroup>();
    // Its own group may have lived by its tie to the parent alone; one that had no such tie was orphaned before.
    if (ties(task.parent, task)) groups.add(task.processGroup);
    const adopter = adopterOf(task);
    for (const child of task.children) {
      if (ties(task, child)) groups.add(child.processGroup);
      task.children.delete(child);
      // What the init of a namespace has not waited for goes with it.
      if (child.isDead && (task.isNamespaceInit || !adopter)) {
        this.reap(child);
        continue;
      }
      if (!adopter) {
        child.parent = null;
        continue;
      }
      child.parent = adopter;
      adopter.children.add(child);
      if (child.isDead) this.#tellParent(child);
    }
    for (const group of groups) hangUpIfOrphaned(group, task);
  }

  #tellParent(task: Task): void {
    const { parent } = task;
    if (!parent) {
      this.reap(task);
      return;
    }
    const action = parent.signals.action("SIGCHLD");
    // Zombies of a namespace that is over are collected by its init's end.
    const ignored = action === "ignore" || parent.isDead;
    parent.post("SIGCHLD", true);
    if (ignored) this.reap(task);
    parent.childChanges.wakeAll();
  }

  /** Every task is over. */
  endAll(tasks: ReadonlySet<Task>): void {
    for (const task of [...tasks].toReversed()) this.kill(task);
    for (const task of tasks) {
      if (!task.isDead) this.exit(task, { kind: "signaled", signal: "SIGKILL", coreDumped: false });
    }
    // Nobody is left to wait for them.
    for (const task of tasks) this.reap(task);
  }
}

/** Who takes over the children of `task`: the nearest living init of its own namespace or one above. */
function adopterOf(task: Task): Task | null {
  let at: PidNamespace | null = task.pidNamespace;
  while (at && (!at.init || at.init === task || at.init.isDead)) at = at.parent;
  return at?.init ?? null;
}

function isWanted(child: Task, parent: Task, { pid }: WaitFor): boolean {
  if (pid === -1) return true;
  if (pid > 0) return child.pid.in(parent.pidNamespace) === pid;
  if (pid === 0) return child.processGroup === parent.processGroup;
  return child.processGroup.pid.in(parent.pidNamespace) === -pid;
}

/** Whether `parent` keeps the group of `child` from being orphaned: from another group of the same session. */
function ties(parent: Task | null, child: Task): boolean {
  const { processGroup } = child;
  return (
    parent !== null &&
    parent.processGroup !== processGroup &&
    parent.processGroup.session === processGroup.session
  );
}

/** POSIX: a newly orphaned group with a stopped member gets SIGHUP, then SIGCONT. */
function hangUpIfOrphaned(group: ProcessGroup, without: Task): void {
  if (group.members.size === 0 || !group.hasStopped || !group.orphaned(without)) return;
  for (const member of group.members) {
    member.post("SIGHUP", true);
    member.post("SIGCONT", true);
  }
}

/** Its number, its place in group and tree, are given up: it was waited for. */
function vanish(task: Task): void {
  task.parent?.children.delete(task);
  task.parent = null;
  task.processGroup.remove(task);
  task.pid.task = null;
  task.pid.collect();
  task.identity.userNamespace.drop();
}
