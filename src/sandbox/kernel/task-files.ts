/**
 * The files of one task: its descriptors, where its paths begin, and what the calls on files have to know of it.
 */
import type { DescriptorTable } from "../fs/descriptor-table.ts";
import type { FileContext } from "../fs/file-context.ts";
import type { MountNamespace } from "../fs/mount-namespace.ts";
import type { SpecialFiles } from "../fs/opening.ts";
import type { PathState } from "../fs/path-state.ts";
import type { Vfs } from "../fs/vfs.ts";
import type { Task } from "./task.ts";

/** What all tasks' files share. */
export interface FileSystems {
  readonly vfs: Vfs;
  readonly specials: SpecialFiles;
}

/** Owned by its task; released once, at its end. */
export class TaskFiles implements FileContext {
  readonly caller: Task;
  readonly descriptors: DescriptorTable;
  readonly paths: PathState;
  readonly #shared: FileSystems;

  constructor(caller: Task, shared: FileSystems, descriptors: DescriptorTable, paths: PathState) {
    this.caller = caller;
    this.#shared = shared;
    this.descriptors = descriptors;
    this.paths = paths;
  }

  get vfs(): Vfs {
    return this.#shared.vfs;
  }

  get specials(): SpecialFiles {
    return this.#shared.specials;
  }

  get mounts(): MountNamespace {
    return this.caller.namespaces.mnt.mounts;
  }

  /** Copies for a child, as fork(2) hands on. */
  fork(child: Task): TaskFiles {
    return new TaskFiles(child, this.#shared, this.descriptors.fork(), this.paths.fork());
  }

  release(): void {
    this.descriptors[Symbol.dispose]();
    this.paths[Symbol.dispose]();
  }
}
