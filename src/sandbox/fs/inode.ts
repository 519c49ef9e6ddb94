/**
 * What every file system's files are: an inode of some type, with the operations the path calls need. Inodes check no
 * permissions and know no paths, mounts or descriptors: the calls do that before they come here.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DeviceNumber, DirectoryEntry, FileType } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import type { FileSystem } from "./file-system.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";

/** What an inode says of itself (inode(7)); ids are the kernel's, times ms since the epoch. */
export interface InodeRecord {
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  readonly accessedMs: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
}

/** What chmod, chown and utimes set; `changedMs` follows by itself. */
export interface InodeChange {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly accessedMs?: number;
  readonly modifiedMs?: number;
}

/** A file to be made. Mode and owner are final: umask and set-gid directories were seen to. */
export interface NewInode {
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev?: DeviceNumber;
  /** Of a symlink. */
  readonly target?: string;
}

/** Extended attributes of a file by name. Rules about names are seen to before. */
export interface AttributeKeeper {
  /** In the order in which listxattr(2) tells them. */
  names(): readonly string[];
  get(name: string): Uint8Array | null;
  /** `null` removes. ENOSPC. */
  set(name: string, value: Uint8Array | null, caller: Caller): void;
}

/** Base of all files. */
export abstract class Inode {
  abstract readonly fs: FileSystem;
  abstract readonly type: FileType;
  /** st_ino. */
  abstract readonly number: number;
  /** Read afresh at each use: it may be computed. */
  abstract get record(): InodeRecord;
  /** What another part keeps with the file: the pipe of a fifo, the listener of a socket. */
  bound: object | null = null;
  /** Open for writing, and being executed: they exclude each other (ETXTBSY). */
  writers = 0;
  executors = 0;

  /** st_dev. */
  get device(): number {
    return this.fs.device;
  }

  get rdev(): DeviceNumber | null {
    return null;
  }

  /** Bytes. */
  get size(): number {
    return 0;
  }

  /** Units of 512 bytes. */
  get blocks(): number {
    return 0;
  }

  abstract change(change: InodeChange, caller: Caller): void;

  /** Its extended attributes (xattr(7)); `null` where the file system keeps none. */
  get attributes(): AttributeKeeper | null {
    return null;
  }

  /** It was read: sets the access time and nothing else. */
  accessed(_epochMs: number): void {}

  /** Keeps the inode while it is open although its last name may go. */
  hold(): void {}

  drop(): void {}

  /** A new open file description of it. */
  abstract open(opening: Opening): Blocking<OpenFile>;
}

/** A regular file whose bytes can be read at any offset. */
export abstract class FileInode extends Inode {
  readonly type = "file";

  abstract readAt(maxBytes: number, offset: number): Uint8Array;

  /** How many bytes were taken; fewer when the file system became full. */
  abstract writeAt(bytes: Uint8Array, offset: number, caller: Caller): Blocking<number>;

  abstract truncate(size: number, caller: Caller): void;

  /** Comes before the first write through a new description: overlayfs copies up, without the data if `truncates`. */
  *prepareWrite(_truncates: boolean, _caller: Caller): Blocking<void> {}

  /** All of it, where it never changes: what was made of it (a compiled module) can be kept by these bytes. */
  get sharedBytes(): Uint8Array | null {
    return null;
  }
}

/** How rename(2) shall treat its target. */
export interface RenameFlags {
  readonly exchange?: boolean;
}

/** A directory. Names given to it are legal and, where it matters, known to be there or not. */
export abstract class DirectoryInode extends Inode {
  readonly type = "directory";
  /** As a layer of an overlay: hides what is below (the attribute `trusted.overlay.opaque`). */
  get opaque(): boolean {
    return false;
  }

  /** Marks it so. */
  makeOpaque(_caller: Caller): void {
    throw new Errno("EPERM");
  }

  /** The same object for the same file, as long as anyone may hold it. */
  abstract lookup(name: string, caller: Caller): Inode | null;

  /** Without `.` and `..`. */
  abstract entries(caller: Caller): readonly DirectoryEntry[];

  make(_name: string, _made: NewInode, _caller: Caller): Inode {
    throw new Errno("EPERM");
  }

  link(_name: string, _inode: Inode, _caller: Caller): void {
    throw new Errno("EPERM");
  }

  /** unlink(2) of anything but a directory. */
  unlink(_name: string, _caller: Caller): void {
    throw new Errno("EPERM");
  }

  /** ENOTEMPTY. */
  rmdir(_name: string, _caller: Caller): void {
    throw new Errno("EPERM");
  }

  /** Within one file system. A target that is there has the right type, and is replaced if it may be. */
  rename(_name: string, _to: DirectoryInode, _newName: string, _flags: RenameFlags, _caller: Caller): void {
    throw new Errno("EPERM");
  }
}
