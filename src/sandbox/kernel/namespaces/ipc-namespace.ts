/** An IPC namespace: the System V objects of those who are in it, which end with it (ipc_namespaces(7)). */
import { SystemVTable } from "../ipc/system-v-table.ts";
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Keeps System V objects apart. */
export class IpcNamespace extends Namespace {
  readonly kind = "ipc";
  readonly objects: SystemVTable;

  constructor(number: number, owner: UserNamespace) {
    super(number, owner.hold());
    this.objects = new SystemVTable(owner);
  }

  protected override released(): void {
    this.objects[Symbol.dispose]();
    super.released();
  }
}
