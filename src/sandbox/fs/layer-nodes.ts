/**
 * The files of a layer, as inodes that refuse every change.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DeviceNumber, DirectoryEntry } from "../abi/stat.ts";
import { DirectoryFile } from "./directory-file.ts";
import { type AttributeKeeper, DirectoryInode, FileInode, type InodeRecord } from "./inode.ts";
import type { LayerFileSystem, LayerInode } from "./layer-file-system.ts";
import type { LayerDirectory, LayerFile, LayerLink, LayerSpecial } from "./layer-tree.ts";
import { LinkInode, linkSize } from "./link-inode.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import { RegularFile } from "./regular-file.ts";
import { SpecialInode } from "./special-inode.ts";

const opaqueMark = "trusted.overlay.opaque";

/** A directory of a layer. */
export class LayerDirectoryInode extends DirectoryInode {
  readonly fs: LayerFileSystem;
  readonly #node: LayerDirectory;

  constructor(fs: LayerFileSystem, node: LayerDirectory) {
    super();
    this.fs = fs;
    this.#node = node;
  }

  get number(): number {
    return this.fs.numberOf(this.#node);
  }

  get record(): InodeRecord {
    return this.fs.recordOf(this.#node);
  }

  override get size(): number {
    return 4096;
  }

  override get opaque(): boolean {
    return this.#node.opaque;
  }

  lookup(name: string): LayerInode | null {
    const node = this.#node.entries.get(name);
    return node ? this.fs.inodeOf(node) : null;
  }

  entries(): readonly DirectoryEntry[] {
    return Array.from(this.#node.entries, ([name, node]) => ({
      name,
      inode: this.fs.numberOf(node),
      type: node.type === "whiteout" ? "character" : node.type,
    }));
  }

  override get attributes(): AttributeKeeper {
    return layerAttributes(this.#node);
  }

  change(): void {
    throw new Errno("EROFS");
  }

  // oxlint-disable-next-line require-yield -- memory is always ready
  *open(opening: Opening): Blocking<OpenFile> {
    return new DirectoryFile(opening);
  }
}

/** A regular file of a layer. */
export class LayerFileInode extends FileInode {
  readonly fs: LayerFileSystem;
  readonly #node: LayerFile;

  constructor(fs: LayerFileSystem, node: LayerFile) {
    super();
    this.fs = fs;
    this.#node = node;
  }

  get number(): number {
    return this.fs.numberOf(this.#node);
  }

  get record(): InodeRecord {
    return this.fs.recordOf(this.#node);
  }

  override get size(): number {
    return this.#node.bytes.byteLength;
  }

  override get blocks(): number {
    return Math.ceil(this.size / 4096) * 8;
  }

  override get sharedBytes(): Uint8Array {
    return this.#node.bytes;
  }

  readAt(maxBytes: number, offset: number): Uint8Array {
    return this.#node.bytes.slice(offset, offset + maxBytes);
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  *writeAt(): Blocking<number> {
    throw new Errno("EROFS");
  }

  truncate(): void {
    throw new Errno("EROFS");
  }

  override get attributes(): AttributeKeeper {
    return layerAttributes(this.#node);
  }

  change(): void {
    throw new Errno("EROFS");
  }

  // oxlint-disable-next-line require-yield -- memory is always ready
  *open(opening: Opening): Blocking<OpenFile> {
    return new RegularFile(this, opening.status);
  }
}

/** A symbolic link of a layer. */
export class LayerLinkInode extends LinkInode {
  readonly fs: LayerFileSystem;
  readonly #node: LayerLink;

  constructor(fs: LayerFileSystem, node: LayerLink) {
    super();
    this.fs = fs;
    this.#node = node;
  }

  get number(): number {
    return this.fs.numberOf(this.#node);
  }

  get record(): InodeRecord {
    return this.fs.recordOf(this.#node);
  }

  override get size(): number {
    return linkSize(this.#node.target);
  }

  override get text(): string {
    return this.#node.target;
  }

  target(): string {
    return this.#node.target;
  }

  override get attributes(): AttributeKeeper {
    return layerAttributes(this.#node);
  }

  change(): void {
    throw new Errno("EROFS");
  }
}

/** A fifo, socket, device or whiteout (character 0/0) of a layer. */
export class LayerSpecialInode extends SpecialInode {
  readonly fs: LayerFileSystem;
  readonly type: LayerSpecial["type"];
  readonly number: number;
  readonly #node: LayerSpecial;

  constructor(fs: LayerFileSystem, node: LayerSpecial, number: number) {
    super();
    this.fs = fs;
    this.type = node.type;
    this.number = number;
    this.#node = node;
  }

  get rdev(): DeviceNumber | null {
    return this.#node.rdev;
  }

  get record(): InodeRecord {
    return this.fs.recordOf(this.#node);
  }

  override get attributes(): AttributeKeeper {
    return layerAttributes(this.#node);
  }

  change(): void {
    throw new Errno("EROFS");
  }
}

/** What the archive said, and the mark of an opaque directory. */
function layerAttributes(node: LayerDirectory | LayerFile | LayerLink | LayerSpecial): AttributeKeeper {
  const opaque = node.type === "directory" && node.opaque ? Uint8Array.of(0x79) : null;
  return {
    names: () => [
      ...[...(node.attributes?.keys() ?? [])].toSorted().toReversed(),
      ...(opaque ? [opaqueMark] : []),
    ],
    get: (name) => node.attributes?.get(name) ?? (name === opaqueMark ? opaque : null),
    set: () => {
      throw new Errno("EROFS");
    },
  };
}
