/**
 * The files of a tmpfs: they live while they have a name or are open, and give back what they were charged for at their
 * end.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DeviceNumber, DirectoryEntry } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { DirectoryFile } from "./directory-file.ts";
import {
  DirectoryInode,
  FileInode,
  type Inode,
  type InodeChange,
  type InodeRecord,
  type NewInode,
  type RenameFlags,
} from "./inode.ts";
import { LinkInode, linkSize } from "./link-inode.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import { PageStore } from "./page-store.ts";
import { RegularFile } from "./regular-file.ts";
import { SpecialInode, type SpecialType } from "./special-inode.ts";
import type { Tmpfs } from "./tmpfs.ts";

/** Any file of a tmpfs. */
export type TmpfsNode = TmpfsDirectory | TmpfsFile | TmpfsLink | TmpfsSpecial;

type Owner = Pick<NewInode, "mode" | "uid" | "gid">;

/** What all of them keep: the record, and how long they live. */
class Lifetime {
  record: { -readonly [Key in keyof InodeRecord]: InodeRecord[Key] };
  readonly number: number;
  readonly #node: TmpfsNode;
  readonly #fs: Tmpfs;
  #holds = 0;

  constructor(node: TmpfsNode, fs: Tmpfs, made: Owner, links: number, caller: Caller) {
    this.#node = node;
    this.#fs = fs;
    this.number = fs.admit(node, caller);
    const now = caller.epochMs();
    this.record = {
      mode: made.mode,
      uid: made.uid,
      gid: made.gid,
      links,
      accessedMs: now,
      modifiedMs: now,
      changedMs: now,
    };
  }

  change(change: InodeChange, caller: Caller): void {
    Object.assign(this.record, change);
    this.record.changedMs = caller.epochMs();
  }

  addLinks(count: number, caller: Caller): void {
    this.record.links += count;
    this.record.changedMs = caller.epochMs();
    this.#endIfUnused();
  }

  touch(caller: Caller): void {
    this.record.modifiedMs = this.record.changedMs = caller.epochMs();
  }

  hold(): void {
    this.#holds += 1;
  }

  drop(): void {
    this.#holds -= 1;
    this.#endIfUnused();
  }

  #endIfUnused(): void {
    if (this.#holds === 0 && this.record.links === 0) {
      this.#node.release();
      this.#fs.dismiss(this.#node);
    }
  }
}

/** A regular file. */
export class TmpfsFile extends FileInode {
  readonly fs: Tmpfs;
  readonly life: Lifetime;
  readonly #pages: PageStore;

