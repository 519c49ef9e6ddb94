/**
 * The files of an overlay that are no directories: each hands on to the layer it is in, and comes up when changed.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { DeviceNumber } from "../../abi/stat.ts";
import type { Caller } from "../caller.ts";
import { type AttributeKeeper, FileInode, type Inode, type InodeChange, type InodeRecord } from "../inode.ts";
import { LinkInode } from "../link-inode.ts";
import type { Location } from "../location.ts";
import type { OpenFile } from "../open-file.ts";
import type { Opening } from "../opening.ts";
import { RegularFile } from "../regular-file.ts";
import { SpecialInode, type SpecialType } from "../special-inode.ts";
import { OverlayAttributes } from "./overlay-attributes.ts";
import type { OverlayFileSystem } from "./overlay-file-system.ts";
import { type OverlayLayersOfFile, withoutWaiting } from "./overlay-node.ts";

const chunkBytes = 65_536;

/** A regular file. */
export class OverlayFile extends FileInode {
  readonly fs: OverlayFileSystem;
  readonly layers: OverlayLayersOfFile;

  constructor(layers: OverlayLayersOfFile) {
    super();
    this.fs = layers.fs;
    this.layers = layers;
  }

  get number(): number {
    return this.layers.numbered.number;
  }

  override get device(): number {
    return this.fs.deviceOf(this.layers.numbered);
  }

  get record(): InodeRecord {
    return this.layers.real.record;
  }

  override get size(): number {
    return this.layers.real.size;
  }

  override get blocks(): number {
    return this.layers.real.blocks;
  }

  override get sharedBytes(): Uint8Array | null {
    return this.#data.sharedBytes;
  }

  override accessed(epochMs: number): void {
    this.layers.upper?.accessed(epochMs);
  }

  override get attributes(): AttributeKeeper {
    return new OverlayAttributes(this);
  }

  override hold(): void {
    this.layers.hold();
  }

  override drop(): void {
    this.layers.drop();
  }

  change(change: InodeChange, caller: Caller): void {
    this.copyUpNow(caller).change(change, caller);
  }

  readAt(maxBytes: number, offset: number): Uint8Array {
    return this.#data.readAt(maxBytes, offset);
  }

  *writeAt(bytes: Uint8Array, offset: number, caller: Caller): Blocking<number> {
    yield* this.layers.copyUp(caller, copyBytes);
    return yield* this.#data.writeAt(bytes, offset, caller);
  }

  override *prepareWrite(truncates: boolean, caller: Caller): Blocking<void> {
    // What would be thrown away at once is not copied.
    yield* this.layers.copyUp(caller, truncates ? undefined : copyBytes);
  }

  truncate(size: number, caller: Caller): void {
    this.copyUpNow(caller);
    this.#data.truncate(size, caller);
  }

  copyUpNow(caller: Caller): Inode {
    return withoutWaiting(caller, (impatient) => this.layers.copyUp(impatient, copyBytes));
  }

  // oxlint-disable-next-line require-yield -- memory is always ready
  *open(opening: Opening): Blocking<OpenFile> {
    return new RegularFile(this, opening.status);
  }

  get #data(): FileInode {
    const { real } = this.layers;
    if (!(real instanceof FileInode)) throw new Error("a regular file of an overlay is none in its layer");
    return real;
  }
}

/** A symbolic link. */
export class OverlayLink extends LinkInode {
  readonly fs: OverlayFileSystem;
  readonly layers: OverlayLayersOfFile;

  constructor(layers: OverlayLayersOfFile) {
    super();
    this.fs = layers.fs;
    this.layers = layers;
  }

  get number(): number {
    return this.layers.numbered.number;
  }

  override get device(): number {
    return this.fs.deviceOf(this.layers.numbered);
  }

  get record(): InodeRecord {
    return this.layers.real.record;
  }

  override get size(): number {
    return this.layers.real.size;
  }

  override get text(): string | null {
    const { real } = this.layers;
    return real instanceof LinkInode ? real.text : null;
  }

  target(caller: Caller, root: Location): string {
    const { real } = this.layers;
    return real instanceof LinkInode ? real.target(caller, root) : "";
  }

  override get attributes(): AttributeKeeper {
    return new OverlayAttributes(this);
  }

  override hold(): void {
    this.layers.hold();
  }

  override drop(): void {
    this.layers.drop();
  }

  change(change: InodeChange, caller: Caller): void {
    this.copyUpNow(caller).change(change, caller);
  }

  copyUpNow(caller: Caller): Inode {
    return withoutWaiting(caller, (impatient) => this.layers.copyUp(impatient));
  }
}

/** A fifo, socket or device. */
export class OverlaySpecial extends SpecialInode {
  readonly fs: OverlayFileSystem;
  readonly type: SpecialType;
  readonly layers: OverlayLayersOfFile;

  constructor(layers: OverlayLayersOfFile, type: SpecialType) {
    super();
    this.fs = layers.fs;
    this.layers = layers;
    this.type = type;
  }

  get number(): number {
    return this.layers.numbered.number;
  }

  override get device(): number {
    return this.fs.deviceOf(this.layers.numbered);
  }

  get rdev(): DeviceNumber | null {
    return this.layers.real.rdev;
  }

  get record(): InodeRecord {
    return this.layers.real.record;
  }

  override get attributes(): AttributeKeeper {
    return new OverlayAttributes(this);
  }

  override hold(): void {
    this.layers.hold();
  }

  override drop(): void {
    this.layers.drop();
  }

  change(change: InodeChange, caller: Caller): void {
    this.copyUpNow(caller).change(change, caller);
  }

  copyUpNow(caller: Caller): Inode {
    return withoutWaiting(caller, (impatient) => this.layers.copyUp(impatient));
  }
}

/** Any of them. */
export type OverlayLeaf = OverlayFile | OverlayLink | OverlaySpecial;

/** A new one of a type. */
export function overlayLeaf(
  layers: OverlayLayersOfFile,
  type: "file" | "symlink" | SpecialType,
): OverlayLeaf {
  if (type === "file") return new OverlayFile(layers);
  return type === "symlink" ? new OverlayLink(layers) : new OverlaySpecial(layers, type);
}

/** Whether it is no directory, and an overlay's. */
export function isLeaf(inode: Inode): inode is OverlayLeaf {
  return inode instanceof OverlayFile || inode instanceof OverlayLink || inode instanceof OverlaySpecial;
}

function* copyBytes(from: Inode, to: Inode, caller: Caller): Blocking<void> {
  if (!(from instanceof FileInode) || !(to instanceof FileInode)) return;
  for (let offset = 0; offset < from.size;) {
    const bytes = from.readAt(chunkBytes, offset);
    const written = yield* to.writeAt(bytes, offset, caller);
    if (written === 0) return;
    offset += written;
  }
}
