/**
 * The directories of a tmpfs: names in the order they came, and the links they count.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DirectoryEntry } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { DirectoryFile } from "./directory-file.ts";
import {
  type AttributeKeeper,
  DirectoryInode,
  type Inode,
  type InodeChange,
  type InodeRecord,
  type NewInode,
  type RenameFlags,
} from "./inode.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import type { Tmpfs } from "./tmpfs.ts";
import { TmpfsFile, TmpfsLink, TmpfsSpecial } from "./tmpfs-leaves.ts";
import { type Owner, TmpfsLife } from "./tmpfs-life.ts";

/** `y` marks a directory of an overlay's layer that hides what is below. */
const opaqueMark = "trusted.overlay.opaque";

/** Any file of a tmpfs. */
export type TmpfsNode = TmpfsDirectory | TmpfsFile | TmpfsLink | TmpfsSpecial;

/** A directory. */
export class TmpfsDirectory extends DirectoryInode {
  readonly fs: Tmpfs;
  readonly life: TmpfsLife;
  readonly #entries = new Map<string, TmpfsNode>();

  constructor(fs: Tmpfs, made: Owner, caller: Caller) {
    super();
    this.fs = fs;
    this.life = new TmpfsLife(this, fs, made, 2, caller);
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

  override get opaque(): boolean {
    const mark = this.life.get(opaqueMark);
    return mark?.byteLength === 1 && mark[0] === 0x79;
  }

  override makeOpaque(caller: Caller): void {
    this.life.set(opaqueMark, Uint8Array.of(0x79), caller);
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
