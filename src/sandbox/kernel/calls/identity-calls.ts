/**
 * Calls on a task's ids and capabilities (credentials(7), capabilities(7)). Ids are those of its user namespace.
 */
import type { Capability } from "../../abi/capabilities.ts";
import { Errno } from "../../abi/errno.ts";
import type { Credentials, ProcessCalls } from "../../abi/process-calls.ts";
import type { Task } from "../task.ts";
import type { CallPart } from "./call-names.ts";

/** For one task. */
export class IdentityCalls implements Pick<ProcessCalls, CallPart["identity"]> {
  readonly #task: Task;

  constructor(task: Task) {
    this.#task = task;
  }

  credentials(): Credentials {
    return this.#task.identity.shown;
  }

  setuid(uid: number): void {
    const id = this.#kernelId("uid", uid);
    const { credentials } = this.#task.identity;
    if (this.#may("CAP_SETUID")) this.#change({ uid: id, euid: id, suid: id });
    else if (id === credentials.uid || id === credentials.suid) this.#change({ euid: id });
    else throw new Errno("EPERM");
  }

  setgid(gid: number): void {
    const id = this.#kernelId("gid", gid);
    const { credentials } = this.#task.identity;
    if (this.#may("CAP_SETGID")) this.#change({ gid: id, egid: id, sgid: id });
    else if (id === credentials.gid || id === credentials.sgid) this.#change({ egid: id });
    else throw new Errno("EPERM");
  }

  setresuid(uid: number, euid: number, suid: number): void {
    const { credentials: old } = this.#task.identity;
    const changed = {
      uid: uid === -1 ? old.uid : this.#kernelId("uid", uid),
      euid: euid === -1 ? old.euid : this.#kernelId("uid", euid),
      suid: suid === -1 ? old.suid : this.#kernelId("uid", suid),
    };
    const own = new Set([old.uid, old.euid, old.suid]);
    if (!Object.values(changed).every((id) => own.has(id)) && !this.#may("CAP_SETUID")) {
      throw new Errno("EPERM");
    }
    this.#change(changed);
  }

  setresgid(gid: number, egid: number, sgid: number): void {
    const { credentials: old } = this.#task.identity;
    const changed = {
      gid: gid === -1 ? old.gid : this.#kernelId("gid", gid),
      egid: egid === -1 ? old.egid : this.#kernelId("gid", egid),
      sgid: sgid === -1 ? old.sgid : this.#kernelId("gid", sgid),
    };
    const own = new Set([old.gid, old.egid, old.sgid]);
    if (!Object.values(changed).every((id) => own.has(id)) && !this.#may("CAP_SETGID")) {
      throw new Errno("EPERM");
    }
    this.#change(changed);
  }

  setgroups(groups: readonly number[]): void {
    const { userNamespace } = this.#task.identity;
    if (!userNamespace.maySetGroups || !this.#may("CAP_SETGID")) throw new Errno("EPERM");
    if (groups.length > 65536) throw new Errno("EINVAL");
    this.#change({ groups: groups.map((gid) => this.#kernelId("gid", gid)) });
  }

  capabilities(): ReadonlySet<Capability> {
    return this.#task.identity.capabilities;
  }

  limitCapabilities(keep: ReadonlySet<Capability>): void {
    const { identity } = this.#task;
    const loses = [...identity.sets.bounding].some((capability) => !keep.has(capability));
    // As prctl(2)'s PR_CAPBSET_DROP.
    if (loses && !this.#may("CAP_SETPCAP")) throw new Errno("EPERM");
    this.#task.identity = identity.limitedTo(keep);
  }

  setNoNewPrivileges(): void {
    this.#task.identity = this.#task.identity.withoutNewPrivileges();
  }

  #may(capability: Capability): boolean {
    const { identity } = this.#task;
    return identity.capable(capability, identity.userNamespace);
  }

  #change(change: Partial<Credentials>): void {
    this.#task.identity = this.#task.identity.withIds(change);
  }

  /** EINVAL for an id that the namespace cannot name. */
  #kernelId(kind: "uid" | "gid", id: number): number {
    const kernelId = this.#task.identity.idMap.toKernel(kind, id);
    if (kernelId === null) throw new Errno("EINVAL");
    return kernelId;
  }
}
