/**
 * What the calls on files have to know of the task that makes them. The kernel's task is one.
 */
import type { Caller } from "./caller.ts";
import type { DescriptorTable } from "./descriptor-table.ts";
import type { MountNamespace } from "./mount-namespace.ts";
import type { SpecialFiles } from "./opening.ts";
import type { PathState } from "./path-state.ts";
import type { Vfs } from "./vfs.ts";

/** A task, as far as files are concerned. Read at each call: a task may change any of it in between. */
export interface FileContext {
  readonly vfs: Vfs;
  readonly mounts: MountNamespace;
  readonly paths: PathState;
  readonly descriptors: DescriptorTable;
  readonly caller: Caller;
  readonly specials: SpecialFiles;
}
