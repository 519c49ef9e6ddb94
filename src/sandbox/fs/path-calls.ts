/**
 * The calls that name files by paths: each walks, checks and hands on to what it is about.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { FileCalls, OpenFlags, PathOptions } from "../abi/file-calls.ts";
import type { DeviceNumber, Stat, StatFs } from "../abi/stat.ts";
import { changeMode, changeOwner, changeSize, changeTimes, checkAccess } from "./attribute-calls.ts";
import { directoryForNew, makeNode } from "./creation.ts";
import { DescriptorCalls } from "./descriptor-calls.ts";
import { changeAttribute, getAttribute, listAttributes } from "./extended-attribute-calls.ts";
import { LinkInode } from "./link-inode.ts";
import type { Location } from "./location.ts";
import { linkName, removeDirectory, renameName, unlinkName } from "./name-calls.ts";
import { openPath } from "./open.ts";
import { type LastLink, type Walked, resolve, walk } from "./path-walk.ts";
import { originOf, startOf } from "./starting-points.ts";
import { statOf } from "./stat-of.ts";

/** The calls of this file, with those on descriptors. */
type Calls = Omit<
  FileCalls,
  | "pipe"
  | "poll"
  | "flock"
  | "cwd"
  | "chdir"
  | "fchdir"
  | "chroot"
  | "umask"
  | "mount"
  | "umount"
  | "pivotRoot"
>;

/** Calls of one task on paths. */
export class PathCalls extends DescriptorCalls implements Calls {
  *open(path: string, flags: OpenFlags = {}, mode = 0o666, options: PathOptions = {}): Blocking<number> {
    const { descriptors } = this.context;
    descriptors.demandRoom();
    const file = yield* openPath(this.context, path, flags, mode, options);
    return descriptors.add(file, flags.closeOnExec);
  }

  stat(path: string, options: PathOptions = {}): Stat {
    return statOf(this.find(path, options, "follow").dentry.inode, this.context.caller);
  }

  lstat(path: string, options: PathOptions = {}): Stat {
    return statOf(this.find(path, options, "slash").dentry.inode, this.context.caller);
  }

  access(path: string, mode: number, options: PathOptions = {}): void {
    checkAccess(this.context, this.find(path, options, "follow"), mode);
  }

  mkdir(path: string, mode = 0o777, options: PathOptions = {}): void {
    makeNode(this.context, this.#walk(path, options.at), { type: "directory", mode: mode & 0o1777 });
  }

  rmdir(path: string, options: PathOptions = {}): void {
    removeDirectory(this.context, this.#walk(path, options.at));
  }

  unlink(path: string, options: PathOptions = {}): void {
    unlinkName(this.context, this.#walk(path, options.at));
  }

  link(
    existing: string,
    path: string,
    options: { readonly atExisting?: number; readonly at?: number; readonly follow?: boolean } = {},
  ): void {
    const { atExisting, follow = false } = options;
    const old = this.find(existing, { ...(atExisting !== undefined && { at: atExisting }), follow }, "slash");
    linkName(this.context, old, this.#walk(path, options.at));
  }

  symlink(target: string, path: string, options: PathOptions = {}): void {
    if (target === "") throw new Errno("ENOENT");
    if (target.length > 4095) throw new Errno("ENAMETOOLONG");
    makeNode(this.context, this.#walk(path, options.at), { type: "symlink", mode: 0o777, target });
  }

  readlink(path: string, options: PathOptions = {}): string {
    const { inode } = this.find(path, options, "slash").dentry;
    if (!(inode instanceof LinkInode)) throw new Errno("EINVAL");
    return inode.target(this.context.caller, this.context.paths.root);
  }

  rename(
    from: string,
    to: string,
    options: {
      readonly atFrom?: number;
      readonly atTo?: number;
      readonly noReplace?: boolean;
      readonly exchange?: boolean;
    } = {},
  ): void {
    renameName(this.context, this.#walk(from, options.atFrom), this.#walk(to, options.atTo), options);
  }

  mknod(
    path: string,
    type: "file" | "fifo" | "socket" | "character" | "block",
    mode = 0o666,
    rdev?: DeviceNumber,
    options: PathOptions = {},
  ): void {
    const walked = this.#walk(path, options.at);
    const isWhiteout = type === "character" && rdev?.major === 0 && rdev.minor === 0;
    directoryForNew(this.context, walked, false);
    const isDevice = type === "character" || type === "block";
    if (isDevice && !isWhiteout && !this.context.caller.identity.capable("CAP_MKNOD", null)) {
      throw new Errno("EPERM");
    }
    makeNode(this.context, walked, { type, mode: mode & 0o7777, ...(rdev && { rdev }) });
  }

  truncate(path: string, size: number): void {
    changeSize(this.context, this.find(path, {}, "follow"), size);
  }

  chmod(path: string, mode: number, options: PathOptions = {}): void {
    changeMode(this.context, this.find(path, options, "follow"), mode);
  }

  chown(path: string, uid: number, gid: number, options: PathOptions = {}): void {
    changeOwner(this.context, this.find(path, options, "follow"), uid, gid);
  }

  utimes(
    path: string,
    accessedMs: number | null,
    modifiedMs: number | null,
    options: PathOptions = {},
  ): void {
    changeTimes(this.context, this.find(path, options, "follow"), accessedMs, modifiedMs);
  }

  statfs(path: string): StatFs {
    return this.find(path, {}, "follow").mount.fs.statfs();
  }

  getxattr(path: string, name: string, options: PathOptions = {}): Uint8Array {
    return getAttribute(this.context, this.find(path, options, "follow"), name);
  }

  listxattr(path: string, options: PathOptions = {}): readonly string[] {
    return listAttributes(this.context, this.find(path, options, "follow"));
  }

  setxattr(
    path: string,
    name: string,
    value: Uint8Array,
    options: PathOptions & { readonly only?: "create" | "replace" } = {},
  ): void {
    const mustExist = options.only === undefined ? null : options.only === "replace";
    changeAttribute(this.context, this.find(path, options, "follow"), name, value, mustExist);
  }

  removexattr(path: string, name: string, options: PathOptions = {}): void {
    changeAttribute(this.context, this.find(path, options, "follow"), name, null, true);
  }

  protected find(path: string, options: PathOptions, lastLink: LastLink): Location {
    const asked = options.follow === undefined ? lastLink : options.follow ? "follow" : "slash";
    return resolve(originOf(this.context), path, asked, startOf(this.context, options.at));
  }

  #walk(path: string, at: number | undefined): Walked {
    return walk(originOf(this.context), path, "keep", startOf(this.context, at));
  }
}
