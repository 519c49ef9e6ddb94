/**
 * The calls that tell and change what an inode says of itself: access, chmod, chown, utimes, truncate, statfs.
 */
import { Errno } from "../abi/errno.ts";
import type { Identity } from "./caller.ts";
import type { FileContext } from "./file-context.ts";
import {
  capableOver,
  demand,
  inGroup,
  ownerOrCapable,
  permits,
  wants,
  withoutSetId,
} from "./identity-checks.ts";
import { FileInode, type Inode, type InodeChange } from "./inode.ts";
import type { Location } from "./location.ts";
import { demandLength, dropSetId } from "./regular-file.ts";

/** access(2) at a place, with the real ids. EACCES, EROFS. */
export function checkAccess(context: FileContext, { mount, dentry }: Location, mode: number): void {
  const { inode } = dentry;
  const identity = withRealIds(context.caller.identity);
  if ((mode & wants.execute) !== 0 && inode.type === "file" && mount.restrictions.noExec) {
    throw new Errno("EACCES");
  }
  const stores = inode.type === "file" || inode.type === "directory" || inode.type === "symlink";
  if ((mode & wants.write) !== 0 && stores && mount.readOnly) throw new Errno("EROFS");
  if (!permits(identity, inode, mode & 7)) throw new Errno("EACCES");
}

/** As access(2) looks at a task: by its real ids, and with capabilities only if those are root's. */
function withRealIds(identity: Identity): Identity {
  const { credentials, idMap } = identity;
  if (credentials.uid === credentials.euid && credentials.gid === credentials.egid) return identity;
  const isRoot = idMap.toKernel("uid", 0) === credentials.uid;
  const capabilities = isRoot ? identity.capabilities : new Set<never>();
  return {
    idMap,
    capabilities,
    credentials: { ...credentials, euid: credentials.uid, egid: credentials.gid },
    capable: (capability, owner) => capabilities.has(capability) && identity.capable(capability, owner),
  };
}

/** chmod(2) at a place. EPERM, EROFS. */
export function changeMode(context: FileContext, location: Location, mode: number): void {
  const inode = changeable(location);
  const { identity } = context.caller;
  if (inode.type === "symlink") throw new Errno("EOPNOTSUPP");
  if (!ownerOrCapable(identity, inode)) throw new Errno("EPERM");
  const keepsSetGid = inGroup(identity, inode.record.gid) || capableOver(identity, inode, "CAP_FSETID");
  inode.change({ mode: mode & (keepsSetGid ? 0o7777 : 0o5777) }, context.caller);
}

/** chown(2) at a place; ids are those of the caller's namespace, -1 leaves one. EPERM, EROFS, EINVAL. */
export function changeOwner(context: FileContext, location: Location, uid: number, gid: number): void {
  const inode = changeable(location);
  const { identity } = context.caller;
  const { record } = inode;
  const newUid = uid === -1 ? null : identity.idMap.toKernel("uid", uid);
  const newGid = gid === -1 ? null : identity.idMap.toKernel("gid", gid);
  if ((uid !== -1 && newUid === null) || (gid !== -1 && newGid === null)) throw new Errno("EINVAL");
  const isOwner = identity.credentials.euid === record.uid;
  const mayUid = newUid === null || (isOwner && newUid === record.uid);
  const mayGid = newGid === null || (isOwner && (newGid === record.gid || inGroup(identity, newGid)));
  if (!(mayUid && mayGid) && !capableOver(identity, inode, "CAP_CHOWN")) throw new Errno("EPERM");
  // Root too loses the marks of a file whose owner changes; directories keep them.
  const mode = inode.type === "directory" ? record.mode : withoutSetId(identity, inode);
  if (mode !== record.mode && !ownerOrCapable(identity, inode)) throw new Errno("EPERM");
  inode.change(
    {
      ...(newUid !== null && { uid: newUid }),
      ...(newGid !== null && { gid: newGid }),
      ...(mode !== record.mode && { mode }),
    },
    context.caller,
  );
}

/** utimensat(2) at a place: an owner sets any time; who may write sets only both to now. */
export function changeTimes(
  context: FileContext,
  location: Location,
  accessedMs: number | null,
  modifiedMs: number | null,
): void {
  if (accessedMs === null && modifiedMs === null) return;
  const inode = changeable(location);
  const { identity } = context.caller;
  if (!ownerOrCapable(identity, inode)) {
    const now = Math.floor(context.caller.epochMs());
    const isNow = (timeMs: number | null): boolean => timeMs !== null && Math.abs(timeMs - now) <= 1;
    if (!isNow(accessedMs) || !isNow(modifiedMs)) throw new Errno("EPERM");
    demand(identity, inode, wants.write);
  }
  const change: InodeChange = {
    ...(accessedMs !== null && { accessedMs }),
    ...(modifiedMs !== null && { modifiedMs }),
  };
  inode.change(change, context.caller);
}

/** truncate(2) at a place. EISDIR, EINVAL, EACCES, EROFS, ETXTBSY. */
export function changeSize(context: FileContext, location: Location, size: number): void {
  const { inode } = location.dentry;
  if (inode.type === "directory") throw new Errno("EISDIR");
  if (inode.type !== "file" || size < 0) throw new Errno("EINVAL");
  changeable(location);
  demand(context.caller.identity, inode, wants.write);
  if (inode.executors > 0) throw new Errno("ETXTBSY");
  if (!(inode instanceof FileInode)) return;
  demandLength(size, inode, context.caller);
  inode.truncate(size, context.caller);
  dropSetId(inode, context.caller);
}

function changeable({ mount, dentry }: Location): Inode {
  if (mount.readOnly) throw new Errno("EROFS");
  return dentry.inode;
}
