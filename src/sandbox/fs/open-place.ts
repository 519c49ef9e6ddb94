/**
 * The place an open file was opened at: keeps the mount busy and the inode alive while it is open.
 */
import type { Stat } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import type { Inode } from "./inode.ts";
import type { Location } from "./location.ts";
import { statOf } from "./stat-of.ts";

/** A place that is in use. */
export class OpenPlace implements Disposable {
  readonly location: Location;
  readonly #writes: boolean;

  constructor(location: Location, writes: boolean) {
    this.location = location;
    this.#writes = writes;
    location.mount.hold();
    location.dentry.inode.hold();
    if (writes) this.#countWriters(1);
  }

  get inode(): Inode {
    return this.location.dentry.inode;
  }

  stat(caller: Caller): Stat {
    return statOf(this.inode, caller);
  }

  [Symbol.dispose](): void {
    if (this.#writes) this.#countWriters(-1);
    this.inode.drop();
    this.location.mount.drop();
  }

  #countWriters(by: 1 | -1): void {
    const { inode } = this;
    // What is written to other types is not stored in the file system.
    if (inode.type !== "file") return;
    inode.writers += by;
    inode.fs.writers += by;
    this.location.mount.writers += by;
  }
}
