/**
 * A mount: (part of) a file system shown at a place, with flags of its own. Knows its place in the tree of mounts; which
 * operations are allowed is decided elsewhere.
 */
import type { Dentry } from "./dentry.ts";
import type { FileSystem } from "./file-system.ts";
import type { MountNamespace } from "./mount-namespace.ts";

/** What a mount forbids (mount(2)). */
export interface MountRestrictions {
  readonly readOnly: boolean;
  readonly noExec: boolean;
  readonly noSuid: boolean;
  readonly noDev: boolean;
}

/** A mount that forbids nothing. */
export const unrestricted: MountRestrictions = {
  readOnly: false,
  noExec: false,
  noSuid: false,
  noDev: false,
};

/** What a mount shows. */
export interface MountContent {
  readonly fs: FileSystem;
  /** The top of what is seen: the file system's root, or any name of it when bound. */
  readonly root: Dentry;
  /** What mount(2) was told; `none` where it says nothing. */
  readonly source: string;
}

/** One mount. Freed when it is in no namespace and nothing uses it. */
export class Mount {
  readonly id: number;
  readonly fs: FileSystem;
  readonly root: Dentry;
  readonly source: string;
  restrictions: MountRestrictions;
  /** Came from a more privileged namespace: neither it nor what it forbids may be taken away. */
  locked = false;
  /** Files open for writing through it. */
  writers = 0;
  /** Flags that may not be lifted by remount: those it had when it came from a more privileged namespace. */
  lockedRestrictions: MountRestrictions = unrestricted;
  #namespace: MountNamespace | null = null;
  #parent: Mount | null = null;
  #mountpoint: Dentry | null = null;
  readonly #children = new Map<Dentry, Mount>();
  #users = 0;
  #life: "loose" | "held" | "freed" = "loose";

  /** A `loose` one keeps what it shows only while it is used: it is made to be looked at, and mostly forgotten. */
  constructor(id: number, content: MountContent, restrictions: MountRestrictions, loose = false) {
    this.id = id;
    this.fs = content.fs;
    this.root = content.root;
    this.source = content.source;
    this.restrictions = restrictions;
    if (!loose) this.#keep();
  }

  /** `null` once it was unmounted. */
  get namespace(): MountNamespace | null {
    return this.#namespace;
  }

  get parent(): Mount | null {
    return this.#parent;
  }

  /** The name in the parent mount it lies on. */
  get mountpoint(): Dentry | null {
    return this.#mountpoint;
  }

  /** Mounts on names seen through this one. */
  get children(): Iterable<Mount> {
    return this.#children.values();
  }

  get hasChildren(): boolean {
    return this.#children.size > 0;
  }

  /** Open files, working directories and roots on it. */
  get users(): number {
    return this.#users;
  }

  get readOnly(): boolean {
    return this.restrictions.readOnly || this.fs.readOnly;
  }

  mountedOn(dentry: Dentry): Mount | undefined {
    // Nearly all names have no mount on them in any namespace.
    return dentry.mounts === null ? undefined : this.#children.get(dentry);
  }

  /** Puts it on a name seen through `parent`; what lay there before must have been moved away. */
  attach(parent: Mount | null, mountpoint: Dentry | null): void {
    this.#parent = parent;
    this.#mountpoint = mountpoint;
    if (!parent || !mountpoint) return;
    parent.#children.set(mountpoint, this);
    (mountpoint.mounts ??= new Set()).add(this);
  }

  detach(): void {
    const { parent, mountpoint } = this;
    this.#parent = null;
    this.#mountpoint = null;
    if (!parent || !mountpoint) return;
    parent.#children.delete(mountpoint);
    mountpoint.mounts?.delete(this);
    if (mountpoint.mounts?.size === 0) mountpoint.mounts = null;
  }

  /** In a namespace's list, or (`null`) in none: then its last user frees it. */
  belongTo(namespace: MountNamespace | null): void {
    this.#namespace = namespace;
    if (!namespace) this.#freeIfUnused();
  }

  hold(): void {
    this.#users += 1;
    if (this.#life === "loose") this.#keep();
  }

  drop(): void {
    this.#users -= 1;
    if (!this.#namespace) this.#freeIfUnused();
  }

  #keep(): void {
    this.#life = "held";
    this.fs.hold();
    this.root.inode.hold();
  }

  #freeIfUnused(): void {
    if (this.#users > 0 || this.#life !== "held") return;
    this.#life = "freed";
    this.root.inode.drop();
    this.fs.drop();
  }
}
