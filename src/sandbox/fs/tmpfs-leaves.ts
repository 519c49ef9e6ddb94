/**
 * The files of a tmpfs that are no directories. They give back what they were charged for at their end.
 */
import type { Blocking } from "../abi/blocking.ts";
import type { DeviceNumber } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import {
  type AttributeKeeper,
  FileInode,
  type InodeChange,
  type InodeRecord,
  type NewInode,
} from "./inode.ts";
import { LinkInode, linkSize } from "./link-inode.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import { PageStore } from "./page-store.ts";
import { RegularFile } from "./regular-file.ts";
import { SpecialInode, type SpecialType } from "./special-inode.ts";
import type { Tmpfs } from "./tmpfs.ts";
import { TmpfsLife } from "./tmpfs-life.ts";

/** A regular file. */
export class TmpfsFile extends FileInode {
  readonly fs: Tmpfs;
  readonly life: TmpfsLife;
  readonly #pages: PageStore;

  constructor(fs: Tmpfs, made: NewInode, caller: Caller) {
    super();
    this.fs = fs;
    this.#pages = new PageStore(fs);
    this.life = new TmpfsLife(this, fs, made, 1, caller);
  }

  get number(): number {
    return this.life.number;
  }

  get record(): InodeRecord {
    return this.life.record;
  }

  override get size(): number {
    return this.#pages.size;
  }

  override get blocks(): number {
    return this.#pages.pageCount * 8;
  }

  change(change: InodeChange, caller: Caller): void {
    this.life.change(change, caller);
  }

  override get attributes(): AttributeKeeper {
    return this.life;
  }

  override accessed(epochMs: number): void {
    this.life.record.accessedMs = epochMs;
  }

  override hold(): void {
    this.life.hold();
  }

  override drop(): void {
    this.life.drop();
  }

  readAt(maxBytes: number, offset: number): Uint8Array {
    return this.#pages.read(maxBytes, offset);
  }

  *writeAt(bytes: Uint8Array, offset: number, caller: Caller): Blocking<number> {
    const written = yield* this.#pages.write(bytes, offset, caller);
    this.life.touch(caller);
    return written;
  }

  truncate(size: number, caller: Caller): void {
    this.#pages.truncate(size);
    this.life.touch(caller);
  }

  // oxlint-disable-next-line require-yield -- memory is always ready
  *open(opening: Opening): Blocking<OpenFile> {
    return new RegularFile(this, opening.status);
  }

  release(): void {
    this.#pages.release();
  }
}

/** A symbolic link. */
export class TmpfsLink extends LinkInode {
  readonly fs: Tmpfs;
  readonly life: TmpfsLife;
  readonly #target: string;

  constructor(fs: Tmpfs, made: NewInode, caller: Caller) {
    super();
    this.fs = fs;
    this.#target = made.target ?? "";
    this.life = new TmpfsLife(this, fs, made, 1, caller);
  }

  get number(): number {
    return this.life.number;
  }

  get record(): InodeRecord {
    return this.life.record;
  }

  override get size(): number {
    return linkSize(this.#target);
  }

  override get text(): string {
    return this.#target;
  }

  target(): string {
    return this.#target;
  }

  change(change: InodeChange, caller: Caller): void {
    this.life.change(change, caller);
  }

  override get attributes(): AttributeKeeper {
    return this.life;
  }

  override accessed(epochMs: number): void {
    this.life.record.accessedMs = epochMs;
  }

  override hold(): void {
    this.life.hold();
  }

  override drop(): void {
    this.life.drop();
  }

  release(): void {}
}

/** A fifo, socket or device. */
export class TmpfsSpecial extends SpecialInode {
  readonly fs: Tmpfs;
  readonly type: SpecialType;
  readonly rdev: DeviceNumber | null;
  readonly life: TmpfsLife;

  constructor(fs: Tmpfs, type: SpecialType, made: NewInode, caller: Caller) {
    super();
    this.fs = fs;
    this.type = type;
    this.rdev = type === "character" || type === "block" ? (made.rdev ?? { major: 0, minor: 0 }) : null;
    this.life = new TmpfsLife(this, fs, made, 1, caller);
  }

  get number(): number {
    return this.life.number;
  }

  get record(): InodeRecord {
    return this.life.record;
  }

  change(change: InodeChange, caller: Caller): void {
    this.life.change(change, caller);
  }

  override get attributes(): AttributeKeeper {
    return this.life;
  }

  override accessed(epochMs: number): void {
    this.life.record.accessedMs = epochMs;
  }

  override hold(): void {
    this.life.hold();
  }

  override drop(): void {
    this.life.drop();
  }

  release(): void {}
}
