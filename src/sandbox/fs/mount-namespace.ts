/**
 * A mount namespace: one tree of mounts, as its tasks see it. All propagation is private. Knows no paths; who may change
 * it is decided in the calls.
 */
import { Errno } from "../abi/errno.ts";
import { type Location, descend } from "./location.ts";
import type { Mount } from "./mount.ts";
import type { Vfs } from "./vfs.ts";

const mountsMax = 100_000;

/** A tree of mounts. Reference-counted: the last user's going unmounts all. */
export class MountNamespace {
  /** The user namespace that may change it; `null` is the host's. */
  readonly owner: object | null;
  /** `rootfs`: what lies below everything. */
  readonly root: Mount;
  readonly #mounts = new Set<Mount>();
  #users = 1;

  constructor(owner: object | null, root: Mount) {
    this.owner = owner;
    this.root = root;
    this.#enlist(root);
  }

  /** In the order they came. */
  get mounts(): Iterable<Mount> {
    return this.#mounts;
  }

  hold(): this {
    this.#users += 1;
    return this;
  }

  drop(): void {
    this.#users -= 1;
    if (this.#users === 0) this.unmountTree(this.root);
  }

  /** Puts `mount`, and what hangs on it, on top of what is seen at `at`. ENOTDIR, ENOENT, ENOSPC. */
  attach(mount: Mount, at: Location): void {
    const top = descend(at);
    if (top.dentry.deleted) throw new Errno("ENOENT");
    if ((mount.root.inode.type === "directory") !== (top.dentry.inode.type === "directory")) {
      throw new Errno("ENOTDIR");
    }
    if (this.#mounts.size >= mountsMax) throw new Errno("ENOSPC");
    mount.attach(top.mount, top.dentry);
    for (const part of subtree(mount)) this.#enlist(part);
  }

  /** Takes it and all below out of the tree; what is still in use lives until it is not. */
  unmountTree(mount: Mount): void {
    for (const part of [...subtree(mount)].toReversed()) {
      part.detach();
      this.#mounts.delete(part);
      part.belongTo(null);
    }
  }

  /**
   * For clone(CLONE_NEWNS): the same tree of new mounts, and what became of each. In a less privileged user namespace
   * what came along is locked.
   */
  copy(
    vfs: Vfs,
    owner: object | null,
  ): { readonly namespace: MountNamespace; readonly moved: (at: Location) => Location } {
    const copies = new Map<Mount, Mount>();
    const locks = owner !== this.owner;
    for (const mount of subtree(this.root)) {
      const copy = copyMount(vfs, mount, locks);
      copies.set(mount, copy);
      const parent = mount.parent && copies.get(mount.parent);
      if (parent) copy.attach(parent, mount.mountpoint);
    }
    const namespace = new MountNamespace(owner, copies.get(this.root) ?? this.root);
    for (const copy of copies.values()) namespace.#enlist(copy);
    const moved = ({ mount, dentry }: Location): Location => ({ mount: copies.get(mount) ?? mount, dentry });
    return { namespace, moved };
  }

  #enlist(mount: Mount): void {
    this.#mounts.add(mount);
    mount.belongTo(this);
  }
}

/** A mount and all that hang on it, parents first. */
export function* subtree(mount: Mount): Generator<Mount> {
  yield mount;
  for (const child of mount.children) yield* subtree(child);
}

/** A new mount of what `mount` shows, in no tree yet. */
export function copyMount(vfs: Vfs, mount: Mount, locks = false, root = mount.root): Mount {
  const copy = vfs.newMount({ fs: mount.fs, root, source: mount.source }, mount.restrictions);
  copy.lockedRestrictions = locks ? mount.restrictions : mount.lockedRestrictions;
  copy.locked = mount.locked || locks;
  return copy;
}
