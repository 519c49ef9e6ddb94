/**
 * cgroupfs: the tree of cgroups as directories and their control files. One file system, of which each cgroup namespace
 * sees its part. What the files say is written elsewhere.
 */
import { Errno } from "../../abi/errno.ts";
import type { StatFs } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import { FileSystem, parseMountOptions } from "../../fs/file-system.ts";
import { permits, wants } from "../../fs/identity-checks.ts";
import type { Inode, NewInode } from "../../fs/inode.ts";
import type { OpenFile } from "../../fs/open-file.ts";
import { PseudoFileSystem } from "../../fs/pseudo-file-system.ts";
import { PseudoFile } from "../../fs/pseudo-file.ts";
import { PseudoDirectory } from "../../fs/pseudo-nodes.ts";
import type { PseudoDirectorySource } from "../../fs/pseudo-nodes.ts";
import type { FileSystemType, MountRequest } from "../../fs/vfs.ts";
import type { Cgroup } from "./cgroup.ts";
import type { CgroupMember } from "./cgroup-member.ts";
import type { CgroupTree } from "./cgroup-tree.ts";
import type { CgroupAsker, ControlFile } from "./control-file.ts";
import { coreFiles, demandMove } from "./core-files.ts";
import { cpuFiles } from "./cpu-files.ts";
import { memoryFiles } from "./memory-files.ts";
import { pidsFiles } from "./pids-files.ts";

const files: ReadonlyMap<string, ControlFile> = new Map(
  [...coreFiles, ...cpuFiles, ...memoryFiles, ...pidsFiles].map((file) => [file.name, file]),
);

/** What cgroupfs has to know of the tasks that use it. */
export interface CgroupTasks {
  /** The task that makes a call. */
  memberOf(caller: Caller): CgroupMember | null;
  /** By number in the caller's pid namespace, living. */
  find(pid: number, caller: Caller): CgroupMember | null;
  /** Its number in the caller's pid namespace; 0 where that does not see it. */
  pidOf(member: CgroupMember, caller: Caller): number;
  /** The root of the caller's cgroup namespace. */
  namespaceRoot(caller: Caller): Cgroup;
}

/** The file system, and its type for mount(2). */
export class CgroupFileSystem implements FileSystemType {
  readonly name = "cgroup2";
  readonly mountableInUserNamespace = true;
  readonly #tree: CgroupTree;
  readonly #tasks: CgroupTasks;
  readonly #fs: PseudoFileSystem;
  readonly #directories = new WeakMap<Cgroup, PseudoDirectory>();
  /** What mkdir(2) said of the directory that is being made. */
  #making: NewInode | null = null;
  readonly #views = new WeakMap<Cgroup, FileSystem>();

