/**
 * What a guest is made from, as far as a guest must know it.
 */

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
