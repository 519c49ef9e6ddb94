/**
 * An open regular file: a position over an inode's bytes.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { Stat } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { capableOver, withoutSetId } from "./identity-checks.ts";
import type { FileInode } from "./inode.ts";
import { OpenFile, type OpenStatus } from "./open-file.ts";
import { statOf } from "./stat-of.ts";

const dayMs = 86_400_000;

/** A regular file with a position. */
export class RegularFile extends OpenFile {
  readonly description = "file";
  readonly #inode: FileInode;
  #position = 0;

  constructor(inode: FileInode, status: OpenStatus) {
    super(status);
    this.#inode = inode;
  }

  stat(caller: Caller): Stat {
    return statOf(this.#inode, caller);
  }

  // oxlint-disable-next-line require-yield -- memory is always ready
  override *read(maxBytes: number, caller: Caller): Blocking<Uint8Array> {
    const bytes = this.#read(maxBytes, this.#position, caller);
    this.#position += bytes.byteLength;
    return bytes;
  }

  // oxlint-disable-next-line require-yield -- memory is always ready
  override *readAt(maxBytes: number, offset: number, caller: Caller): Blocking<Uint8Array> {
    return this.#read(maxBytes, offset, caller);
  }

  override *write(bytes: Uint8Array, caller: Caller): Blocking<number> {
    const offset = this.status.append ? this.#inode.size : this.#position;
    const written = yield* this.#write(bytes, offset, caller);
    this.#position = offset + written;
    return written;
  }

  override *writeAt(bytes: Uint8Array, offset: number, caller: Caller): Blocking<number> {
    // As in Linux, which differs from POSIX here: appending wins over the offset.
    return yield* this.#write(bytes, this.status.append ? this.#inode.size : offset, caller);
  }

  override seek(offset: number, whence: "start" | "current" | "end"): number {
    const from = whence === "start" ? 0 : whence === "current" ? this.#position : this.#inode.size;
    if (from + offset < 0) throw new Errno("EINVAL");
    this.#position = from + offset;
    return this.#position;
  }

  override truncate(size: number, caller: Caller): void {
    demandLength(size, this.#inode, caller);
    this.#inode.truncate(size, caller);
    dropSetId(this.#inode, caller);
  }

  #read(maxBytes: number, offset: number, caller: Caller): Uint8Array {
    const bytes = this.#inode.readAt(maxBytes, offset);
    if (bytes.byteLength > 0) this.#touch(caller);
    return bytes;
  }

  *#write(bytes: Uint8Array, offset: number, caller: Caller): Blocking<number> {
    if (bytes.byteLength === 0) return 0;
    const room = roomBelow(offset, caller);
    const taken = room < bytes.byteLength ? bytes.subarray(0, room) : bytes;
    const written = yield* this.#inode.writeAt(taken, offset, caller);
    dropSetId(this.#inode, caller);
    return written;
  }

  /** The access time, as with `relatime`. */
  #touch(caller: Caller): void {
    if (this.place?.location.mount.readOnly) return;
    const { accessedMs, modifiedMs, changedMs } = this.#inode.record;
    const now = caller.epochMs();
    if (accessedMs > modifiedMs && accessedMs > changedMs && now - accessedMs < dayMs) return;
    this.#inode.accessed(now);
  }
}

/** How many bytes may be written at `offset`; SIGXFSZ and EFBIG where none (write(2)). */
function roomBelow(offset: number, caller: Caller): number {
  const { mostFileBytes = null } = caller;
  if (mostFileBytes === null) return Number.POSITIVE_INFINITY;
  if (offset >= mostFileBytes) tooBig(caller);
  return mostFileBytes - offset;
}

/** A file must not be made longer than the caller's limit: SIGXFSZ and EFBIG. */
export function demandLength(size: number, inode: FileInode, caller: Caller): void {
  const { mostFileBytes = null } = caller;
  if (mostFileBytes !== null && size > mostFileBytes && size > inode.size) tooBig(caller);
}

function tooBig(caller: Caller): never {
  caller.signalSelf("SIGXFSZ");
  throw new Errno("EFBIG");
}

/** A file that is written to by someone without CAP_FSETID is set-id no more. */
export function dropSetId(inode: FileInode, caller: Caller): void {
  const { mode } = inode.record;
  const without = withoutSetId(caller.identity, inode);
  if (without !== mode && !capableOver(caller.identity, inode, "CAP_FSETID")) {
    inode.change({ mode: without }, caller);
  }
}
