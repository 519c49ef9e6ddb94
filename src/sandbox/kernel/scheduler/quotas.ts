/**
 * Holds groups back whose quota is spent, and lets them go again when the period is over: the kernel's CFS bandwidth
 * control. Decides nothing about who runs otherwise.
 */
import type { BandwidthLimit } from "./bandwidth.ts";
import type { CpuGroup } from "./cpu-group.ts";
import type { LoadAverages } from "./load-averages.ts";
import type { RunTree } from "./run-tree.ts";
import type { TaskEntity } from "./task-entity.ts";

/** What quotas are given. */
export interface QuotaHost {
  readonly nowMs: () => number;
  readonly tree: RunTree;
  readonly loads: LoadAverages;
  /** Calls back at a time on the clock, in ms. */
  readonly at: (atMs: number, run: () => void) => void;
  /** A group was throttled: whoever runs may be of it. */
  readonly throttled: () => void;
  /** A group may run again. */
  readonly released: () => void;
}

/** The quotas of all groups. A timer is set only while a group is throttled. */
export class Quotas {
  readonly #host: QuotaHost;

  constructor(host: QuotaHost) {
    this.#host = host;
  }

  limit(group: CpuGroup, limit: BandwidthLimit, nowMs: number): void {
    group.bandwidth.limitTo(limit, nowMs);
    this.release(group, nowMs);
  }

  /** A task ran so long, up to `nowMs`: takes it off all quotas at and above it. */
  spend(task: TaskEntity, ranMs: number, nowMs: number): void {
    for (let group: CpuGroup | null = task.group.host; group?.parent; group = group.parent.host) {
      const { bandwidth } = group;
      if (bandwidth.limited && bandwidth.spend(ranMs, nowMs) && !bandwidth.throttled)
        this.#throttle(group, nowMs);
    }
  }

  release(group: CpuGroup, nowMs: number): void {
    if (!group.bandwidth.throttled) return;
    group.bandwidth.release(nowMs);
    this.#host.loads.add(group.letGo(nowMs), nowMs);
    this.#host.tree.putGroup(group);
    this.#host.released();
  }

  #throttle(group: CpuGroup, nowMs: number): void {
    group.bandwidth.throttle(nowMs);
    this.#host.tree.takeGroup(group);
    this.#host.loads.add(-group.hold(nowMs), nowMs);
    this.#host.throttled();
    this.#releaseLater(group);
  }

  #releaseLater(group: CpuGroup): void {
    this.#host.at(group.bandwidth.endMs, () => {
      const { bandwidth } = group;
      if (!bandwidth.throttled) return;
      const nowMs = this.#host.nowMs();
      bandwidth.touch(nowMs);
      // A debt of more than a period is paid by staying away for longer.
      if (bandwidth.leftMs > 0) this.release(group, nowMs);
      else this.#releaseLater(group);
    });
  }
}
