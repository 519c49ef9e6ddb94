/**
 * A task as the cgroup tree sees it: what it weighs, and that it can be moved and killed. The kernel's task is one.
 */
import type { MemoryAccount } from "../../fs/caller.ts";
import type { Runnable } from "../runnable.ts";
import type { CpuGroup } from "../scheduler/cpu-group.ts";

/** Where a task is: who schedules it and who pays for it. A `Cgroup` is one. */
export interface MemberPlace {
  readonly cpu: CpuGroup;
  readonly account: MemoryAccount;
}

/** A member of a cgroup. */
export interface CgroupMember extends Runnable<CpuGroup> {
  /** Set by the cgroup it joins. */
  cgroup: MemberPlace;
  /** Of its program's own. */
  readonly memory: { readonly bytes: number };
  /** -1000, never, to 1000 (proc_pid_oom_score_adj(5)). */
  readonly oomScoreAdjust: number;
  /** The host's first process, which nothing kills. */
  readonly isGlobalInit: boolean;
  /** It has ended, though it may not be waited for yet. */
  readonly isDead: boolean;
  post(signal: "SIGKILL", forced: boolean): void;
}
