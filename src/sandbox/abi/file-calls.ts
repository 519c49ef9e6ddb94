/**
 * System calls on files, directories, mounts and descriptors. Errors are `Errno`, as the man page of each call says.
 */
import type { Blocking } from "./blocking.ts";
import type { DeviceNumber, DirectoryEntry, Stat, StatFs } from "./stat.ts";

/** How open(2) opens. */
export interface OpenFlags {
  /** Default: both. */
  readonly access?: "read" | "write" | "both" | "path";
  readonly create?: boolean;
  /** With `create`: EEXIST if it is there. */
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
  readonly directory?: boolean;
  readonly noFollow?: boolean;
  readonly nonBlocking?: boolean;
  readonly closeOnExec?: boolean;
  /** Do not become the controlling terminal. */
  readonly noControllingTerminal?: boolean;
}

/** Where a relative path starts, and whether a symbolic link at its end is followed. */
export interface PathOptions {
  /** A directory's descriptor (the `at` calls). Default: the working directory. */
  readonly at?: number;
  /** Default: as the call without `at` does (`lstat`, `unlink`, … do not; the others do). */
  readonly follow?: boolean;
}

/** Flags of mount(2). */
export interface MountFlags {
  readonly readOnly?: boolean;
  readonly bind?: boolean;
  /** Bind with everything mounted below it. */
  readonly recursive?: boolean;
  readonly remount?: boolean;
  readonly move?: boolean;
  /** Propagation; only private mounts exist, and `shared` or `slave` is EINVAL. */
  readonly private?: boolean;
  readonly noExec?: boolean;
  readonly noSuid?: boolean;
  readonly noDev?: boolean;
}

/** What poll(2) asks and answers of one descriptor. */
export interface PollEvents {
  readonly readable?: boolean;
  readonly writable?: boolean;
  readonly error?: boolean;
  readonly hangUp?: boolean;
  readonly invalid?: boolean;
}

/** Calls on files. Paths are as in Linux: absolute from the task's root, else from its working directory. */
export interface FileCalls {
  open(path: string, flags?: OpenFlags, mode?: number, options?: PathOptions): Blocking<number>;
  close(fd: number): void;
  /** At most `maxBytes`; empty at the end of the file. */
  read(fd: number, maxBytes: number): Blocking<Uint8Array>;
  /** How many of `bytes` were taken: all, but for non-blocking descriptors and interruptions. */
  write(fd: number, bytes: Uint8Array): Blocking<number>;
  pread(fd: number, maxBytes: number, offset: number): Blocking<Uint8Array>;
  pwrite(fd: number, bytes: Uint8Array, offset: number): Blocking<number>;
  seek(fd: number, offset: number, whence: "start" | "current" | "end"): number;
  /** The lowest free descriptor not under `least`. */
  dup(fd: number, least?: number, closeOnExec?: boolean): number;
  dup2(fd: number, target: number): number;
  pipe(flags?: { readonly closeOnExec?: boolean; readonly nonBlocking?: boolean }): {
    readonly read: number;
    readonly write: number;
  };
  /** Open descriptors, ascending. */
  descriptors(): readonly number[];
  fdFlags(fd: number): { readonly closeOnExec: boolean; readonly status: OpenFlags };
  setFdFlags(
    fd: number,
    flags: { readonly closeOnExec?: boolean; readonly nonBlocking?: boolean; readonly append?: boolean },
  ): void;
  /** What became true, by descriptor, in the order asked; `timeoutMs` null waits for ever. */
  poll(
    asked: readonly { readonly fd: number; readonly events: PollEvents }[],
    timeoutMs: number | null,
  ): Blocking<readonly { readonly fd: number; readonly events: PollEvents }[]>;

  /** flock(2): `null` gives up. EAGAIN with `noWait` where others are in the way. */
  flock(
    fd: number,
    kind: "shared" | "exclusive" | null,
    options?: { readonly noWait?: boolean },
  ): Blocking<void>;

  stat(path: string, options?: PathOptions): Stat;
  lstat(path: string, options?: PathOptions): Stat;
  fstat(fd: number): Stat;
  /** Checks with the real ids: EACCES, EROFS, ENOENT. `mode`: bits 4 read, 2 write, 1 execute; 0 existence. */
  access(path: string, mode: number, options?: PathOptions): void;
  /** All entries, `.` and `..` first. */
  readDirectory(fd: number): readonly DirectoryEntry[];
  mkdir(path: string, mode?: number, options?: PathOptions): void;
  rmdir(path: string, options?: PathOptions): void;
  unlink(path: string, options?: PathOptions): void;
  link(
    existing: string,
    path: string,
    options?: { readonly atExisting?: number; readonly at?: number; readonly follow?: boolean },
  ): void;
  symlink(target: string, path: string, options?: PathOptions): void;
  readlink(path: string, options?: PathOptions): string;
  rename(
    from: string,
    to: string,
    options?: {
      readonly atFrom?: number;
      readonly atTo?: number;
      readonly noReplace?: boolean;
      readonly exchange?: boolean;
    },
  ): void;
  mknod(
    path: string,
    type: "file" | "fifo" | "socket" | "character" | "block",
    mode?: number,
    rdev?: DeviceNumber,
    options?: PathOptions,
  ): void;
  truncate(path: string, size: number): void;
  ftruncate(fd: number, size: number): void;
  chmod(path: string, mode: number, options?: PathOptions): void;
  fchmod(fd: number, mode: number): void;
  /** -1 leaves an id as it is. */
  chown(path: string, uid: number, gid: number, options?: PathOptions): void;
  fchown(fd: number, uid: number, gid: number): void;
  /** `null` leaves a time as it is. ms since the epoch. */
  utimes(path: string, accessedMs: number | null, modifiedMs: number | null, options?: PathOptions): void;
  futimes(fd: number, accessedMs: number | null, modifiedMs: number | null): void;
  statfs(path: string): StatFs;
  /** getxattr(2), or lgetxattr(2) without `follow`. ENODATA, EOPNOTSUPP. */
  getxattr(path: string, name: string, options?: PathOptions): Uint8Array;
  /** Names of those the caller may know of. */
  listxattr(path: string, options?: PathOptions): readonly string[];
  /** `only`: EEXIST where it is (XATTR_CREATE), ENODATA where it is not (XATTR_REPLACE). */
  setxattr(
    path: string,
    name: string,
    value: Uint8Array,
    options?: PathOptions & { readonly only?: "create" | "replace" },
  ): void;
  removexattr(path: string, name: string, options?: PathOptions): void;

  cwd(): string;
  chdir(path: string): void;
  fchdir(fd: number): void;
  chroot(path: string): void;
  /** Sets the mask and tells the old one. */
  umask(mask: number): number;

  /** `options` is the data string of mount(2): `size=1m,mode=755`, `lowerdir=a:b,upperdir=c,workdir=d`. */
  mount(source: string, target: string, type: string, flags?: MountFlags, options?: string): void;
  umount(target: string, flags?: { readonly detach?: boolean; readonly force?: boolean }): void;
  pivotRoot(newRoot: string, putOld: string): void;
}
