/**
 * All calls on files that a task has, but pipe and poll: with those that move its own roots and change its mounts.
 */
import { Errno } from "../abi/errno.ts";
import type { FileCalls, MountFlags } from "../abi/file-calls.ts";
import { demand, wants } from "./identity-checks.ts";
import { descend, type Location } from "./location.ts";
import { mountAt, unmountAt } from "./mount-calls.ts";
import { PathCalls } from "./path-calls.ts";
import { pathFrom } from "./path-string.ts";
import { pivotRoot } from "./pivot-root.ts";

/** Calls of one task on files. The assembly of system calls adds `pipe` and `poll`. */
export class VfsCalls extends PathCalls implements Omit<FileCalls, "pipe" | "poll" | "flock"> {
  cwd(): string {
    const { root, cwd } = this.context.paths;
    if (cwd.dentry.deleted) throw new Errno("ENOENT");
    const { path, reachable } = pathFrom(cwd, root);
    return reachable ? path : `(unreachable)${path}`;
  }

  chdir(path: string): void {
    this.#enter(this.find(path, {}, "follow"));
  }

  fchdir(fd: number): void {
    const { place } = this.context.descriptors.get(fd);
    if (!place) throw new Errno("ENOTDIR");
    this.#enter(place.location);
  }

  chroot(path: string): void {
    const at = this.#searchable(this.find(path, {}, "follow"));
    const { identity } = this.context.caller;
    if (!identity.capabilities.has("CAP_SYS_CHROOT")) throw new Errno("EPERM");
    this.context.paths.root = at;
  }

  umask(mask: number): number {
    const { paths } = this.context;
    const before = paths.umask;
    paths.umask = mask & 0o777;
    return before;
  }

  mount(source: string, target: string, type: string, flags: MountFlags = {}, options = ""): void {
    mountAt(this.context, source, this.find(target, {}, "follow"), type, flags, options);
  }

  umount(target: string, flags: { readonly detach?: boolean; readonly force?: boolean } = {}): void {
    // Of mounts stacked on one place the topmost goes, also when the place is named ".".
    unmountAt(this.context, descend(this.find(target, {}, "follow")), flags);
  }

  pivotRoot(newRoot: string, putOld: string): void {
    const top = this.#directory(newRoot);
    pivotRoot(this.context, top, this.#directory(putOld));
  }

  #directory(path: string): Location {
    const location = this.find(path, {}, "follow");
    if (location.dentry.inode.type !== "directory") throw new Errno("ENOTDIR");
    return location;
  }

  #enter(location: Location): void {
    this.context.paths.cwd = this.#searchable(location);
  }

  #searchable(location: Location): Location {
    const { inode } = location.dentry;
    if (inode.type !== "directory") throw new Errno("ENOTDIR");
    demand(this.context.caller.identity, inode, wants.execute);
    return location;
  }
}
