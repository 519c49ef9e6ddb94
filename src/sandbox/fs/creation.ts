/**
 * Making a new name: what mkdir, mknod, symlink, link and open have in common. Owner and mode come from the task, its
 * umask and the directory.
 */
import { Errno } from "../abi/errno.ts";
import type { FileContext } from "./file-context.ts";
import { capableOver, demand, inGroup, wants } from "./identity-checks.ts";
import { DirectoryInode, type NewInode } from "./inode.ts";
import type { Location } from "./location.ts";
import type { Walked } from "./path-walk.ts";

/** The directory a new name goes to. EEXIST, ENOENT, EROFS, EACCES, as in this order in Linux. */
export function directoryForNew(context: FileContext, walked: Walked, isDirectory: boolean): DirectoryInode {
  if (walked.kind !== "name" || walked.location) throw new Errno("EEXIST");
  if (walked.endsInSlash && !isDirectory) throw new Errno("ENOENT");
  return writableDirectory(context, walked.parent);
}

/** ENOENT (removed), EROFS, EACCES. */
export function writableDirectory(context: FileContext, { mount, dentry }: Location): DirectoryInode {
  const { inode } = dentry;
  if (!(inode instanceof DirectoryInode)) throw new Errno("ENOTDIR");
  if (dentry.deleted) throw new Errno("ENOENT");
  if (mount.readOnly) throw new Errno("EROFS");
  demand(context.caller.identity, inode, wants.write | wants.execute);
  return inode;
}

/** Makes a file at a name that is not there; its place. */
export function makeNode(
  context: FileContext,
  walked: Walked,
  made: Pick<NewInode, "type" | "mode" | "rdev" | "target">,
): Location {
  const { caller, paths } = context;
  const { identity } = caller;
  const directory = directoryForNew(context, walked, made.type === "directory");
  const { euid, egid } = identity.credentials;
  const above = directory.record;
  const inheritsGroup = (above.mode & 0o2000) !== 0;
  const gid = inheritsGroup ? above.gid : egid;
  // Ids that the file system's user namespace has no names for cannot be stored.
  if (!identity.idMap.maps("uid", euid) || !identity.idMap.maps("gid", gid)) throw new Errno("EOVERFLOW");
  let mode = made.type === "symlink" ? 0o777 : made.mode & ~paths.umask;
  if (inheritsGroup && made.type === "directory") mode |= 0o2000;
  else if ((mode & 0o2010) === 0o2010 && !inGroup(identity, gid)) {
    if (!capableOver(identity, directory, "CAP_FSETID")) mode &= ~0o2000;
  }
  directory.make(walked.name, { ...made, mode, uid: euid, gid }, caller);
  const dentry = walked.parent.dentry.child(walked.name, caller);
  if (!dentry) throw new Errno("ENOENT");
  return { mount: walked.parent.mount, dentry };
}
