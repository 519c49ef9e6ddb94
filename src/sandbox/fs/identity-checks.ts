/**
 * Who may do what with an inode: the mode bits, groups, and the capabilities that override them (path_resolution(7),
 * capabilities(7)). Knows no paths and no mounts.
 */
import { Errno } from "../abi/errno.ts";
import type { Capability } from "../abi/process-calls.ts";
import type { Identity } from "./caller.ts";
import type { Inode } from "./inode.ts";

/** Bits of what is wanted, as in access(2). */
export const wants = { read: 4, write: 2, execute: 1 } as const;

/** What is looked at of an inode. */
type Owned = Pick<Inode, "type" | "record">;

/** Whether `gid` is the caller's group, or one of its further groups. */
export function inGroup(identity: Identity, gid: number): boolean {
  return identity.credentials.egid === gid || identity.credentials.groups.includes(gid);
}

/** Whether it has `capability` over a file: its user namespace has to have names for the owner and the group. */
export function capableOver(identity: Identity, inode: Owned, capability: Capability): boolean {
  if (!identity.capabilities.has(capability)) return false;
  const { uid, gid } = inode.record;
  return identity.idMap.maps("uid", uid) && identity.idMap.maps("gid", gid);
}

/** Whether all of `want` (bits 4, 2, 1) is allowed. */
export function permits(identity: Identity, inode: Owned, want: number): boolean {
  const { mode, uid, gid } = inode.record;
  const shift = identity.credentials.euid === uid ? 6 : inGroup(identity, gid) ? 3 : 0;
  if ((want & ~(mode >> shift)) === 0) return true;
  if (inode.type === "directory") {
    if ((want & wants.write) === 0 && capableOver(identity, inode, "CAP_DAC_READ_SEARCH")) return true;
    return capableOver(identity, inode, "CAP_DAC_OVERRIDE");
  }
  if (want === wants.read && capableOver(identity, inode, "CAP_DAC_READ_SEARCH")) return true;
  // Not even root executes what nobody may.
  if ((want & wants.execute) !== 0 && (mode & 0o111) === 0) return false;
  return capableOver(identity, inode, "CAP_DAC_OVERRIDE");
}

/** EACCES unless `want` is allowed. */
export function demand(identity: Identity, inode: Owned, want: number): void {
  if (!permits(identity, inode, want)) throw new Errno("EACCES");
}

/** Whether it owns the file or may act as if. */
export function ownerOrCapable(identity: Identity, inode: Owned): boolean {
  return identity.credentials.euid === inode.record.uid || capableOver(identity, inode, "CAP_FOWNER");
}

/** EPERM unless the name of `victim` may be taken from `directory`, which is known to be writable (sticky bit). */
export function demandUnsticky(identity: Identity, directory: Inode, victim: Inode): void {
  if ((directory.record.mode & 0o1000) === 0) return;
  const { euid } = identity.credentials;
  if (euid === victim.record.uid || euid === directory.record.uid) return;
  if (!capableOver(identity, victim, "CAP_FOWNER")) throw new Errno("EPERM");
}

/** The mode without set-uid and set-gid, as after a change of content or owner. */
export function withoutSetId(identity: Identity, inode: Owned): number {
  const { mode, gid } = inode.record;
  // Set-gid without group execution is another mark, and stays for who could set it.
  const keepsSetGid =
    (mode & 0o010) === 0 && (inGroup(identity, gid) || capableOver(identity, inode, "CAP_FSETID"));
  return mode & ~(keepsSetGid ? 0o4000 : 0o6000);
}
