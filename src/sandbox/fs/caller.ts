/**
 * What files have to know of the task that uses them: whose it is, what it may, who pays for what it writes, and its
 * place among the jobs of a terminal. The kernel's task implements it; file systems see no more of a task than this.
 */
import type { Blocking } from "../abi/blocking.ts";
import type { Capability, Credentials } from "../abi/process-calls.ts";
import type { Signal } from "../abi/signals.ts";

/** Kinds of memory, as `memory.stat` tells them apart. */
export type MemoryKind = "anon" | "file" | "shmem" | "kernel" | "sock" | "pipe";

/** Who pays for memory: a cgroup, and with it all above it. */
export interface MemoryAccount {
  /**
   * Sets `bytes` aside. Over a limit the kernel kills inside the limiting cgroup first: this waits until there is room,
   * and never returns in a task that was the victim.
   */
  charge(bytes: number, kind: MemoryKind): Blocking<void>;
  /** As `charge`, where waiting is impossible: `false` over a limit, and nothing is killed. */
  tryCharge(bytes: number, kind: MemoryKind): boolean;
  uncharge(bytes: number, kind: MemoryKind): void;
}

/** Translates ids between a user namespace and the kernel's own ("kuid", those of the host). */
export interface IdMap {
  /** `null` where the namespace has no such id. */
  toKernel(kind: "uid" | "gid", id: number): number | null;
  /** 65534 where it has none. */
  fromKernel(kind: "uid" | "gid", kernelId: number): number;
  /** Whether it can name this id at all. */
  maps(kind: "uid" | "gid", kernelId: number): boolean;
}

/** Who a task is, in the kernel's own ids. */
export interface Identity {
  /** Kernel ids: `euid` and `egid` decide (fsuid follows them). */
  readonly credentials: Credentials;
  /** Of its own user namespace. */
  readonly capabilities: ReadonlySet<Capability>;
  readonly idMap: IdMap;
  /**
   * Whether it has `capability` over a thing that belongs to `owner` (a user namespace, as the object it is; `null` is
   * the host's): in that namespace or one above it (user_namespaces(7)).
   */
  capable(capability: Capability, owner?: object | null): boolean;
}

/** A task among the jobs of its session. Groups and sessions are the kernel's numbers (host pids). */
export interface JobPlace {
  readonly session: number;
  readonly group: number;
  /** Whether `signal` is ignored or blocked by the task. */
  deaf(signal: Signal): boolean;
  /** Whether nobody outside its group could continue it. */
  readonly orphanedGroup: boolean;
  /** Sends to every task of the group. */
  signalGroup(group: number, signal: Signal): void;
  /** Whether a group exists in a session. */
  hasGroup(session: number, group: number): boolean;
  readonly isSessionLeader: boolean;
}

/** The task that makes a call. */
export interface Caller {
  readonly identity: Identity;
  readonly account: MemoryAccount;
  readonly job: JobPlace;
  /** How long a file it writes may become (RLIMIT_FSIZE); none where it is not said. */
  readonly mostFileBytes?: number | null;
  /** Sends to the task itself (SIGPIPE): delivered when its call returns. */
  signalSelf(signal: Signal): void;
  /** On the kernel's clocks. */
  readonly nowMs: () => number;
  readonly epochMs: () => number;
}
