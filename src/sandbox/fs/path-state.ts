/**
 * Where a task's paths begin: its root and working directory, and the mask of modes it gives (Linux's `fs_struct`).
 */
import type { Location } from "./location.ts";

/** Root, working directory and umask of one task. All live ones are known to their `Vfs`, for pivot_root(2). */
export class PathState implements Disposable {
  umask: number;
  #root: Location;
  #cwd: Location;
  readonly #all: Set<PathState>;

  constructor(all: Set<PathState>, root: Location, cwd: Location, umask = 0o022) {
    this.#all = all;
    this.#root = root;
    this.#cwd = cwd;
    this.umask = umask;
    hold(root);
    hold(cwd);
    all.add(this);
  }

  get root(): Location {
    return this.#root;
  }

  set root(root: Location) {
    const before = this.#root;
    this.#root = root;
    hold(root);
    drop(before);
  }

  get cwd(): Location {
    return this.#cwd;
  }

  set cwd(cwd: Location) {
    const before = this.#cwd;
    this.#cwd = cwd;
    hold(cwd);
    drop(before);
  }

  /** For a child of the task. */
  fork(): PathState {
    return new PathState(this.#all, this.#root, this.#cwd, this.umask);
  }

  /** The task is over. */
  [Symbol.dispose](): void {
    if (!this.#all.delete(this)) return;
    drop(this.#root);
    drop(this.#cwd);
  }
}

function hold({ mount, dentry }: Location): void {
  mount.hold();
  dentry.inode.hold();
}

function drop({ mount, dentry }: Location): void {
  dentry.inode.drop();
  mount.drop();
}
