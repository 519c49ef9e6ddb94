/**
 * RLIMIT_CPU of a task (setrlimit(2)): SIGXCPU for each second over the soft limit, SIGKILL at the hard one. A task uses
 * no more processor time than passes, so it is looked at when what is left may be used up, and not before.
 */
import type { Task } from "./task.ts";

/** The least time between two looks, in ms. */
const leastMs = 20;

/** Watches one task from now on; nothing where it has no limit. */
export function watchCpuTime(task: Task): Disposable | null {
  const { soft, hard } = task.limits.cpuSeconds;
  if (soft === null && hard === null) return null;
  let timer: Disposable | null = null;
  let next = soft ?? Number.POSITIVE_INFINITY;
  const look = (): void => {
    timer = null;
    if (task.isDead) return;
    const used = task.cpu.ranMs / 1000;
    if (hard !== null && used >= hard) {
      task.post("SIGKILL", true);
      return;
    }
    if (used >= next) {
      task.post("SIGXCPU", true);
      next = Math.floor(used) + 1;
    }
    const leftMs = (Math.min(next, hard ?? Number.POSITIVE_INFINITY) - used) * 1000;
    timer = task.machine.timers.add(task.machine.nowMs() + Math.max(leastMs, leftMs), look);
  };
  look();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}
