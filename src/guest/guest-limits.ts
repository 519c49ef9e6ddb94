/**
 * What a guest may take while it runs: validated, remembered over its power cycles, told to whatever runs it now. Knows
 * nothing of who decides about it.
 */
import { Failure } from "../base/failure.ts";
import { MIB } from "../base/units.ts";
import type { GuestApi } from "../protocol/guest-api.ts";

/** All that can be changed while a guest runs. */
export interface GuestLimits {
  /** Most of one core that it gets, 0.05 to 1; `null` for no cap. */
  readonly cpuCap: number | null;
  /** Who gets how much when cores are short, 1 to 10000, in proportion; 100 is usual. */
  readonly cpuWeight: number;
  /** How much of its RAM the balloon shall take, in MiB: it takes less where the guest cannot do without. */
  readonly balloonMiB: number;
}

/** What a guest has unless asked otherwise. */
export const usualGuestLimits: GuestLimits = { cpuCap: null, cpuWeight: 100, balloonMiB: 0 };

const leastCap = 0.05;
const mostWeight = 10_000;

/** Throws `bad-cpus`, `bad-weight` or `bad-memory`, saying what is allowed, unless `limits` fit a guest with so much RAM. */
export function checkGuestLimits({ cpuCap, cpuWeight, balloonMiB }: GuestLimits, memoryMiB: number): void {
  if (cpuCap !== null && !(cpuCap >= leastCap && cpuCap <= 1)) {
    throw new Failure(
      "bad-cpus",
      `${cpuCap} cannot be a guest's CPU cap: it has one processor, so use ${leastCap} to 1 core, or null for no cap.`,
    );
  }
  if (!Number.isInteger(cpuWeight) || cpuWeight < 1 || cpuWeight > mostWeight) {
    throw new Failure(
      "bad-weight",
      `${cpuWeight} cannot be a CPU weight: use whole numbers from 1 to ${mostWeight}.`,
    );
  }
  if (!(balloonMiB >= 0 && balloonMiB < memoryMiB)) {
    throw new Failure(
      "bad-memory",
      `${memoryMiB - balloonMiB} MiB cannot be left to this guest: use more than 0 and at most its RAM, ${memoryMiB} MiB.`,
    );
  }
}

/** The limits of one guest, and what the host grants it meanwhile. */
export class GuestLimiter {
  readonly #memoryMiB: number;
  #limits: GuestLimits;
  #grant: number | null = null;

  /** Throws as `checkGuestLimits` does. */
  constructor(memoryMiB: number, limits: Partial<GuestLimits> = {}) {
    this.#memoryMiB = memoryMiB;
    this.#limits = { ...usualGuestLimits, ...limits };
    checkGuestLimits(this.#limits, memoryMiB);
  }

  get limits(): GuestLimits {
    return this.#limits;
  }

  /** Changes limits: at once in what runs now, if anything does, and from then on. Throws as `checkGuestLimits` does. */
  async set(changes: Partial<GuestLimits>, api: GuestApi | null): Promise<void> {
    const before = this.#limits;
    const after = { ...before, ...changes };
    checkGuestLimits(after, this.#memoryMiB);
    this.#limits = after;
    if (!api) return;
    if (after.cpuCap !== before.cpuCap) await api.setCpuCap(after.cpuCap);
    if (after.cpuWeight !== before.cpuWeight) await api.setCpuWeight(after.cpuWeight);
    if (after.balloonMiB !== before.balloonMiB) await api.setBalloon(after.balloonMiB * MIB);
  }

  /** What the host grants the guest while cores are short, in cores; `null` when they are not. */
  async grant(cores: number | null, api: GuestApi | null): Promise<void> {
    if (cores === this.#grant) return;
    this.#grant = cores;
    await api?.setCpuGrant(cores);
  }

  /** Tells what was just booted; what was granted was granted to the one before. */
  async begin(api: GuestApi): Promise<void> {
    this.#grant = null;
    const { cpuCap, cpuWeight, balloonMiB } = this.#limits;
    if (cpuCap !== null) await api.setCpuCap(cpuCap);
    if (cpuWeight !== usualGuestLimits.cpuWeight) await api.setCpuWeight(cpuWeight);
    if (balloonMiB > 0) await api.setBalloon(balloonMiB * MIB);
  }
}
