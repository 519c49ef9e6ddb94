/**
 * What runs on the host at one moment, as plain data: all that the diagram is drawn from. Knows no machine objects, so
 * that a picture can be made up in a test.
 */
import type { HypervisorKind } from "../../guest/hypervisor-kind.ts";
import type { Digest } from "../../sandbox/image/image.ts";
import type { OciNamespace } from "../../sandbox/runtime/oci-config.ts";
import type { Confinement } from "../../sandbox/runtime/sandbox-options.ts";
import type { BrowserWords } from "./browser-words.ts";

/** What a guest said of itself since it was last switched on. Not to be trusted. */
export interface GuestSurvey {
  /** `uname -sr`: "Linux 6.12.117". */
  readonly kernel: string;
  /** Its name of its own system, from os-release(5). */
  readonly system: string;
  /** PCI devices of its virtual hardware, as its kernel lists them. */
  readonly pciDevices: number;
  /** Names of the processes that run programs, in order of their numbers: kernel threads are none. */
  readonly processes: readonly string[];
}

/** A machine of either kind. */
interface MachinePicture {
  readonly id: string;
  readonly name: string;
  readonly accent: number;
  readonly state: string;
}

/** A guest that holds something of the host. */
export interface GuestPicture extends MachinePicture {
  /** `null` before it has answered. */
  readonly survey: GuestSurvey | null;
  readonly hypervisor: HypervisorKind;
  readonly memoryMiB: number;
}

/** A layer of an image as the host has it. */
export interface LayerPicture {
  readonly digest: Digest;
  /** As the catalog calls it, or by its place in an image that was brought along. */
  readonly name: string;
  /** Bytes of its files, once in memory. */
  readonly bytes: number;
}

/** A sandbox with processes. */
export interface SandboxPicture extends MachinePicture {
  readonly kind: "system" | "application";
  /** How an application is held; `null` for a system. */
  readonly confinement: Confinement | null;
  /** Namespaces of its own; the others are the host's. */
  readonly ownNamespaces: readonly OciNamespace[];
  /** Lowest first: what its root is made of. */
  readonly layers: readonly LayerPicture[];
  /** Names of its processes, in order of their numbers; `null` before it was looked. */
  readonly processes: readonly string[] | null;
}

/** The kernel that all sandboxes share, with the host's own system on it. */
export interface SharedKernelPicture {
  /** By uname(2); `null` before it was asked. */
  readonly name: string | null;
  /** Processes that are in no sandbox. */
  readonly processes: readonly string[] | null;
  /** Of the host's own root, lowest first. */
  readonly layers: readonly LayerPicture[];
}

/** The whole. */
export interface HostPicture {
  /** The host's logical processors. */
  readonly cores: number;
  /** What the browser says the device has, rounded; `undefined` where it does not tell. */
  readonly deviceMemoryGiB: number | undefined;
  readonly browser: BrowserWords;
  readonly guests: readonly GuestPicture[];
  readonly sandboxes: readonly SandboxPicture[];
  /** `null` while it has not been booted. */
  readonly sharedKernel: SharedKernelPicture | null;
  /** Machines that run nothing now, and so have no part in the diagram. */
  readonly absent: readonly { readonly name: string; readonly state: string }[];
}
