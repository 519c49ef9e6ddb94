/**
 * What a control file of a cgroup is: a name, where it is found, what it says and understands. Knows nothing of inodes.
 */
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import type { Cgroup, Controller } from "./cgroup.ts";
import type { CgroupMember } from "./cgroup-member.ts";

/** Who reads or writes a control file. */
export interface CgroupAsker {
  readonly member: CgroupMember | null;
  /** Its cgroup namespace's root. */
  readonly namespaceRoot: Cgroup;
  /** In its own pid namespace; 0 where that does not see the member. */
  pidOf(member: CgroupMember): number;
  /** The living task of a number in its own pid namespace. */
  find(pid: number): CgroupMember | null;
  /** Whether it may write `cgroup.procs` of a cgroup. */
  mayMoveIn(cgroup: Cgroup): boolean;
}

/** One kind of control file. Refusals are `Errno`. */
export interface ControlFile {
  readonly name: string;
  /** Default: in every cgroup. */
  readonly found?: "root only" | "below root";
  /** The controller that has to be on. */
  readonly controller?: Controller;
  /** Writable in the root of a delegated namespace too (mount option `nsdelegate`). */
  readonly delegable?: boolean;
  readonly read?: (cgroup: Cgroup, asker: CgroupAsker) => string;
  readonly write?: (cgroup: Cgroup, text: string, asker: CgroupAsker) => Blocking<void> | void;
  readonly changes?: (cgroup: Cgroup) => Waitable;
}

/** Lines of `key value`. */
export function keyed(rows: Iterable<readonly [string, number]>): string {
  return Array.from(rows, ([key, value]) => `${key} ${value}\n`).join("");
}
