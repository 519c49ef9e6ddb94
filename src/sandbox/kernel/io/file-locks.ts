/**
 * Locks on whole files as flock(2) has them: they belong to the open file description, are shared by dup(2) and fork(2),
 * and end with it. Knows nothing of what is in the files, nor of who tells of them in /proc.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { OpenFile } from "../../fs/open-file.ts";
import { sleepOn, WaitQueue } from "../wait-queue.ts";

/** Everyone's, or one's own. */
export type LockKind = "shared" | "exclusive";

/** A lock that somebody has. `pid` is the kernel's number of the task that took it. */
export interface FileLock {
  readonly file: OpenFile;
  readonly kind: LockKind;
  readonly pid: number;
}

interface LockedFile {
  readonly holders: Map<OpenFile, FileLock>;
  readonly changes: WaitQueue;
}

/** All locks of one kernel. */
export class FileLocks {
  readonly #byFile = new Map<object, LockedFile>();

  /** In the order they were taken, file by file. */
  all(): readonly FileLock[] {
    return [...this.#byFile.values()].flatMap(({ holders }) => [...holders.values()]);
  }

  /** Takes a lock in place of the one the description has; EAGAIN where others are in the way and it must not wait. */
  *lock(file: OpenFile, kind: LockKind, pid: number, noWait: boolean): Blocking<void> {
    const what = lockedThing(file);
    // As in Linux, a change of kind is no single step: the old lock is gone while the new one is waited for.
    if (this.#byFile.get(what)?.holders.get(file)?.kind !== kind) this.unlock(file);
    for (;;) {
      const locked = this.#byFile.get(what) ?? { holders: new Map(), changes: new WaitQueue() };
      const others = [...locked.holders.values()].filter((other) => other.file !== file);
      if (others.every((other) => kind === "shared" && other.kind === "shared")) {
        this.#byFile.set(what, locked);
        locked.holders.set(file, { file, kind, pid });
        file.lock ??= { [Symbol.dispose]: () => this.unlock(file) };
        return;
      }
      if (noWait) throw new Errno("EAGAIN");
      yield* sleepOn(locked.changes);
    }
  }

  unlock(file: OpenFile): void {
    const what = lockedThing(file);
    const locked = this.#byFile.get(what);
    if (!locked?.holders.delete(file)) return;
    file.lock = null;
    if (locked.holders.size === 0) this.#byFile.delete(what);
    locked.changes.wakeAll();
  }
}

/** Descriptions of one file share its inode; what has none (a pipe) is locked by itself. */
function lockedThing(file: OpenFile): object {
  return file.place?.inode ?? file;
}
