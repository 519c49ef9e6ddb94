/**
 * Shows a layer of an image as a read-only file system: what overlays have below. Costs only what was looked at; the
 * bytes are the layer's own.
 */
import { Errno } from "../abi/errno.ts";
import type { StatFs } from "../abi/stat.ts";
import { FileSystem } from "./file-system.ts";
import { LayerDirectoryInode, LayerFileInode, LayerLinkInode, LayerSpecialInode } from "./layer-nodes.ts";
import type { LayerAttributes, LayerDirectory, LayerNode, LayerTree } from "./layer-tree.ts";
import type { InodeRecord } from "./inode.ts";
import { pageBytes } from "./stat-of.ts";

/** Moves the archive's ids to a range of the host's, as an id-mapped mount does. */
export interface IdShift {
  readonly inside: number;
  readonly host: number;
  readonly count: number;
}

/** Any inode of a layer. */
export type LayerInode = LayerDirectoryInode | LayerFileInode | LayerLinkInode | LayerSpecialInode;

const unmapped = 65_534;

/** One layer, mounted. */
export class LayerFileSystem extends FileSystem {
  readonly type = "layer";
  readonly rootInode: LayerDirectoryInode;
  readonly #tree: LayerTree;
  readonly #shift: IdShift | null;
  readonly #released: () => void;
  readonly #numbers = new Map<LayerNode, { readonly number: number; links: number }>();
  readonly #inodes = new Map<LayerNode, LayerInode>();

  constructor(device: number, tree: LayerTree, shift: IdShift | null, released: () => void) {
    super(device, null);
    this.readOnly = true;
    this.#tree = tree;
    this.#shift = shift;
    this.#released = released;
    this.#count(tree.root);
    this.rootInode = new LayerDirectoryInode(this, tree.root);
    this.#inodes.set(tree.root, this.rootInode);
  }

  override get options(): string {
    return this.#shift ? `idmap=${this.#shift.inside}:${this.#shift.host}:${this.#shift.count}` : "";
  }

  override remount(): void {
    throw new Errno("EROFS");
  }

  statfs(): StatFs {
    return {
      type: this.type,
      blockSize: pageBytes,
      blocks: Math.ceil(this.#tree.bytes / pageBytes),
      blocksFree: 0,
      files: this.#numbers.size,
      filesFree: 0,
      nameMax: 255,
    };
  }

  numberOf(node: LayerNode): number {
    return this.#numbers.get(node)?.number ?? 0;
  }

  recordOf(node: LayerNode & LayerAttributes): InodeRecord {
    const { mode, modifiedMs } = node;
    return {
      mode,
      uid: this.#owner(node.uid),
      gid: this.#owner(node.gid),
      links: this.#numbers.get(node)?.links ?? 1,
      accessedMs: modifiedMs,
      modifiedMs,
      changedMs: modifiedMs,
    };
  }

  /** The same inode for all hard links. */
  inodeOf(node: LayerNode): LayerInode {
    const known = this.#inodes.get(node);
    if (known) return known;
    const inode = this.#newInode(node);
    this.#inodes.set(node, inode);
    return inode;
  }

  protected override released(): void {
    this.#released();
  }

  #newInode(node: LayerNode): LayerInode {
    switch (node.type) {
      case "directory":
        return new LayerDirectoryInode(this, node);
      case "file":
        return new LayerFileInode(this, node);
      case "symlink":
        return new LayerLinkInode(this, node);
      case "whiteout": {
        const rdev = { major: 0, minor: 0 };
        const whiteout = { type: "character", rdev, mode: 0, uid: 0, gid: 0, modifiedMs: 0 } as const;
        return new LayerSpecialInode(this, whiteout, this.numberOf(node));
      }
      case "fifo":
      case "socket":
      case "character":
      case "block":
        return new LayerSpecialInode(this, node, this.numberOf(node));
    }
  }

  #owner(id: number): number {
    const shift = this.#shift;
    if (!shift) return id;
    const offset = id - shift.inside;
    return offset >= 0 && offset < shift.count ? shift.host + offset : unmapped;
  }

  #count(directory: LayerDirectory): void {
    const own = { number: this.#numbers.size + 1, links: 2 };
    this.#numbers.set(directory, own);
    for (const node of directory.entries.values()) {
      const known = this.#numbers.get(node);
      if (known) known.links += 1;
      else if (node.type === "directory") {
        own.links += 1;
        this.#count(node);
      } else this.#numbers.set(node, { number: this.#numbers.size + 1, links: 1 });
    }
  }
}
