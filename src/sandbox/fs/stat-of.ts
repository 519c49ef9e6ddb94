/**
 * What stat(2) tells of an inode: ids as the caller's user namespace names them.
 */
import type { Stat } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import type { Inode } from "./inode.ts";

/** Size of a page, and of what files allocate. Bytes. */
export const pageBytes = 4096;

/** stat(2) of `inode` for `caller`. */
export function statOf(inode: Inode, caller: Caller): Stat {
  const { mode, uid, gid, links, accessedMs, modifiedMs, changedMs } = inode.record;
  const { idMap } = caller.identity;
  return {
    device: inode.device,
    inode: inode.number,
    type: inode.type,
    mode,
    links,
    uid: idMap.fromKernel("uid", uid),
    gid: idMap.fromKernel("gid", gid),
    rdev: inode.rdev,
    size: inode.size,
    blocks: inode.blocks,
    blockSize: pageBytes,
    accessedMs,
    modifiedMs,
    changedMs,
  };
}
