/**
 * What all of procfs's parts are made with: the file system, the kernel they tell of, and the pid namespace they show.
 */
import type { Caller } from "../../fs/caller.ts";
import { Errno } from "../../abi/errno.ts";
import type { PseudoFileSystem } from "../../fs/pseudo-file-system.ts";
import type { Vfs } from "../../fs/vfs.ts";
import type { CgroupTree } from "../cgroup/cgroup-tree.ts";
import type { BinaryFormat } from "../exec/binary-format.ts";
import type { ControllingTerminals } from "../io/controlling-terminals.ts";
import type { FileLocks } from "../io/file-locks.ts";
import type { PidNamespace } from "../namespaces/pid-namespace.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import { Task } from "../task.ts";
import type { SysrqMachine } from "./sysrq-trigger.ts";

/** The kernel, as procfs tells of it. */
export interface ProcKernel extends SysrqMachine {
  readonly vfs: Vfs;
  readonly scheduler: Scheduler;
  readonly cgroups: CgroupTree;
  readonly terminals: ControllingTerminals;
  readonly locks: FileLocks;
  readonly formats: readonly BinaryFormat[];
  readonly memoryBytes: number;
  readonly tasks: ReadonlySet<Task>;
  readonly counts: { readonly forks: number };
  readonly bootId: string;
  readonly nowMs: () => number;
  readonly epochMs: () => number;
  /** A fresh random UUID. */
  uuid(): string;
}

/** One mount of procfs. */
export interface ProcMount {
  readonly fs: PseudoFileSystem;
  readonly kernel: ProcKernel;
  readonly pids: PidNamespace;
}

/** The task that makes a call; `null` for the kernel itself. */
export function taskOf(caller: Caller): Task | null {
  return caller instanceof Task ? caller : null;
}

/** EACCES unless `caller` may look into `target` (ptrace(2), "Ptrace access mode checking"). */
export function demandInspection(caller: Caller, target: Task): void {
  if (caller === target) return;
  const { identity } = caller;
  const { euid, egid } = identity.credentials;
  const { uid, euid: teuid, suid, gid, egid: tegid, sgid } = target.identity.credentials;
  const same = [uid, teuid, suid].every((id) => id === euid) && [gid, tegid, sgid].every((id) => id === egid);
  // What another can do by its capabilities it must not lend to who has fewer.
  const own = [...target.identity.sets.permitted].every((capability) =>
    identity.capabilities.has(capability),
  );
  const sameUsers = identity.idMap === target.identity.userNamespace;
  if (same && sameUsers && own) return;
  if (!identity.capable("CAP_SYS_PTRACE", target.identity.userNamespace)) throw new Errno("EACCES");
}

/** Ticks of 10 ms, in which procfs counts CPU time (USER_HZ). */
export function ticks(ms: number): number {
  return Math.floor(ms / 10);
}
