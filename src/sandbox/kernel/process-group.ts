/**
 * Process groups and sessions (credentials(7)): who is signalled together and who shares a terminal. Knows nothing of
 * terminals: those know sessions by their number.
 */
import type { Pid } from "./namespaces/pid-namespace.ts";
import type { Task } from "./task.ts";

/** A session: groups that share a controlling terminal. Named after its leader's pid. */
export class Session {
  readonly pid: Pid;
  readonly groups = new Set<ProcessGroup>();

  constructor(pid: Pid) {
    this.pid = pid;
    pid.session = this;
  }

  /** The task it is named after, while that lives and has not left. */
  get leader(): Task | null {
    return this.pid.task?.processGroup.session === this ? this.pid.task : null;
  }
}

/** A process group: the tasks of one job. Named after its first leader's pid. */
export class ProcessGroup {
  readonly pid: Pid;
  readonly session: Session;
  readonly members = new Set<Task>();

  constructor(pid: Pid, session: Session) {
    this.pid = pid;
    this.session = session;
    pid.group = this;
    session.groups.add(this);
  }

  add(task: Task): void {
    this.members.add(task);
  }

  /** Takes `task` out; an empty group, and a session without groups, give up their names. */
  remove(task: Task): void {
    if (!this.members.delete(task) || this.members.size > 0) return;
    this.pid.group = null;
    this.pid.collect();
    const { session } = this;
    session.groups.delete(this);
    if (session.groups.size > 0) return;
    session.pid.session = null;
    session.pid.collect();
  }

  /**
   * Whether no living member has a parent in another group of the same session, so that nobody could continue it
   * (POSIX, 3.268). `without` is looked at as if it were gone.
   */
  orphaned(without: Task | null = null): boolean {
    for (const task of this.members) {
      if (task === without || task.isDead) continue;
      const { parent } = task;
      if (!parent || parent.isGlobalInit || parent.processGroup === this) continue;
      if (parent.processGroup.session === this.session) return false;
    }
    return true;
  }

  get hasStopped(): boolean {
    for (const task of this.members) if (task.stopped) return true;
    return false;
  }
}
