/**
 * An open directory: its entries, with `.` and `..`.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DirectoryEntry, Stat } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { DirectoryInode } from "./inode.ts";
import type { Location } from "./location.ts";
import { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import { statOf } from "./stat-of.ts";

/** A directory that is open for reading. */
export class DirectoryFile extends OpenFile {
  readonly description = "directory";
  readonly #location: Location;

  constructor(opening: Opening) {
    super(opening.status);
    this.#location = opening.location;
  }

  stat(caller: Caller): Stat {
    return statOf(this.#location.dentry.inode, caller);
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *read(): Blocking<Uint8Array> {
    throw new Errno("EISDIR");
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *readAt(): Blocking<Uint8Array> {
    throw new Errno("EISDIR");
  }

  override seek(offset: number): number {
    return offset;
  }

  override entries(caller: Caller): readonly DirectoryEntry[] {
    const { dentry } = this.#location;
    const directory = dentry.inode;
    if (!(directory instanceof DirectoryInode)) throw new Errno("ENOTDIR");
    if (dentry.deleted) return [];
    const up = dentry.parent?.inode ?? directory;
    return [
      { name: ".", inode: directory.number, type: "directory" },
      { name: "..", inode: up.number, type: "directory" },
      ...directory.entries(caller),
    ];
  }
}
