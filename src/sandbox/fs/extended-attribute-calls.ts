/**
 * The calls on extended attributes (xattr(7)) at a place: which names there may be, who may read and write them. What
 * keeps them is the inode's own business.
 */
import { Errno } from "../abi/errno.ts";
import type { FileContext } from "./file-context.ts";
import { capableOver, demand, ownerOrCapable, wants } from "./identity-checks.ts";
import type { Inode } from "./inode.ts";
import type { Location } from "./location.ts";

const longestName = 255;
const longestValue = 65_536;

/** getxattr(2). ENODATA, EOPNOTSUPP, EACCES. */
export function getAttribute(context: FileContext, { dentry }: Location, name: string): Uint8Array {
  const { inode } = dentry;
  demandName(name);
  demandKind(inode, name);
  if (!mayKnow(context, inode, name)) throw new Errno("ENODATA");
  if (name.startsWith("user.")) demand(context.caller.identity, inode, wants.read);
  const value = inode.attributes?.get(name) ?? null;
  if (value === null) throw new Errno("ENODATA");
  return value;
}

/** listxattr(2): the names that the caller may know of. */
export function listAttributes(context: FileContext, { dentry }: Location): readonly string[] {
  const names = dentry.inode.attributes?.names() ?? null;
  if (names === null) throw new Errno("EOPNOTSUPP");
  const sees = context.caller.identity.capable("CAP_SYS_ADMIN", null);
  return sees ? names : names.filter((name) => !name.startsWith("trusted."));
}

/**
 * setxattr(2), and removexattr(2) where `value` is `null`. ENODATA and EEXIST as `mustExist` has it, EPERM, EACCES, EROFS,
 * EOPNOTSUPP, ERANGE, E2BIG, ENOSPC.
 */
export function changeAttribute(
  context: FileContext,
  { mount, dentry }: Location,
  name: string,
  value: Uint8Array | null,
  mustExist: boolean | null,
): void {
  const { inode } = dentry;
  demandName(name);
  if ((value?.byteLength ?? 0) > longestValue) throw new Errno("E2BIG");
  if (mount.readOnly) throw new Errno("EROFS");
  demandKind(inode, name);
  demandMayChange(context, inode, name);
  const there = (inode.attributes?.get(name) ?? null) !== null;
  if (mustExist === true && !there) throw new Errno("ENODATA");
  if (mustExist === false && there) throw new Errno("EEXIST");
  inode.attributes?.set(name, value, context.caller);
}

function demandName(name: string): void {
  if (name === "" || name.length > longestName) throw new Errno("ERANGE");
}

/** Only names that begin as one of the three kinds, and with something behind. */
function demandKind(inode: Inode, name: string): void {
  const [, rest] = /^(?:user|trusted|security)\.([^]*)$/u.exec(name) ?? [];
  if (rest === undefined || inode.attributes === null) throw new Errno("EOPNOTSUPP");
  if (rest === "") throw new Errno("EINVAL");
}

function keepsUserAttributes({ type }: Inode): boolean {
  return type === "file" || type === "directory";
}

function mayKnow(context: FileContext, inode: Inode, name: string): boolean {
  if (name.startsWith("trusted.")) return context.caller.identity.capable("CAP_SYS_ADMIN", null);
  return !name.startsWith("user.") || keepsUserAttributes(inode);
}

function demandMayChange(context: FileContext, inode: Inode, name: string): void {
  const { identity } = context.caller;
  if (!mayKnow(context, inode, name)) throw new Errno("EPERM");
  if (name === "security.capability") {
    if (!capableOver(identity, inode, "CAP_SETFCAP")) throw new Errno("EPERM");
  } else if (name.startsWith("security.")) {
    if (!identity.capable("CAP_SYS_ADMIN", null)) throw new Errno("EPERM");
  } else if (name.startsWith("user.")) {
    const isSticky = inode.type === "directory" && (inode.record.mode & 0o1000) !== 0;
    if (isSticky && !ownerOrCapable(identity, inode)) throw new Errno("EPERM");
    demand(identity, inode, wants.write);
  }
}
