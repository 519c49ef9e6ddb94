/** Calls on the System V objects of a task's ipc namespace. */
import type { IpcCalls, SystemVFlags, SystemVKind } from "../../abi/ipc-calls.ts";
import type { SystemVCaller } from "../ipc/system-v-table.ts";
import type { Task } from "../task.ts";
import type { CallMachine } from "./call-machine.ts";

/** For one task. */
export class TaskIpcCalls implements IpcCalls {
  readonly #task: Task;
  readonly #machine: Pick<CallMachine, "epochMs">;

  constructor(task: Task, machine: Pick<CallMachine, "epochMs">) {
    this.#task = task;
    this.#machine = machine;
  }

  ipcGet(kind: SystemVKind, key: number, size: number, flags: SystemVFlags): number {
    return this.#task.namespaces.ipc.objects.get(kind, key, size, flags, this.#caller());
  }

  ipcRemove(kind: SystemVKind, id: number): void {
    this.#task.namespaces.ipc.objects.remove(kind, id, this.#caller());
  }

  #caller(): SystemVCaller {
    const { identity, cgroup, pid } = this.#task;
    return { identity, account: cgroup.account, pid: pid.host, epochMs: this.#machine.epochMs() };
  }
}
