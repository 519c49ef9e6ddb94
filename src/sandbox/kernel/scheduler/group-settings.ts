/**
 * What a cgroup's cpu controller sets of its group: weight, quota, and whether it competes as one. Every change is made with
 * the accounts up to date.
 */
import type { BandwidthLimit } from "./bandwidth.ts";
import { CpuGroup } from "./cpu-group.ts";
import type { Quotas } from "./quotas.ts";
import type { RunTree } from "./run-tree.ts";

/** What of the scheduler a change concerns. */
export interface GroupSettingsHost {
  readonly root: CpuGroup;
  readonly tree: RunTree;
  readonly quotas: Quotas;
  /** Brings all accounts up to now; answers the time. */
  settleAccounts(): number;
  /** Another task may be first now. */
  orderChanged(): void;
}

/** Of one scheduler. */
export class GroupSettings {
  readonly #host: GroupSettingsHost;

  constructor(host: GroupSettingsHost) {
    this.#host = host;
  }

  add(parent: CpuGroup): CpuGroup {
    return new CpuGroup(parent, this.#host.settleAccounts());
  }

  /** The group is empty and goes. Its time stays with those above. */
  remove(group: CpuGroup): void {
    group.parent?.children.delete(group);
    this.limit(group, { quotaMs: null, periodMs: 100, burstMs: 0 });
  }

  /** `weight` as in the table of nice values: 1024 is `cpu.weight` 100. */
  reweigh(group: CpuGroup, weight: number): void {
    this.#host.settleAccounts();
    if (group.queue) group.queue.reweigh(group, weight);
    else group.weight = weight;
  }

  limit(group: CpuGroup, limit: BandwidthLimit): void {
    const nowMs = this.#host.settleAccounts();
    this.#host.quotas.limit(group, limit, nowMs);
  }

  /** Whether the group competes as one entity (the cpu controller is on) or its tasks do, in the group above. */
  separate(group: CpuGroup, separate: boolean): void {
    const { root, tree, quotas } = this.#host;
    if (group.separate === separate) return;
    const nowMs = this.#host.settleAccounts();
    // Mostly it has only just been made.
    const queued = group.runnable === 0 ? [] : [...tree.tasks(root)];
    for (const task of queued) tree.take(task);
    group.separate = separate;
    if (!separate) quotas.release(group, nowMs);
    for (const task of queued) tree.put(task);
    this.#host.orderChanged();
  }
}