  constructor(fs: Tmpfs, made: NewInode, caller: Caller) {
    super();
    this.fs = fs;
    this.#pages = new PageStore(fs);
    this.life = new Lifetime(this, fs, made, 1, caller);
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
  readonly life: Lifetime;
  readonly #target: string;

  constructor(fs: Tmpfs, made: NewInode, caller: Caller) {
    super();
    this.fs = fs;
    this.#target = made.target ?? "";
    this.life = new Lifetime(this, fs, made, 1, caller);
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
  readonly life: Lifetime;

  constructor(fs: Tmpfs, type: SpecialType, made: NewInode, caller: Caller) {
    super();
    this.fs = fs;
    this.type = type;
    this.rdev = type === "character" || type === "block" ? (made.rdev ?? { major: 0, minor: 0 }) : null;
    this.life = new Lifetime(this, fs, made, 1, caller);
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

/** A directory. */
export class TmpfsDirectory extends DirectoryInode {
  readonly fs: Tmpfs;
  readonly life: Lifetime;
  readonly #entries = new Map<string, TmpfsNode>();

  constructor(fs: Tmpfs, made: Owner, caller: Caller) {
    super();
    this.fs = fs;
    this.life = new Lifetime(this, fs, made, 2, caller);
  }

  get number(): number {
    return this.life.number;
  }

  get record(): InodeRecord {
    return this.life.record;
  }

  override get size(): number {
    return (this.#entries.size + 2) * 20;
  }

  change(change: InodeChange, caller: Caller): void {
    this.life.change(change, caller);
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

  lookup(name: string): TmpfsNode | null {
    return this.#entries.get(name) ?? null;
  }

  entries(): readonly DirectoryEntry[] {
    return Array.from(this.#entries, ([name, node]) => ({ name, inode: node.number, type: node.type }));
  }

  override make(name: string, made: NewInode, caller: Caller): TmpfsNode {
    // A directory that was removed but is still somebody's working directory takes nothing new.
    if (this.life.record.links === 0) throw new Errno("ENOENT");
    const node = this.#newNode(made, caller);
    this.#entries.set(name, node);
    if (node.type === "directory") this.life.record.links += 1;
    this.life.touch(caller);
    return node;
  }

  override link(name: string, inode: Inode, caller: Caller): void {
    if (this.life.record.links === 0) throw new Errno("ENOENT");
    const node = own(inode);
    node.life.addLinks(1, caller);
    this.#entries.set(name, node);
    this.life.touch(caller);
  }

  override unlink(name: string, caller: Caller): void {
    this.#take(name, caller)?.life.addLinks(-1, caller);
  }

  override rmdir(name: string, caller: Caller): void {
    const node = this.lookup(name);
    if (node instanceof TmpfsDirectory && node.#entries.size > 0) throw new Errno("ENOTEMPTY");
    this.#take(name, caller)?.life.addLinks(-2, caller);
    this.life.record.links -= 1;
  }

  override rename(
    name: string,
    to: DirectoryInode,
    newName: string,
    flags: RenameFlags,
    caller: Caller,
  ): void {
    if (!(to instanceof TmpfsDirectory) || to.fs !== this.fs) throw new Errno("EXDEV");
    const replaced = to.lookup(newName);
    const moved = this.lookup(name);
    if (!moved) throw new Errno("ENOENT");
    if (to.life.record.links === 0) throw new Errno("ENOENT");
    if (!flags.exchange && replaced) {
      if (replaced instanceof TmpfsDirectory) to.rmdir(newName, caller);
      else to.unlink(newName, caller);
    }
    this.#put(name, flags.exchange ? replaced : null, caller);
    to.#put(newName, moved, caller);
    const [movedUp, replacedUp] = [moved.type === "directory", replaced?.type === "directory"];
    if (movedUp) {
      this.life.record.links -= 1;
      to.life.record.links += 1;
    }
    if (flags.exchange && replacedUp) {
      this.life.record.links += 1;
      to.life.record.links -= 1;
    }
    moved.life.record.changedMs = caller.epochMs();
  }

  // oxlint-disable-next-line require-yield -- memory is always ready
  *open(opening: Opening): Blocking<OpenFile> {
    return new DirectoryFile(opening);
  }

  release(): void {}

  #newNode(made: NewInode, caller: Caller): TmpfsNode {
    switch (made.type) {
      case "directory":
        return new TmpfsDirectory(this.fs, made, caller);
      case "file":
        return new TmpfsFile(this.fs, made, caller);
      case "symlink":
        return new TmpfsLink(this.fs, made, caller);
      case "fifo":
      case "socket":
      case "character":
      case "block":
        return new TmpfsSpecial(this.fs, made.type, made, caller);
    }
  }

  #take(name: string, caller: Caller): TmpfsNode | null {
    const node = this.lookup(name);
    this.#put(name, null, caller);
    return node;
  }

  #put(name: string, node: TmpfsNode | null, caller: Caller): void {
    if (node) this.#entries.set(name, node);
    else this.#entries.delete(name);
    this.life.touch(caller);
  }
}

function own(inode: Inode): TmpfsNode {
  if (
    inode instanceof TmpfsFile ||
    inode instanceof TmpfsDirectory ||
    inode instanceof TmpfsLink ||
    inode instanceof TmpfsSpecial
  ) {
    return inode;
  }
  throw new Errno("EXDEV");
}
