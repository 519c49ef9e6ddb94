/** An IPC namespace. Nothing lives in it here (no System V objects); it is counted and can be entered. */
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Keeps System V objects apart in Linux. */
export class IpcNamespace extends Namespace {
  readonly kind = "ipc";

  constructor(number: number, owner: UserNamespace) {
    super(number, owner.hold());
  }
}
