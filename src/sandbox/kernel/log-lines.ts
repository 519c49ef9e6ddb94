/** The kernel's own lines in its log, in Linux's words where Linux has the same to say. Knows what is said, not when. */
import { pathSeen } from "./cgroup/cgroup-rules.ts";
import type { Cgroup } from "./cgroup/cgroup.ts";
import { logLevels } from "./kernel-log.ts";
import type { KernelLog } from "./kernel-log.ts";
import type { ExecutionOutcome } from "./runnable.ts";
import { systemName } from "./system-name.ts";
import type { Task } from "./task.ts";

/** The first lines of all. */
export function logBoot(log: KernelLog, memoryBytes: number): void {
  const { sysname, release, version, machine } = systemName;
  const memory = kibibytes(memoryBytes);
  log.add(logLevels.info, `${sysname} version ${release} (${machine}) ${version}`);
  log.add(logLevels.info, `Memory: ${memory}K/${memory}K available`);
  log.add(logLevels.info, "Run init as init process");
}

/** `victim` was killed because `limiting` had no room. Called before it is ended. */
export function logOomKill(log: KernelLog, victim: Task, limiting: Cgroup): void {
  const { root } = limiting.tree;
  const { memory, image, pid, oomScoreAdjust } = victim;
  const { uid } = victim.identity.credentials;
  const held = kibibytes(memory.bytes);
  const whole = limiting === root;
  const account = limiting.memory;
  if (account) {
    const limit = account.max === null ? "" : `, limit ${kibibytes(account.max)}kB`;
    const failures = account.localEvents.max;
    log.add(logLevels.info, `memory: usage ${kibibytes(account.bytes)}kB${limit}, failcnt ${failures}`);
  }
  const constraint = whole
    ? "CONSTRAINT_NONE,global_oom"
    : `CONSTRAINT_MEMCG,oom_memcg=${pathSeen(limiting, root)}`;
  const where = `task_memcg=${pathSeen(victim.cgroup, root)}`;
  log.add(
    logLevels.info,
    `oom-kill:constraint=${constraint},${where},task=${image.comm},pid=${pid.host},uid=${uid}`,
  );
  log.add(
    logLevels.error,
    `${whole ? "Out of memory" : "Memory cgroup out of memory"}: Killed process ${pid.host} (${image.comm}) ` +
      `total-vm:${held}kB, anon-rss:${held}kB, file-rss:0kB, shmem-rss:0kB, UID:${uid} ` +
      `oom_score_adj:${oomScoreAdjust}`,
  );
}

/** A task of `cgroup` may not fork. */
export function logForkRejected(log: KernelLog, cgroup: Cgroup): void {
  log.add(
    logLevels.info,
    `cgroup: fork rejected by pids controller in ${pathSeen(cgroup, cgroup.tree.root)}`,
  );
}

/** A program broke. */
export function logFault(
  log: KernelLog,
  task: Task,
  { signal, why }: Extract<ExecutionOutcome, { kind: "faulted" }>,
): void {
  log.add(logLevels.info, `traps: ${task.image.comm}[${task.pid.host}] ${signal}: ${why}`);
}

function kibibytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}
