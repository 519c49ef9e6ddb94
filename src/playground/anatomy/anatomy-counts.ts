/**
 * How often there is what: the contrast between machines in numbers, counted from the boxes that are drawn. Pure.
 */
import { boxesOf, type AnatomyBox } from "./anatomy-box.ts";

/** Counted from a diagram. */
export interface AnatomyCounts {
  /** The host's, and one in each guest. */
  readonly kernels: number;
  /** Sets of virtual hardware: one for each guest. */
  readonly virtualHardware: number;
  /** A userland in memory: each guest's own, and each lowest layer under sandboxes or the host. */
  readonly systems: number;
  /** Image layers under more than one machine; the host's own root counts as one. */
  readonly sharedLayers: number;
  readonly layers: number;
  readonly guests: number;
  readonly sandboxes: number;
}

/** Counts a diagram. */
export function countAnatomy(root: AnatomyBox): AnatomyCounts {
  const boxes = [...boxesOf(root)];
  const many = (kind: AnatomyBox["kind"]): number => boxes.filter((box) => box.kind === kind).length;
  const layers = new Map<string, Set<string>>();
  for (const box of boxes) {
    if (box.subject.of !== "layer") continue;
    const { digest } = box.subject.layer;
    const users = layers.get(digest) ?? new Set();
    layers.set(digest, users);
    for (const above of boxesOf(box)) if (above.kind === "application") users.add(above.id);
  }
  const lowest = boxes.find(({ kind }) => kind === "shared-kernel")?.children ?? [];
  const kernels = many("kernel");
  return {
    kernels: kernels + 1,
    virtualHardware: many("virtual-hardware"),
    systems: many("system") + lowest.filter(({ kind }) => kind === "layer").length,
    sharedLayers: [...layers.values()].filter(({ size }) => size > 1).length,
    layers: layers.size,
    guests: kernels,
    sandboxes: many("namespaces"),
  };
}

/** One count in words, with what it means. */
export interface CountWords {
  readonly name: string;
  readonly count: number;
  readonly how: string;
}

/** The counts to show, in order. */
export function countWords(counts: AnatomyCounts): readonly CountWords[] {
  return [
    {
      name: "kernels",
      count: counts.kernels,
      how: "The host’s, which all sandboxes share, and one in each guest.",
    },
    {
      name: "sets of virtual hardware",
      count: counts.virtualHardware,
      how: "One for each guest; a sandbox has none.",
    },
    {
      name: "copies of the system",
      count: counts.systems,
      how: "A userland in memory: one in each guest, and one under all sandboxes that stand on the same lowest layer.",
    },
    {
      name: "shared layers",
      count: counts.sharedLayers,
      how: `Of ${counts.layers} image ${counts.layers === 1 ? "layer" : "layers"} in use: those under more than one sandbox, the host’s own root included.`,
    },
  ];
}
