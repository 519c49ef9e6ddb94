/**
 * Makes a layer of an archive: a tree of its entries, with OCI's marks for what it removes turned into whiteouts.
 */
import { Failure } from "../../base/failure.ts";
import type { LayerAttributes, LayerNode, LayerTree } from "../fs/layer-tree.ts";
import {
  archiveEntries,
  defaultArchiveLimits,
  type ArchiveEntry,
  type ArchiveFailure,
  type ArchiveLimits,
} from "./archive-entries.ts";
import type { Digest, Layer } from "./image.ts";

const whiteoutMark = ".wh.";
const opaqueMark = ".wh..wh..opq";

/** A directory while it is filled. */
interface OpenDirectory extends LayerAttributes {
  readonly type: "directory";
  opaque: boolean;
  readonly entries: Map<string, LayerNode>;
}

/** The layer whose uncompressed archive this is. Fails as `archiveEntries` does. */
export async function layerOf(
  digest: Digest,
  archive: Uint8Array<ArrayBuffer>,
  limits: ArchiveLimits = defaultArchiveLimits,
): Promise<Layer> {
  const tree = layerTree(await archiveEntries(archive, limits));
  return { digest, tree, bytes: tree.bytes };
}

/** The tree of an archive's entries, in their order: a later entry replaces an earlier one of its name. */
export function layerTree(entries: readonly ArchiveEntry[]): LayerTree {
  const root = newDirectory({ mode: 0o755, uid: 0, gid: 0, modifiedMs: 0 });
  let tree = root;
  for (const entry of entries) {
    const parts = entry.path.split("/").filter(Boolean);
    const name = parts.pop();
    if (name === undefined) {
      tree = { ...tree, ...attributesOf(entry) };
      continue;
    }
    const parent = directoryAt(tree, parts, entry.path);
    if (name === opaqueMark) parent.opaque = true;
    else if (name.startsWith(whiteoutMark))
      parent.entries.set(whitedOut(name, entry.path), { type: "whiteout" });
    else parent.entries.set(name, nodeOf(entry, parent.entries.get(name), tree));
  }
  return { root: tree, bytes: bytesOf(tree, new Set()) };
}

function nodeOf(entry: ArchiveEntry, before: LayerNode | undefined, root: OpenDirectory): LayerNode {
  const attributes = attributesOf(entry);
  const { content } = entry;
  switch (content.kind) {
    case "directory":
      // A directory may come after what is in it.
      return before && isOpen(before) ? { ...before, ...attributes } : newDirectory(attributes);
    case "file":
      return { ...attributes, type: "file", bytes: content.bytes };
    case "symlink":
      return { ...attributes, type: "symlink", target: content.target };
    case "fifo":
      return { ...attributes, type: "fifo", rdev: null };
    case "hard-link": {
      const target = lookup(root, content.target);
      if (target && target.type !== "directory" && target.type !== "whiteout") return target;
      throw refusal(entry.path, `links to "${content.target}", which the archive does not have before it`);
    }
  }
}

/** The directory at `parts`, made where an archive leaves it out. */
function directoryAt(root: OpenDirectory, parts: readonly string[], path: string): OpenDirectory {
  let at = root;
  for (const part of parts) {
    const next = at.entries.get(part);
    if (next && next.type !== "whiteout") {
      if (!isOpen(next)) throw refusal(path, `is below "${part}", which is no directory in the archive`);
      at = next;
    } else {
      const made = newDirectory({ mode: 0o755, uid: 0, gid: 0, modifiedMs: 0 });
      at.entries.set(part, made);
      at = made;
    }
  }
  return at;
}

/** What a mark removes: no name that means a directory itself or the one above it. */
function whitedOut(mark: string, path: string): string {
  const name = mark.slice(whiteoutMark.length);
  if (name !== "" && name !== "." && name !== "..") return name;
  throw new Failure("archive-path", `The archive is refused: "${path}" marks nothing that could be removed.`);
}

function lookup(root: OpenDirectory, path: string): LayerNode | null {
  let at: LayerNode = root;
  for (const part of path.split("/").filter(Boolean)) {
    const next: LayerNode | undefined = at.type === "directory" ? at.entries.get(part) : undefined;
    if (!next) return null;
    at = next;
  }
  return at;
}

function bytesOf(directory: OpenDirectory, seen: Set<LayerNode>): number {
  let bytes = 0;
  for (const node of directory.entries.values()) {
    // Hard links are one file.
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.type === "file") bytes += node.bytes.byteLength;
    else if (isOpen(node)) bytes += bytesOf(node, seen);
  }
  return bytes;
}

function isOpen(node: LayerNode): node is OpenDirectory {
  return node.type === "directory";
}

function newDirectory(attributes: LayerAttributes): OpenDirectory {
  return { ...attributes, type: "directory", opaque: false, entries: new Map() };
}

function attributesOf({ mode, uid, gid, modifiedMs, attributes }: ArchiveEntry): LayerAttributes {
  return { mode, uid, gid, modifiedMs, ...(attributes && { attributes }) };
}

function refusal(path: string, why: string): ArchiveFailure {
  return new Failure("archive-link", `The archive is refused: "${path}" ${why}.`);
}
