/**
 * What the host can give to machines: its cores, and a budget of memory. A guest's is handed out before it is used; what
 * sandboxes are charged counts as it comes.
 */
import { toDisposable } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import { MIB } from "../base/units.ts";
import type { MemoryBudget } from "../guest/guest-options.ts";

/** Where the memory budget's figure comes from, for its tooltip. */
export interface CapacityFacts {
  /** `navigator.hardwareConcurrency`. */
  readonly cores: number;
  /** `navigator.deviceMemory`, in GiB, rounded and capped by the browser; `undefined` where it does not tell. */
  readonly deviceMemoryGiB: number | undefined;
}

/** The emulator's own memory on top of a guest's RAM, in MiB (measured; see `workers/README.md`). */
export const emulatorOverheadMiB = 11;

/** What the emulator can address for one guest, in whole MiB. */
export const largestGuestMiB = 2047;

const shareOfDevice = 0.5;
const unknownDeviceBudgetMiB = 2048;

/** The host's cores and memory, and what is left of the memory. */
export class HostCapacity implements MemoryBudget {
  readonly cores: number;
  /** What the browser says the device has, in GiB; `undefined` where it does not tell. */
  readonly deviceMemoryGiB: number | undefined;
  /** Memory that all machines together may have, in MiB: half of what the browser says the device has. */
  readonly memoryMiB: number;
  readonly #onDidChange = new Emitter<void>();
  #overcommit = false;
  #reservedMiB = 0;
  #charged: () => number = () => 0;

  /** Fires when what is set aside, or `overcommit`, changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor({ cores, deviceMemoryGiB }: CapacityFacts) {
    this.cores = cores;
    this.deviceMemoryGiB = deviceMemoryGiB;
    this.memoryMiB = deviceMemoryGiB
      ? Math.floor(deviceMemoryGiB * 1024 * shareOfDevice)
      : unknownDeviceBudgetMiB;
  }

  get memoryBytes(): number {
    return this.memoryMiB * MIB;
  }

  /**
   * Whether machines may be given more memory than the host has. They then start, and the browser gives memory only as
   * they touch it; when it has no more it ends the page with all of its machines.
   */
  get overcommit(): boolean {
    return this.#overcommit;
  }
  set overcommit(overcommit: boolean) {
    this.#overcommit = overcommit;
    this.#onDidChange.fire();
  }

  /** What of `memoryMiB` is taken: held for guests, their emulators' part among it, or charged by the shared kernel. Bytes. */
  get takenBytes(): number {
    return this.#reservedMiB * MIB + this.#charged();
  }

  /** What of `memoryMiB` is neither held nor charged, in bytes, whether or not more can be given. */
  get freeBytes(): number {
    return Math.max(0, this.memoryBytes - this.takenBytes);
  }

  /** RAM that the next guest can have, in MiB. */
  get freeForGuestMiB(): number {
    return this.#overcommit ? largestGuestMiB : this.leftForGuestMiB;
  }

  /** RAM of a guest that the host has left, in MiB, whether or not it can be given more. */
  get leftForGuestMiB(): number {
    return Math.max(0, Math.floor(this.freeBytes / MIB - emulatorOverheadMiB));
  }

  /** What all sandboxes together may be charged, in bytes: what guests do not hold, unless `overcommit` is on. */
  get mostForSandboxesBytes(): number {
    return this.#overcommit ? this.memoryBytes : Math.max(0, this.memoryMiB - this.#reservedMiB) * MIB;
  }

  /** What machines have been given beyond `memoryMiB`: above zero only with `overcommit`, or after it. */
  get overcommittedMiB(): number {
    return Math.max(0, this.takenBytes / MIB - this.memoryMiB);
  }

  /** From now on `bytes` tells what sandboxes take: it is not there for guests. */
  countCharges(bytes: () => number): void {
    this.#charged = bytes;
  }

  reserve(memoryMiB: number): Disposable {
    const left = this.freeForGuestMiB;
    if (memoryMiB > left) {
      const chargedMiB = Math.round(this.#charged() / MIB);
      const sandboxes = chargedMiB > 0 ? ` Sandboxes are charged ${chargedMiB} MiB.` : "";
      throw new Failure(
        "not-enough-memory",
        `The host cannot give ${memoryMiB} MiB: ${left} MiB are left of ${this.memoryMiB} MiB. ` +
          `${Math.round(this.freeBytes / MIB)} MiB are free, and ${emulatorOverheadMiB} MiB beside a guest’s RAM are ` +
          `kept for its emulator.${sandboxes} Ask for less, or destroy a machine.`,
      );
    }
    const takenMiB = memoryMiB + emulatorOverheadMiB;
    this.#add(takenMiB);
    return toDisposable(() => this.#add(-takenMiB));
  }

  #add(takenMiB: number): void {
    this.#reservedMiB += takenMiB;
    this.#onDidChange.fire();
  }
}
