/**
 * The System V objects of one ipc namespace: by id and by key, within Linux's limits, each charged to who made it. Knows
 * neither tasks nor files.
 */
import { Errno } from "../../abi/errno.ts";
import type { SystemVFlags, SystemVKind } from "../../abi/ipc-calls.ts";
import type { Identity, MemoryAccount } from "../../fs/caller.ts";
import { inGroup } from "../../fs/identity-checks.ts";

/** One object. Ids of users are the kernel's. */
export interface SystemVObject {
  readonly id: number;
  readonly key: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Semaphores of a set, bytes of a segment; 0 of a queue. */
  readonly size: number;
  /** The maker's pid, as the host numbers it. */
  readonly creatorPid: number;
  readonly changedMs: number;
}

/** Who asks. */
export interface SystemVCaller {
  readonly identity: Identity;
  readonly account: MemoryAccount;
  readonly pid: number;
  readonly epochMs: number;
}

/** Numbers and sizes as Linux has them when nobody changed them (msgget(2), semget(2), shmget(2)). */
const most: Readonly<Record<SystemVKind, { readonly count: number; readonly size: number }>> = {
  msg: { count: 32_000, size: Number.POSITIVE_INFINITY },
  sem: { count: 32_000, size: 32_000 },
  shm: { count: 4_096, size: Number.MAX_SAFE_INTEGER },
};

/** What an object takes of the kernel's memory, and each of its semaphores. */
const objectBytes = 256;
const semaphoreBytes = 64;

interface Kept {
  readonly object: SystemVObject;
  readonly account: MemoryAccount;
}

/** One per namespace; its end frees all. `owner` is the user namespace that rules over it. */
export class SystemVTable implements Disposable {
  readonly #owner: object | null;
  readonly #kept: Readonly<Record<SystemVKind, Map<number, Kept>>> = {
    msg: new Map(),
    sem: new Map(),
    shm: new Map(),
  };
  readonly #next: Record<SystemVKind, number> = { msg: 0, sem: 0, shm: 0 };

  constructor(owner: object | null) {
    this.#owner = owner;
  }

  /** In the order of their ids. */
  objects(kind: SystemVKind): readonly SystemVObject[] {
    return Array.from(this.#kept[kind].values(), ({ object }) => object);
  }

  /** See `IpcCalls.ipcGet`. */
  get(kind: SystemVKind, key: number, size: number, flags: SystemVFlags, caller: SystemVCaller): number {
    const found = key === 0 ? undefined : this.objects(kind).find((object) => object.key === key);
    if (!found) {
      if (key !== 0 && !flags.create) throw new Errno("ENOENT");
      return this.#make(kind, key, size, flags.mode ?? 0, caller);
    }
    if (flags.create && flags.exclusive) throw new Errno("EEXIST");
    if (size > found.size && kind !== "msg") throw new Errno("EINVAL");
    if (
      !allows(found, caller.identity, flags.mode ?? 0) &&
      !caller.identity.capable("CAP_IPC_OWNER", this.#owner)
    )
      throw new Errno("EACCES");
    return found.id;
  }

  /** See `IpcCalls.ipcRemove`. */
  remove(kind: SystemVKind, id: number, { identity }: SystemVCaller): void {
    const kept = this.#kept[kind].get(id);
    if (!kept) throw new Errno("EINVAL");
    const isOwner = identity.credentials.euid === kept.object.uid;
    if (!isOwner && !identity.capable("CAP_SYS_ADMIN", this.#owner)) throw new Errno("EPERM");
    this.#free(kind, kept);
  }

  [Symbol.dispose](): void {
    for (const kind of ["msg", "sem", "shm"] as const)
      for (const kept of this.#kept[kind].values()) this.#free(kind, kept);
  }

  #make(kind: SystemVKind, key: number, size: number, mode: number, caller: SystemVCaller): number {
    const { count, size: largest } = most[kind];
    if (kind !== "msg" && (size < 1 || size > largest)) throw new Errno("EINVAL");
    if (this.#kept[kind].size >= count) throw new Errno("ENOSPC");
    const { account, identity } = caller;
    if (!account.tryCharge(taken(kind, size), "kernel")) throw new Errno("ENOMEM");
    const id = this.#next[kind]++;
    const { euid: uid, egid: gid } = identity.credentials;
    const object = {
      id,
      key,
      mode: mode & 0o777,
      uid,
      gid,
      size,
      creatorPid: caller.pid,
      changedMs: caller.epochMs,
    };
    this.#kept[kind].set(id, { object, account });
    return id;
  }

  #free(kind: SystemVKind, { object, account }: Kept): void {
    this.#kept[kind].delete(object.id);
    account.uncharge(taken(kind, object.size), "kernel");
  }
}

function taken(kind: SystemVKind, size: number): number {
  return objectBytes + (kind === "sem" ? size * semaphoreBytes : 0);
}

/** What is asked for in any of the three places of `mode` has to be allowed in the caller's (ipcperms). */
function allows({ mode, uid, gid }: SystemVObject, identity: Identity, asked: number): boolean {
  const wanted = (asked >> 6) | (asked >> 3) | asked;
  const shift = identity.credentials.euid === uid ? 6 : inGroup(identity, gid) ? 3 : 0;
  return (wanted & ~(mode >> shift) & 7) === 0;
}
