/**
 * What every group, up to the root, is told of its tasks: who became runnable, who got the processor, how long it had it.
 */
import type { CpuGroup } from "./cpu-group.ts";

/** One more (1) or less (-1) runnable task in `group`; `ends`: the one that had the processor last. */
export function countRunnable(group: CpuGroup, difference: 1 | -1, ends: boolean, nowMs: number): void {
  group.ownRunnable += difference;
  for (let at: CpuGroup | null = group; at; at = at.parent) {
    at.runnable += difference;
    if (ends) at.running = false;
    at.note(nowMs);
  }
}

/** The processor goes from a task of one group to that of another. */
export function switchGroups(last: CpuGroup | null, next: CpuGroup, nowMs: number): void {
  for (let at: CpuGroup | null = next; at; at = at.parent) at.switches += 1;
  let from = last;
  let to: CpuGroup | null = next;
  // Where the two meet, nothing changes.
  while (from !== to) {
    if (to && (!from || to.depth >= from.depth)) {
      to.running = true;
      to.note(nowMs);
      to = to.parent;
    } else if (from) {
      from.running = false;
      from.note(nowMs);
      from = from.parent;
    }
  }
}

/** A task of `group` had the processor for so long. */
export function addUse(group: CpuGroup, ranMs: number, nice: number): void {
  for (let at: CpuGroup | null = group; at; at = at.parent) {
    at.usedMs += ranMs;
    if (nice > 0) at.usedNiceMs += ranMs;
  }
}
