/**
 * A guest's part of what the monitor is told, out of its worker's newest sample. Pure; knows neither worker nor guest.
 */
import { MIB } from "../base/units.ts";
import { isActive, type GuestState } from "../guest/lifecycle.ts";
import type { MachineReading, MemoryKinds } from "../monitor/sample.ts";
import type { GuestSample } from "../protocol/guest-api.ts";
import { emulatorOverheadMiB } from "./host-capacity.ts";
import { ceilings, type MachineLimits } from "./machine-limits.ts";

/** What is known of a guest. */
export interface ReadGuest {
  readonly id: string;
  readonly state: GuestState;
  /** Its RAM, while it is on. */
  readonly memoryMiB: number;
  readonly limits: MachineLimits;
  /** `null` before the first of a power cycle, and while it is off. */
  readonly sample: GuestSample | null;
}

type GuestKinds = Extract<MemoryKinds, { kind: "guest" }>;

/** A guest that is off has no worker: it holds nothing, and that is known. */
const nothingHeld: GuestKinds = {
  kind: "guest",
  reservedBytes: 0,
  ramBytes: 0,
  emulatorBytes: 0,
  touchedBytes: 0,
  usedBytes: 0,
  balloonBytes: 0,
};

/** The guest as the monitor reads it. */
export function guestReading({ id, state, memoryMiB, limits, sample }: ReadGuest): MachineReading {
  const kinds = isActive(state) ? sample && heldKinds(sample, memoryMiB * MIB) : nothingHeld;
  return {
    id,
    kind: "guest",
    state,
    active: state === "starting" || state === "running" || state === "shutting-down",
    totals: sample,
    memoryReservedBytes: kinds?.reservedBytes ?? (memoryMiB + emulatorOverheadMiB) * MIB,
    memoryUsedBytes: kinds?.usedBytes ?? null,
    memoryKinds: kinds,
    kernelPressure: sample?.pressure ?? null,
    limits: ceilings(limits),
  };
}

function heldKinds(sample: GuestSample, ramBytes: number): GuestKinds {
  const { reservedBytes, touchedBytes, balloonBytes, memory } = sample;
  return {
    kind: "guest",
    reservedBytes,
    ramBytes,
    emulatorBytes: reservedBytes - ramBytes,
    touchedBytes,
    // Its kernel counts what is in the balloon as used, and counted at another moment than the balloon did.
    usedBytes: memory && Math.max(0, memory.totalBytes - memory.availableBytes - balloonBytes),
    balloonBytes,
  };
}
