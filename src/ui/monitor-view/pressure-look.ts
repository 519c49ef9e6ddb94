/**
 * Has guests tell their kernels' pressure while the monitor is looked at: each answer wakes a guest, so nobody asks
 * otherwise.
 */
import type { Playground } from "../../playground/playground.ts";

/** A look lasts a little longer (`GuestApi.lookAtPressure`). */
const periodMs = 5_000;

/** One who looks. */
export class PressureLook {
  #lookedAtMs = -Infinity;

  /** Looks at all guests, unless it just has. */
  look(playground: Playground, nowMs: number): void {
    if (nowMs - this.#lookedAtMs < periodMs) return;
    this.#lookedAtMs = nowMs;
    for (const machine of playground.machines) if (machine.kind === "guest") machine.lookAtPressure();
  }
}
