/**
 * Reads one text file of an image, as a sandbox made from it would see it.
 */
import { layerFile } from "../fs/layer-tree.ts";
import type { SandboxImage } from "./image.ts";

const decoder = new TextDecoder();

/** The text at `path` (relative to the root); `null` where there is no such regular file. Follows no links. */
export function imageFile({ layers }: SandboxImage, path: string): string | null {
  for (const { tree } of layers.toReversed()) {
    const found = layerFile(tree, path);
    if (found === "removed") return null;
    if (found) return decoder.decode(found);
  }
  return null;
}
