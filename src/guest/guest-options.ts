/**
 * What a guest is made from and what it needs of the host, as far as a guest must know it.
 */
import type { Clock } from "../base/clock.ts";
import type { BootTurns } from "./boot-turns.ts";
import type { GuestLimits } from "./guest-limits.ts";
import type { SpawnGuestWorker } from "./guest-worker.ts";

/** A boot image and what it needs. */
export interface GuestImage {
  /** The catalog's id. */
  readonly id: string;
  readonly title: string;
  readonly kernelVersion: string;
  /** The kernel's command line, to which each guest adds its own name. */
  readonly commandLine: string;
  /** Least RAM it boots with, in MiB. */
  readonly minimumMemoryMiB: number;
  /** RAM given unless asked otherwise, in MiB. */
  readonly defaultMemoryMiB: number;
}

/** What the page has ready before any guest can boot: the verified image and the compiled emulator. */
export interface BootMaterial {
  readonly image: Uint8Array<ArrayBuffer>;
  readonly emulator: WebAssembly.Module;
}

/** Hands out the host's memory. */
export interface MemoryBudget {
  /** Sets `memoryMiB` aside until disposed. Throws `not-enough-memory`, which says how much is left. */
  reserve(memoryMiB: number): Disposable;
}

/** What a guest is: fixed at its creation. */
export interface GuestOptions {
  readonly name: string;
  readonly image: GuestImage;
  /** RAM in MiB. */
  readonly memoryMiB: number;
  /** What it may take to begin with; these can be changed. */
  readonly limits?: Partial<GuestLimits>;
}

/** What a guest needs of its surroundings. */
export interface GuestSurroundings {
  readonly spawnWorker: SpawnGuestWorker;
  /** What is at hand comes at once, so that the worker has it before the page draws the new guest. */
  readonly loadBootMaterial: (image: GuestImage) => BootMaterial | Promise<BootMaterial>;
  readonly memoryBudget: MemoryBudget;
  readonly bootTurns: BootTurns;
  readonly clock: Clock;
}
