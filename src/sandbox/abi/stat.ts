/**
 * What a file is, as stat(2) tells it: types, permission bits, device numbers.
 */

/** Types of files. */
export type FileType = "file" | "directory" | "symlink" | "fifo" | "socket" | "character" | "block";

/** The type bits of `st_mode` (inode(7)). */
export const typeBits: Readonly<Record<FileType, number>> = {
  fifo: 0o010000,
  character: 0o020000,
  directory: 0o040000,
  block: 0o060000,
  file: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
};

/** A device's number: `makedev(3)` apart. */
export interface DeviceNumber {
  readonly major: number;
  readonly minor: number;
}

/** stat(2), with times in ms since the epoch. */
export interface Stat {
  /** Number of the file system it is on (st_dev). */
  readonly device: number;
  readonly inode: number;
  readonly type: FileType;
  /** Permission bits with set-id and sticky: 0 to 0o7777. The type is apart. */
  readonly mode: number;
  readonly links: number;
  /** As seen from the caller's user namespace; unmapped is 65534. */
  readonly uid: number;
  readonly gid: number;
  /** For character and block devices. */
  readonly rdev: DeviceNumber | null;
  /** Bytes. */
  readonly size: number;
  /** In units of 512 bytes. */
  readonly blocks: number;
  readonly blockSize: number;
  readonly accessedMs: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
}

/** statfs(2). */
export interface StatFs {
  /** `tmpfs`, `overlay`, `proc`, … */
  readonly type: string;
  readonly blockSize: number;
  readonly blocks: number;
  readonly blocksFree: number;
  readonly files: number;
  readonly filesFree: number;
  readonly nameMax: number;
}

/** One entry of a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly inode: number;
  readonly type: FileType;
}
