/** A task among the jobs of its session, as terminals see it. */
import type { Signal } from "../abi/signals.ts";
import type { JobPlace } from "../fs/caller.ts";
import type { ProcessGroup } from "./process-group.ts";
import type { Task } from "./task.ts";

/** Reads the task's group and session anew each time: they change. */
export class TaskJob implements JobPlace {
  readonly #task: Task;

  constructor(task: Task) {
    this.#task = task;
  }

  get session(): number {
    return this.#task.processGroup.session.pid.host;
  }

  get group(): number {
    return this.#task.processGroup.pid.host;
  }

  get orphanedGroup(): boolean {
    return this.#task.processGroup.orphaned();
  }

  get isSessionLeader(): boolean {
    return this.#task.processGroup.session.leader === this.#task;
  }

  deaf(signal: Signal): boolean {
    const { signals } = this.#task;
    return signals.action(signal) === "ignore" || signals.blocked.has(signal);
  }

  signalGroup(group: number, signal: Signal): void {
    for (const task of this.#find(group)?.members ?? []) task.post(signal, true);
  }

  hasGroup(session: number, group: number): boolean {
    return this.#find(group)?.session.pid.host === session;
  }

  #find(group: number): ProcessGroup | null {
    let namespace = this.#task.pid.namespace;
    while (namespace.parent) namespace = namespace.parent;
    return namespace.find(group)?.group ?? null;
  }
}
