/**
 * A virtual processor as the scheduler sees it: what it may have, what it has had, and how its time was spent. Knows
 * nothing of what runs on it.
 */
import type { VcpuAccount, VcpuState } from "../../src/protocol/hypervisor-api.ts";

/** What a vCPU weighs unless told otherwise. */
const usualWeight = 100;

/** One vCPU. Only its scheduler changes it. */
export class Vcpu {
  weight = usualWeight;
  /** The share of the core it may have at most; `null` for no limit. */
  cap: number | null = null;
  /** How much it has had less than its due beside the others, in ms; negative when it has had more. */
  creditMs = 0;
  /** What is left of its cap, in ms. */
  budgetMs = 0;
  /** It has just been woken and goes before those that only compute. */
  boosted = false;
  /** When it wakes by itself, while it is blocked. */
  wakesAtMs = Infinity;
  /** Since when it waits among equals: a number that only grows. */
  turn = 0;
  /** How long other threads of the host had the core in the midst of its runs, in ms: an estimate. */
  stolenMs = 0;
  #state: VcpuState = "blocked";
  #sinceMs: number;
  readonly #spentMs: Record<VcpuState, number> = { running: 0, waiting: 0, parked: 0, blocked: 0 };

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  get state(): VcpuState {
    return this.#state;
  }

  /** Since when it is in its state. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** Changes its state and books the time it spent in the one before. */
  enter(state: VcpuState, nowMs: number): void {
    this.#spentMs[this.#state] += Math.max(0, nowMs - this.#sinceMs);
    this.#sinceMs = nowMs;
    this.#state = state;
  }

  /** How long it has been in `state` in all, in ms. */
  spentMs(state: VcpuState, nowMs: number): number {
    return this.#spentMs[state] + (state === this.#state ? Math.max(0, nowMs - this.#sinceMs) : 0);
  }

  /** Its time up to now, by state: what the host took in the midst of a run was waited. The parts add up to its age. */
  account(nowMs: number): VcpuAccount {
    return {
      state: this.#state,
      runMs: this.spentMs("running", nowMs) - this.stolenMs,
      waitMs: this.spentMs("waiting", nowMs) + this.stolenMs,
      parkedMs: this.spentMs("parked", nowMs),
      blockedMs: this.spentMs("blocked", nowMs),
    };
  }
}
