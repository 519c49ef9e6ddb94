/**
 * open(2) and execve(2)'s part of it: permissions, creation, and the description that comes of it. Knows descriptors
 * only at its very end.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { OpenFlags, PathOptions } from "../abi/file-calls.ts";
import { makeNode } from "./creation.ts";
import type { FileContext } from "./file-context.ts";
import { demand, wants } from "./identity-checks.ts";
import { FileInode } from "./inode.ts";
import type { Location } from "./location.ts";
import type { OpenFile, OpenStatus } from "./open-file.ts";
import { OpenPlace } from "./open-place.ts";
import { PathFile } from "./path-file.ts";
import { walk } from "./path-walk.ts";
import { dropSetId } from "./regular-file.ts";
import { originOf, startOf } from "./starting-points.ts";

/** open(2) without the descriptor. */
export function* openPath(
  context: FileContext,
  path: string,
  flags: OpenFlags,
  mode: number,
  options: PathOptions = {},
): Blocking<OpenFile> {
  const { location, made } = findOrMake(context, path, flags, mode, options);
  if (flags.access === "path") return openOnlyPath(location, flags);
  if (!made) checkOpen(context, location, flags);
  return yield* openAt(context, location, flags);
}

/** Opens what is at a place. Permissions were checked. */
function* openAt(context: FileContext, location: Location, flags: OpenFlags): Blocking<OpenFile> {
  const { caller, specials } = context;
  const inode = location.dentry.inode;
  const status: OpenStatus = {
    access: flags.access ?? "both",
    append: flags.append ?? false,
    nonBlocking: flags.nonBlocking ?? false,
  };
  const writes = status.access !== "read";
  const place = new OpenPlace(location, writes);
  let file: OpenFile | null = null;
  try {
    if (inode instanceof FileInode) {
      if (writes) yield* inode.prepareWrite(flags.truncate === true, caller);
      if (flags.truncate && writes) {
        inode.truncate(0, caller);
        dropSetId(inode, caller);
      }
    }
    const noControllingTerminal = flags.noControllingTerminal ?? false;
    file = yield* inode.open({ location, status, noControllingTerminal, caller, specials });
    file.place = place;
    return file;
  } finally {
    if (!file) place[Symbol.dispose]();
  }
}

function findOrMake(
  context: FileContext,
  path: string,
  flags: OpenFlags,
  mode: number,
  options: PathOptions,
): { readonly location: Location; readonly made: boolean } {
  const makes = flags.create === true && flags.access !== "path";
  const keepsLink =
    flags.noFollow === true || options.follow === false || (makes && flags.exclusive === true);
  const lastLink = keepsLink ? "slash" : "follow";
  const walked = walk(originOf(context), path, lastLink, startOf(context, options.at), makes);
  if (walked.location) {
    if (makes && flags.exclusive) throw new Errno("EEXIST");
    if (makes) demandNoTrap(context, walked.parent, walked.location);
    return { location: walked.location, made: false };
  }
  if (!makes) throw new Errno("ENOENT");
  if (flags.directory) throw new Errno("EINVAL");
  return { location: makeNode(context, walked, { type: "file", mode: mode & 0o7777 }), made: true };
}

/** Who would create a file in a directory for all must not find somebody else's device there: EACCES. */
function demandNoTrap({ caller }: FileContext, directory: Location, { dentry }: Location): void {
  const above = directory.dentry.inode.record;
  if ((above.mode & 0o1002) !== 0o1002) return;
  const { type, record } = dentry.inode;
  if (type !== "character" && type !== "block" && type !== "socket") return;
  if (record.uid !== above.uid && record.uid !== caller.identity.credentials.euid) throw new Errno("EACCES");
}

function openOnlyPath(location: Location, flags: OpenFlags): OpenFile {
  const { type } = location.dentry.inode;
  if (flags.directory && type !== "directory") throw new Errno("ENOTDIR");
  const file = new PathFile(location);
  file.place = new OpenPlace(location, false);
  return file;
}

/** Refuses as may_open in Linux: ELOOP, EISDIR, ENOTDIR, EACCES, EROFS, ETXTBSY, EPERM. */
function checkOpen(context: FileContext, { mount, dentry }: Location, flags: OpenFlags): void {
  const { inode } = dentry;
  const { identity } = context.caller;
  const access = flags.access ?? "both";
  const writes = access !== "read";
  if (flags.directory && inode.type !== "directory") throw new Errno("ENOTDIR");
  if (inode.type === "symlink") throw new Errno("ELOOP");
  if (inode.type === "directory" && (writes || flags.create)) throw new Errno("EISDIR");
  const isDevice = inode.type === "character" || inode.type === "block";
  if (isDevice && (mount.restrictions.noDev || mount.fs.owner !== null)) throw new Errno("EACCES");
  const stores = inode.type === "file" || inode.type === "directory";
  const truncates = flags.truncate === true && inode.type === "file";
  if ((writes || truncates) && stores && mount.fs.readOnly) throw new Errno("EROFS");
  const want = (access === "write" ? 0 : wants.read) | (writes || truncates ? wants.write : 0);
  demand(identity, inode, want);
  if ((writes || truncates) && stores && mount.readOnly) throw new Errno("EROFS");
  if (writes && inode.executors > 0) throw new Errno("ETXTBSY");
}
