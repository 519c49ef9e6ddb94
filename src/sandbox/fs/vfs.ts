/**
 * What there is once per kernel in files: the types of file systems, the numbers of devices and mounts, and which tasks'
 * paths begin where. Calls are elsewhere.
 */
import { Errno } from "../abi/errno.ts";
import { AnonymousFileSystem, OpenFileInode } from "./anonymous-file-system.ts";
import type { Caller } from "./caller.ts";
import type { FileContext } from "./file-context.ts";
import type { FileSystem } from "./file-system.ts";
import type { Inode } from "./inode.ts";
import { descend, type Location } from "./location.ts";
import { Mount, type MountContent, type MountRestrictions, unrestricted } from "./mount.ts";
import { MountNamespace } from "./mount-namespace.ts";
import type { OpenFile } from "./open-file.ts";
import { PathState } from "./path-state.ts";

/** What mount(2) asks of a type of file system. */
export interface MountRequest {
  readonly source: string;
  readonly options: string;
  readonly readOnly: boolean;
  /** The user namespace it will belong to. */
  readonly owner: object | null;
  /** The task that mounts. */
  readonly context: FileContext;
}

/** A type of file system. */
export interface FileSystemType {
  /** As in `/proc/filesystems`. */
  readonly name: string;
  /** Whether root of a user namespace may mount it. */
  readonly mountableInUserNamespace: boolean;
  /** A new one, or the one there is (one sysfs, one layer). EINVAL for options it does not know. */
  make(request: MountRequest): FileSystem;
}

/** The part of the kernel that is the same for all mount namespaces. */
export class Vfs {
  readonly pathStates = new Set<PathState>();
  readonly #types = new Map<string, FileSystemType>();
  #nextDevice = 1;
  #nextMountId = 1;
  #anonymousDevice: number | null = null;

  /** In the order they came. */
  get types(): Iterable<FileSystemType> {
    return this.#types.values();
  }

  register(type: FileSystemType): void {
    this.#types.set(type.name, type);
  }

  /** ENODEV. */
  type(name: string): FileSystemType {
    const type = this.#types.get(name);
    if (!type) throw new Errno("ENODEV");
    return type;
  }

  /** An anonymous device number: major 0, so it is its minor. */
  nextDevice(): number {
    return this.#nextDevice++;
  }

  newMount(content: MountContent, restrictions: MountRestrictions = unrestricted): Mount {
    return new Mount(this.#nextMountId++, content, restrictions);
  }

  /** The first mount namespace: `rootfs`, which nobody sees, and `fs` upon it. */
  boot(rootfs: FileSystem, fs: FileSystem, source: string): MountNamespace {
    const below = this.newMount({ fs: rootfs, root: rootfs.root, source: "rootfs" });
    const namespace = new MountNamespace(null, below);
    namespace.attach(this.newMount({ fs, root: fs.root, source }), { mount: below, dentry: below.root });
    return namespace;
  }

  /** Where the paths of a namespace's first task begin. */
  topOf(namespace: MountNamespace): Location {
    return descend({ mount: namespace.root, dentry: namespace.root.root });
  }

  /** `cwd` default: the root. */
  newPathState(root: Location, cwd: Location = root, umask = 0o022): PathState {
    return new PathState(this.pathStates, root, cwd, umask);
  }

  /** A place outside of all trees for one thing (a namespace's file): links to it read as `label`. */
  anonymous(inode: (fs: AnonymousFileSystem) => Inode, type: string, label: string): Location {
    this.#anonymousDevice ??= this.nextDevice();
    const fs = new AnonymousFileSystem(type, this.#anonymousDevice, label, inode);
    const content = { fs, root: fs.root, source: type };
    const mount = new Mount(this.#nextMountId++, content, unrestricted, true);
    return { mount, dentry: fs.root };
  }

  /** Where `/proc/PID/fd/N` leads: the place it was opened at, or one made for what has none (a pipe). */
  locationOf(file: OpenFile, caller: Caller): Location {
    if (file.place) return file.place.location;
    return this.anonymous((fs) => new OpenFileInode(fs, file, caller), "anon", file.description);
  }
}
