/**
 * A file system of one file that is in no tree: what namespaces' files and open pipes are found at by way of procfs.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DeviceNumber, FileType, StatFs } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { FileSystem } from "./file-system.ts";
import { Inode, type InodeRecord } from "./inode.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import { pageBytes } from "./stat-of.ts";

/** Holds one inode. */
export class AnonymousFileSystem extends FileSystem {
  readonly type: string;
  readonly #label: string;
  protected readonly rootInode: Inode;

  constructor(type: string, device: number, label: string, inode: (fs: AnonymousFileSystem) => Inode) {
    super(device, null);
    this.type = type;
    this.#label = label;
    this.rootInode = inode(this);
  }

  override get label(): string {
    return this.#label;
  }

  statfs(): StatFs {
    return {
      type: this.type,
      blockSize: pageBytes,
      blocks: 0,
      blocksFree: 0,
      files: 0,
      filesFree: 0,
      nameMax: 255,
    };
  }
}

/** Something open that has no place of its own; opening it opens the same thing anew. */
export class OpenFileInode extends Inode {
  readonly fs: FileSystem;
  readonly type: FileType;
  readonly number: number;
  readonly record: InodeRecord;
  readonly #rdev: DeviceNumber | null;
  readonly #file: OpenFile;

  constructor(fs: FileSystem, file: OpenFile, caller: Caller) {
    super();
    this.fs = fs;
    this.#file = file;
    const stat = file.stat(caller);
    const { idMap } = caller.identity;
    this.type = stat.type;
    this.number = stat.inode;
    this.#rdev = stat.rdev;
    this.record = {
      mode: stat.mode,
      uid: idMap.toKernel("uid", stat.uid) ?? stat.uid,
      gid: idMap.toKernel("gid", stat.gid) ?? stat.gid,
      links: stat.links,
      accessedMs: stat.accessedMs,
      modifiedMs: stat.modifiedMs,
      changedMs: stat.changedMs,
    };
  }

  override get rdev(): DeviceNumber | null {
    return this.#rdev;
  }

  change(): void {
    throw new Errno("EPERM");
  }

  *open(opening: Opening): Blocking<OpenFile> {
    return yield* this.#file.reopen(opening.status, opening.caller);
  }
}
