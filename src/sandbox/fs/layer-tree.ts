/**
 * An unpacked layer of an image: plain immutable data, one for however many sandboxes use it. Whoever reads archives
 * makes it; `layer-file-system.ts` shows it.
 */
import type { DeviceNumber } from "../abi/stat.ts";

/** What every node of a layer has. Ids are those of the archive. */
export interface LayerAttributes {
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedMs: number;
  /** Extended attributes, where it has any. */
  readonly attributes?: ReadonlyMap<string, Uint8Array>;
}

/** A directory. */
export interface LayerDirectory extends LayerAttributes {
  readonly type: "directory";
  /** Hides what lower layers have below it (`.wh..wh..opq`). */
  readonly opaque: boolean;
  readonly entries: ReadonlyMap<string, LayerNode>;
}

/** A regular file. Hard links are the same object under several names. */
export interface LayerFile extends LayerAttributes {
  readonly type: "file";
  readonly bytes: Uint8Array;
}

/** A symbolic link. */
export interface LayerLink extends LayerAttributes {
  readonly type: "symlink";
  readonly target: string;
}

/** A fifo, socket or device. */
export interface LayerSpecial extends LayerAttributes {
  readonly type: "fifo" | "socket" | "character" | "block";
  readonly rdev: DeviceNumber | null;
}

/** Hides the name in lower layers (`.wh.name`). */
export interface LayerWhiteout {
  readonly type: "whiteout";
}

/** Anything with a name in a layer. */
export type LayerNode = LayerDirectory | LayerFile | LayerLink | LayerSpecial | LayerWhiteout;

/** A layer. */
export interface LayerTree {
  readonly root: LayerDirectory;
  /** Bytes of all files, each counted once. */
  readonly bytes: number;
}

/**
 * The bytes of the regular file at `path` (relative, clean); `removed` where the layer hides what lower ones have
 * there, `null` where it says nothing. Follows no links.
 */
export function layerFile(tree: LayerTree, path: string): Uint8Array | "removed" | null {
  let at: LayerNode = tree.root;
  let hides = at.opaque;
  for (const name of path.split("/").filter((part) => part !== "")) {
    if (at.type !== "directory") return "removed";
    hides ||= at.opaque;
    const next: LayerNode | undefined = at.entries.get(name);
    if (!next) return hides ? "removed" : null;
    at = next;
  }
  return at.type === "file" ? at.bytes : "removed";
}
