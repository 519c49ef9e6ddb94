/**
 * The calls that change names: link, unlink, rmdir and rename. Permissions and what Linux forbids are seen to here; the
 * file system's directories do it.
 */
import { Errno } from "../abi/errno.ts";
import { directoryForNew, writableDirectory } from "./creation.ts";
import type { FileContext } from "./file-context.ts";
import { demand, demandUnsticky, wants } from "./identity-checks.ts";
import type { Location } from "./location.ts";
import type { Walked } from "./path-walk.ts";
import type { Dentry } from "./dentry.ts";

/** unlink(2) of a walked path. */
export function unlinkName(context: FileContext, walked: Walked): void {
  if (walked.kind !== "name") throw new Errno("EISDIR");
  const name = named(walked, present(walked));
  const { inode } = name;
  const isDirectory = inode.type === "directory";
  if (walked.endsInSlash) throw new Errno(isDirectory ? "EISDIR" : "ENOTDIR");
  const directory = writableDirectory(context, walked.parent);
  demandUnsticky(context.caller.identity, directory, inode);
  if (isDirectory) throw new Errno("EISDIR");
  demandNoMount(context, name);
  directory.unlink(walked.name, context.caller);
  walked.parent.dentry.forget(name);
  unmountAll(name);
}

/** rmdir(2) of a walked path. */
export function removeDirectory(context: FileContext, walked: Walked): void {
  if (walked.kind === "dot") throw new Errno("EINVAL");
  if (walked.kind === "dot-dot") throw new Errno("ENOTEMPTY");
  if (walked.kind === "root") throw new Errno("EBUSY");
  const name = named(walked, present(walked));
  const { inode } = name;
  const directory = writableDirectory(context, walked.parent);
  demandUnsticky(context.caller.identity, directory, inode);
  if (inode.type !== "directory") throw new Errno("ENOTDIR");
  demandNoMount(context, name);
  directory.rmdir(walked.name, context.caller);
  walked.parent.dentry.forget(name);
  unmountAll(name);
}

/** link(2): `existing` gets the walked name too. EXDEV, EPERM, EEXIST. */
export function linkName(context: FileContext, existing: Location, walked: Walked): void {
  if (walked.kind !== "name" || walked.location) throw new Errno("EEXIST");
  if (walked.endsInSlash) throw new Errno("ENOENT");
  if (walked.parent.mount.readOnly) throw new Errno("EROFS");
  if (existing.mount !== walked.parent.mount) throw new Errno("EXDEV");
  const { inode } = existing.dentry;
  const directory = directoryForNew(context, walked, false);
  if (inode.fs !== directory.fs) throw new Errno("EXDEV");
  if (inode.type === "directory") throw new Errno("EPERM");
  if (inode.record.links === 0) throw new Errno("ENOENT");
  directory.link(walked.name, inode, context.caller);
}

/** rename(2) and renameat2(2). */
export function renameName(
  context: FileContext,
  from: Walked,
  to: Walked,
  flags: { readonly noReplace?: boolean; readonly exchange?: boolean },
): void {
  if (flags.noReplace && flags.exchange) throw new Errno("EINVAL");
  if (from.parent.mount !== to.parent.mount) throw new Errno("EXDEV");
  if (from.kind !== "name") throw new Errno("EBUSY");
  if (to.kind !== "name") throw new Errno(flags.noReplace ? "EEXIST" : "EBUSY");
  const { caller } = context;
  const { identity } = caller;
  const [oldParent, newParent] = [from.parent.dentry, to.parent.dentry];
  if (from.parent.mount.readOnly) throw new Errno("EROFS");
  if (!from.location) throw new Errno("ENOENT");
  // What is mounted on a name does not hide the name itself from rename.
  const moved = named(from, from.location);
  const target = to.location && named(to, to.location);
  if (flags.noReplace && target) throw new Errno("EEXIST");
  if (flags.exchange && !target) throw new Errno("ENOENT");
  if (flags.exchange && to.endsInSlash && target?.inode.type !== "directory") throw new Errno("ENOTDIR");
  const movesDirectory = moved.inode.type === "directory";
  if (!movesDirectory) {
    if (from.endsInSlash) throw new Errno("ENOTDIR");
    if (!flags.exchange && to.endsInSlash) throw new Errno("ENOTDIR");
  }
  if (newParent.isWithin(moved)) throw new Errno("EINVAL");
  if (target && oldParent.isWithin(target)) throw new Errno(flags.exchange ? "EINVAL" : "ENOTEMPTY");
  if (target && target.inode === moved.inode) return;
  const oldDirectory = writableDirectory(context, from.parent);
  demandUnsticky(identity, oldDirectory, moved.inode);
  const newDirectory = writableDirectory(context, to.parent);
  if (target) {
    demandUnsticky(identity, newDirectory, target.inode);
    const ontoDirectory = target.inode.type === "directory";
    if (!flags.exchange && movesDirectory && !ontoDirectory) throw new Errno("ENOTDIR");
    if (!flags.exchange && !movesDirectory && ontoDirectory) throw new Errno("EISDIR");
  }
  // A directory that goes elsewhere has its `..` rewritten.
  if (oldDirectory !== newDirectory) {
    if (movesDirectory) demand(identity, moved.inode, wants.write);
    if (flags.exchange && target?.inode.type === "directory") demand(identity, target.inode, wants.write);
  }
  demandNoMount(context, moved);
  if (target) demandNoMount(context, target);
  if (newDirectory.fs !== oldDirectory.fs) throw new Errno("EXDEV");
  oldDirectory.rename(from.name, newDirectory, to.name, { exchange: flags.exchange === true }, caller);
  if (flags.exchange && target) moved.exchange(target);
  else {
    moved.move(newParent, to.name);
    if (target) unmountAll(target);
  }
}

/** The name in the directory itself, below whatever is mounted on it. */
function named(walked: Walked, location: Location): Dentry {
  let { mount, dentry } = location;
  while (mount !== walked.parent.mount && dentry === mount.root && mount.parent && mount.mountpoint) {
    dentry = mount.mountpoint;
    mount = mount.parent;
  }
  return dentry;
}

/** What shall go: EROFS comes before ENOENT. */
function present({ location, parent }: Walked): Location {
  if (parent.mount.readOnly) throw new Errno("EROFS");
  if (!location) throw new Errno("ENOENT");
  return location;
}

/** EBUSY where something is mounted on the name in the caller's namespace, through whatever mount. */
function demandNoMount({ mounts }: FileContext, name: Dentry): void {
  for (const mount of name.mounts ?? []) if (mount.namespace === mounts) throw new Errno("EBUSY");
}

/** In other namespaces what lies on a name goes with it. */
function unmountAll(name: Dentry): void {
  for (const mount of name.mounts ?? []) mount.namespace?.unmountTree(mount);
}
