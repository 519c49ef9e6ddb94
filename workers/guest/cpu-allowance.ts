/**
 * What a guest may take of a core while it runs: its cap and what the host grants it, held by its turns, and how long
 * each of the two has held it back. Knows nothing of what the guest does.
 */
import { CpuCap, type CapReason } from "./cpu-cap.ts";
import type { Turns } from "./turns.ts";

/** The limits of one guest. */
export class CpuAllowance {
  readonly #cap = new CpuCap();
  readonly #nowMs: () => number;
  readonly #cpuMs: () => number;
  #turns: Turns | null = null;
  /** As far as it is settled. */
  readonly #heldBackMs: Record<CapReason, number> = { cap: 0, weight: 0 };

  /** `cpuMs`: what the guest has taken so far. */
  constructor(nowMs: () => number, cpuMs: () => number) {
    this.#nowMs = nowMs;
    this.#cpuMs = cpuMs;
  }

  /** Whose turns it limits. */
  limit(turns: Turns): void {
    this.#turns = turns;
  }

  /** How long the guest must be held back now, in ms. */
  waitMs(): number {
    return this.#cap.waitMs(this.#nowMs(), this.#cpuMs());
  }

  /** The guest's own cap: a share of one core, or `null` for none. */
  setCap(cores: number | null): void {
    this.#settle();
    this.#cap.setCap(cores, this.#nowMs(), this.#cpuMs());
    this.#turns?.capChanged(this.#cap.cores);
  }

  /** What the host grants it while cores are short; `null` for no matter. */
  setGrant(cores: number | null): void {
    this.#settle();
    this.#cap.setGrant(cores, this.#nowMs(), this.#cpuMs());
    this.#turns?.capChanged(this.#cap.cores);
  }

  /** Somebody types and waits for the answer: a guest that is held back gets an advance. */
  lend(): void {
    if (this.#cap.lend()) this.#turns?.capChanged(this.#cap.cores);
  }

  /** How long which of its limits has held the guest back, in ms. */
  get heldBackMs(): Readonly<Record<CapReason, number>> {
    this.#settle();
    return this.#heldBackMs;
  }

  /** Since this was last called the same limit has counted. */
  #settle(): void {
    const { cap, weight } = this.#heldBackMs;
    this.#heldBackMs[this.#cap.reason] += (this.#turns?.throttledMs ?? 0) - cap - weight;
  }
}
