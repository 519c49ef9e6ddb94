/**
 * What open(2) with O_PATH gives: a place that is held, and nothing that could be read or written.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DirectoryEntry, Stat } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import type { Location } from "./location.ts";
import { OpenFile } from "./open-file.ts";
import { statOf } from "./stat-of.ts";

/** A place held by a descriptor. */
export class PathFile extends OpenFile {
  readonly description = "path";
  readonly #location: Location;

  constructor(location: Location) {
    super({ access: "path", append: false, nonBlocking: false });
    this.#location = location;
  }

  stat(caller: Caller): Stat {
    return statOf(this.#location.dentry.inode, caller);
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *read(): Blocking<Uint8Array> {
    throw new Errno("EBADF");
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *write(): Blocking<number> {
    throw new Errno("EBADF");
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *readAt(): Blocking<Uint8Array> {
    throw new Errno("EBADF");
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *writeAt(): Blocking<number> {
    throw new Errno("EBADF");
  }

  override seek(): number {
    throw new Errno("EBADF");
  }

  override truncate(): void {
    throw new Errno("EBADF");
  }

  override entries(): readonly DirectoryEntry[] {
    throw new Errno("EBADF");
  }
}