  constructor(tree: CgroupTree, tasks: CgroupTasks, given: { device: number; epochMs: () => number }) {
    this.#tree = tree;
    this.#tasks = tasks;
    this.#fs = new PseudoFileSystem({
      type: this.name,
      ...given,
      owner: null,
      changeable: true,
      top: (fs) => this.#newDirectory(fs, tree.root, null),
    });
    for (const below of tree.root.descendants()) this.#show(below, null);
    tree.watcher = {
      added: (cgroup) => void this.#show(cgroup, this.#making),
      removed: (cgroup) => cgroup.parent && this.#directoryOf(cgroup.parent).delete(cgroup.name),
    };
  }

  /** All mounts show one tree: a namespace's from its root. */
  make({ options, context }: MountRequest): FileSystem {
    const root = this.#tasks.namespaceRoot(context.caller);
    for (const option of parseMountOptions(options).keys()) {
      // What else Linux knows here changes nothing in this kernel.
      if (!["nsdelegate", "memory_recursiveprot", "favordynmods", "memory_localevents"].includes(option))
        throw new Errno("EINVAL");
      if (option === "nsdelegate" && root === this.#tree.root) this.#tree.nsdelegate = true;
    }
    if (root === this.#tree.root) return this.#fs;
    let view = this.#views.get(root);
    if (!view) this.#views.set(root, (view = new CgroupView(this.#fs, this.#directoryOf(root))));
    return view;
  }

  /** The cgroup whose directory is open, for a child to begin in (CLONE_INTO_CGROUP): EBADF, EACCES, EBUSY. */
  toBeginIn(file: OpenFile, caller: Caller): Cgroup {
    const inode = file.place?.inode;
    if (!(inode instanceof CgroupDirectory) || inode.fs !== this.#fs) throw new Errno("EBADF");
    const { cgroup } = inode;
    const member = this.#tasks.memberOf(caller);
    if (member) demandMove(member, cgroup, this.#asker(caller));
    return cgroup;
  }

  #mayMoveIn(cgroup: Cgroup, caller: Caller): boolean {
    const procs = this.#directoryOf(cgroup).lookup("cgroup.procs", caller);
    return procs !== null && permits(caller.identity, procs, wants.write);
  }

  #asker(caller: Caller): CgroupAsker {
    const tasks = this.#tasks;
    return {
      member: tasks.memberOf(caller),
      namespaceRoot: tasks.namespaceRoot(caller),
      pidOf: (member) => tasks.pidOf(member, caller),
      find: (pid) => tasks.find(pid, caller),
      mayMoveIn: (cgroup) => this.#mayMoveIn(cgroup, caller),
    };
  }

  #directoryOf(cgroup: Cgroup): PseudoDirectory {
    const directory = this.#directories.get(cgroup);
    if (!directory) throw new Error(`no directory for cgroup ${cgroup.name}`);
    return directory;
  }

  #show(cgroup: Cgroup, made: NewInode | null): PseudoDirectory {
    const known = this.#directories.get(cgroup);
    if (known) return known;
    const directory = this.#newDirectory(this.#fs, cgroup, made);
    if (cgroup.parent) this.#directoryOf(cgroup.parent).set(cgroup.name, directory);
    return directory;
  }

  #newDirectory(fs: PseudoFileSystem, cgroup: Cgroup, made: NewInode | null): PseudoDirectory {
    const owner = made ? { uid: made.uid, gid: made.gid } : { uid: 0, gid: 0 };
    const nodes = new Map<string, Inode>();
    const directory = new CgroupDirectory(fs, cgroup, {
      mode: made?.mode ?? 0o755,
      owner: () => owner,
      number: cgroup.id,
      names: () => namesIn(cgroup),
      find: (name) => {
        const file = files.get(name);
        if (!file || !isIn(file, cgroup)) return null;
        let node = nodes.get(name);
        if (!node) nodes.set(name, (node = this.#newFile(fs, cgroup, file, owner)));
        return node;
      },
      mkdir: (name, asked) => {
        this.#making = asked;
        try {
          return this.#directoryOf(this.#tree.make(cgroup, name));
        } finally {
          this.#making = null;
        }
      },
      rmdir: (name) => {
        const child = cgroup.children.get(name);
        if (!child) throw new Errno(files.has(name) ? "ENOTDIR" : "ENOENT");
        this.#tree.remove(child);
      },
    });
    this.#directories.set(cgroup, directory);
    return directory;
  }

  #newFile(
    fs: PseudoFileSystem,
    cgroup: Cgroup,
    file: ControlFile,
    owner: { uid: number; gid: number },
  ): PseudoFile {
    const { read, write } = file;
    const changes = file.changes?.(cgroup);
    return new PseudoFile(fs, {
      mode: (read ? 0o444 : 0) | (write ? 0o200 : 0),
      owner: () => owner,
      // Root may open what nobody may read or write: then the call itself is refused, as in Linux.
      read: (caller) => {
        if (!read) throw new Errno("EINVAL");
        if (cgroup.removed) throw new Errno("ENODEV");
        return read(cgroup, this.#asker(caller));
      },
      write: (text, caller) => {
        if (!write) throw new Errno("EINVAL");
        if (cgroup.removed) throw new Errno("ENODEV");
        const asker = this.#asker(caller);
        if (this.#outOfBounds(cgroup, file, asker)) throw new Errno("EPERM");
        return write(cgroup, text, asker);
      },
      ...(changes && { changes }),
    });
  }

  /** With `nsdelegate`, what limits a namespace as a whole is not for those inside. */
  #outOfBounds(cgroup: Cgroup, file: ControlFile, { namespaceRoot }: CgroupAsker): boolean {
    if (!this.#tree.nsdelegate || file.delegable) return false;
    return namespaceRoot !== this.#tree.root && cgroup === namespaceRoot;
  }
}

/** A cgroup's directory. */
class CgroupDirectory extends PseudoDirectory {
  readonly cgroup: Cgroup;

  constructor(fs: PseudoFileSystem, cgroup: Cgroup, source: PseudoDirectorySource) {
    super(fs, source);
    this.cgroup = cgroup;
  }
}

/** What a mount in a cgroup namespace shows. */
class CgroupView extends FileSystem {
  readonly type: string;
  readonly rootInode: PseudoDirectory;
  readonly #whole: PseudoFileSystem;

  constructor(whole: PseudoFileSystem, root: PseudoDirectory) {
    super(whole.device, whole.owner);
    this.type = whole.type;
    this.#whole = whole;
    this.rootInode = root;
  }

  statfs(): StatFs {
    return this.#whole.statfs();
  }
}

function isIn(file: ControlFile, cgroup: Cgroup): boolean {
  if (cgroup.removed) return false;
  if (file.found === (cgroup.parent ? "root only" : "below root")) return false;
  return file.controller === undefined || cgroup.controllers.has(file.controller);
}

function* namesIn(cgroup: Cgroup): Generator<string> {
  for (const file of files.values()) if (isIn(file, cgroup)) yield file.name;
}
