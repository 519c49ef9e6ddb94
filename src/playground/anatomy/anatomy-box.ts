/**
 * The diagram as a tree of boxes: each stands on its parent, and spans all that stands on it. Knows no pixels.
 */
import type { LayerPicture } from "./host-picture.ts";

/** What a box is. */
export type BoxKind =
  | "hardware"
  | "host"
  | "hypervisor"
  | "virtual-hardware"
  | "kernel"
  | "system"
  | "application"
  | "shared-kernel"
  | "layer"
  | "namespaces";

/** The four arrangements of machines, and the host's own system beside them. */
export type Arrangement = "type2" | "type1" | "system" | "application";

/** Whom to ask about a box. */
export type BoxSubject =
  | { readonly of: "hardware" | "browser" | "bare-hypervisor" | "shared-kernel" | "host-system" }
  | { readonly of: "machine"; readonly machineId: string }
  | { readonly of: "layer"; readonly layer: LayerPicture };

/** One box. */
export interface AnatomyBox {
  /** The same as long as what it stands for is there. */
  readonly id: string;
  readonly kind: BoxKind;
  /** What it is: "Kernel". */
  readonly title: string;
  /** What there is to know at a glance: "Linux 6.12.117". May come from a machine: plain text only. */
  readonly detail: string;
  readonly subject: BoxSubject;
  /** The colour of the machine whose own it is; `null` where machines share it. */
  readonly accent: number | null;
  /** Names of the machines that stand on it or are it, in order. */
  readonly machines: readonly string[];
  /** Arrangements that it takes part in: several where they share it. */
  readonly arrangements: readonly Arrangement[];
  /** What stands on it, from left to right. */
  readonly children: readonly AnatomyBox[];
}

/** A box and all above it, each before what stands on it. */
export function* boxesOf(box: AnatomyBox): Generator<AnatomyBox> {
  yield box;
  for (const child of box.children) yield* boxesOf(child);
}
