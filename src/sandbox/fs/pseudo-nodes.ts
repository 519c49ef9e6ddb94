/**
 * Nodes to build procfs, cgroupfs and their like from: directories with fixed and computed names, links that may be
 * magic, devices. Files are in `pseudo-file.ts`.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DeviceNumber, DirectoryEntry } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { DirectoryFile } from "./directory-file.ts";
import { DirectoryInode, type Inode, type InodeChange, type InodeRecord, type NewInode } from "./inode.ts";
import { LinkInode } from "./link-inode.ts";
import type { Location } from "./location.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import type { PseudoFileSystem } from "./pseudo-file-system.ts";
import { type PseudoAttributes, PseudoRecord } from "./pseudo-record.ts";
import { SpecialInode } from "./special-inode.ts";

/** A directory's part that is not fixed. All may refuse with an `Errno`. */
export interface PseudoDirectorySource extends PseudoAttributes {
  /** Names computed at each use, beside the fixed ones. */
  readonly names?: (caller: Caller) => Iterable<string>;
  /** The node of such a name. Must be the same object for as long as it stands for the same thing. */
  readonly find?: (name: string, caller: Caller) => Inode | null;
  /** mkdir(2): makes and keeps the directory (`set`), and answers it. EPERM without. Files are always EACCES. */
  readonly mkdir?: (name: string, made: NewInode, caller: Caller) => PseudoDirectory;
  /** rmdir(2): checks, and takes it away (`delete`). EPERM without. */
  readonly rmdir?: (name: string, caller: Caller) => void;
}

/** A directory. */
export class PseudoDirectory extends DirectoryInode {
  readonly fs: PseudoFileSystem;
  readonly #record: PseudoRecord;
  readonly #source: PseudoDirectorySource;
  readonly #fixed = new Map<string, Inode>();
  #links = 2;

  constructor(
    fs: PseudoFileSystem,
    source: PseudoDirectorySource = {},
    fixed: Iterable<readonly [string, Inode]> = [],
  ) {
    super();
    this.fs = fs;
    this.#source = source;
    this.#record = new PseudoRecord(fs, source, 0o555);
    for (const [name, node] of fixed) this.set(name, node);
  }

  set(name: string, node: Inode): this {
    this.delete(name);
    this.#fixed.set(name, node);
    if (node.type === "directory") this.#links += 1;
    return this;
  }

  delete(name: string): void {
    if (this.#fixed.get(name)?.type === "directory") this.#links -= 1;
    this.#fixed.delete(name);
  }

  get number(): number {
    return this.#record.number;
  }

  get record(): InodeRecord {
    return this.#record.read(this.#links);
  }

  change(change: InodeChange, caller: Caller): void {
    this.#record.change(change, caller);
  }

  lookup(name: string, caller: Caller): Inode | null {
    return this.#fixed.get(name) ?? this.#source.find?.(name, caller) ?? null;
  }

  entries(caller: Caller): readonly DirectoryEntry[] {
    const entries = Array.from(this.#fixed, ([name, node]) => entry(name, node));
    for (const name of this.#source.names?.(caller) ?? []) {
      const node = this.#source.find?.(name, caller);
      // It may have gone while others were listed.
      if (node) entries.push(entry(name, node));
    }
    return entries;
  }

  override make(name: string, made: NewInode, caller: Caller): Inode {
    if (made.type === "file") throw new Errno("EACCES");
    if (made.type !== "directory" || !this.#source.mkdir) throw new Errno("EPERM");
    return this.#source.mkdir(name, made, caller);
  }

  override rmdir(name: string, caller: Caller): void {
    if (!this.#source.rmdir) throw new Errno("EPERM");
    this.#source.rmdir(name, caller);
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  *open(opening: Opening): Blocking<OpenFile> {
    return new DirectoryFile(opening);
  }
}

/** A symbolic link. */
export interface PseudoLinkSource extends PseudoAttributes {
  /** The text; `root` is the caller's root, for `describeLocation`. */
  readonly target: (caller: Caller, root: Location) => string;
  /** A magic link's end, whatever the text says; may refuse (EACCES). `locationOf(file)` gives that of an open file. */
  readonly follow?: (caller: Caller) => Location;
}

/** A symbolic link, magic or not. */
export class PseudoLink extends LinkInode {
  readonly fs: PseudoFileSystem;
  readonly #record: PseudoRecord;
  readonly #source: PseudoLinkSource;

  constructor(fs: PseudoFileSystem, source: PseudoLinkSource) {
    super();
    this.fs = fs;
    this.#source = source;
    this.#record = new PseudoRecord(fs, source, 0o777);
  }

  get number(): number {
    return this.#record.number;
  }

  get record(): InodeRecord {
    return this.#record.read(1);
  }

  change(change: InodeChange, caller: Caller): void {
    this.#record.change(change, caller);
  }

  target(caller: Caller, root: Location): string {
    return this.#source.target(caller, root);
  }

  override follow(caller: Caller): Location | null {
    return this.#source.follow?.(caller) ?? null;
  }
}

/** A device node of a pseudo file system (devpts). */
export class PseudoDevice extends SpecialInode {
  readonly fs: PseudoFileSystem;
  readonly type: "character" | "block";
  readonly rdev: DeviceNumber;
  readonly #record: PseudoRecord;

  constructor(
    fs: PseudoFileSystem,
    source: PseudoAttributes & { readonly type: "character" | "block"; readonly rdev: DeviceNumber },
  ) {
    super();
    this.fs = fs;
    this.type = source.type;
    this.rdev = source.rdev;
    this.#record = new PseudoRecord(fs, source, 0o600);
  }

  get number(): number {
    return this.#record.number;
  }

  get record(): InodeRecord {
    return this.#record.read(1);
  }

  change(change: InodeChange, caller: Caller): void {
    this.#record.change(change, caller);
  }
}

function entry(name: string, node: Inode): DirectoryEntry {
  return { name, inode: node.number, type: node.type };
}
