/**
 * A name in a directory and the file it stands for: what mounts lie on, `..` goes up by and paths are written from.
 * The file system's directories are the truth; this remembers which names were met, and those that are gone.
 */
import type { Caller } from "./caller.ts";
import { DirectoryInode, type Inode } from "./inode.ts";
import type { Mount } from "./mount.ts";

const firstSweep = 256;

/** A name that was looked up. Directories have exactly one. */
export class Dentry {
  readonly inode: Inode;
  #parent: Dentry | null;
  #name: string;
  #deleted = false;
  #children: Map<string, Dentry> | null = null;
  #sweepAt = firstSweep;
  /** What is mounted on it, in all namespaces; `null` for nothing. */
  mounts: Set<Mount> | null = null;

  constructor(inode: Inode, parent: Dentry | null, name: string) {
    this.inode = inode;
    this.#parent = parent;
    this.#name = name;
  }

  /** `null` for the top of a file system. Stays after deletion. */
  get parent(): Dentry | null {
    return this.#parent;
  }

  get name(): string {
    return this.#name;
  }

  /** The name is gone, or the one of a directory above. */
  get deleted(): boolean {
    return this.#deleted || (this.#parent?.deleted ?? false);
  }

  /** Whether it is `other` or lies below it. */
  isWithin(other: Dentry): boolean {
    return this === other || (this.#parent?.isWithin(other) ?? false);
  }

  /** The name's file now; `null` when there is none. Only for directories. */
  child(name: string, caller: Caller): Dentry | null {
    const known = this.#children?.get(name);
    const inode = this.inode instanceof DirectoryInode ? this.inode.lookup(name, caller) : null;
    if (known) {
      if (known.inode === inode) return known;
      this.forget(known);
    }
    if (!inode) return null;
    const children = (this.#children ??= new Map());
    // Names of dynamic directories vanish unseen (processes, for one): what was not asked for again has to go.
    if (children.size >= this.#sweepAt) this.#sweep(children, caller);
    const found = new Dentry(inode, this, name);
    children.set(name, found);
    return found;
  }

  /** The name of `child` was removed. */
  forget(child: Dentry): void {
    child.#deleted = true;
    if (this.#children?.get(child.#name) === child) this.#children.delete(child.#name);
  }

  /** It was renamed; what had the name before is gone. */
  move(parent: Dentry, name: string): void {
    const replaced = parent.#children?.get(name);
    if (replaced && replaced !== this) parent.forget(replaced);
    this.#detach();
    this.#attach(parent, name);
  }

  /** The two changed places. */
  exchange(other: Dentry): void {
    const [parent, name] = [this.#parent, this.#name];
    const [otherParent, otherName] = [other.#parent, other.#name];
    if (!parent || !otherParent) return;
    this.#detach();
    other.#detach();
    this.#attach(otherParent, otherName);
    other.#attach(parent, name);
  }

  #detach(): void {
    const parent = this.#parent;
    if (parent && parent.#children?.get(this.#name) === this) parent.#children.delete(this.#name);
  }

  #attach(parent: Dentry, name: string): void {
    this.#parent = parent;
    this.#name = name;
    (parent.#children ??= new Map()).set(name, this);
  }

  #sweep(children: Map<string, Dentry>, caller: Caller): void {
    const directory = this.inode;
    if (!(directory instanceof DirectoryInode)) return;
    for (const [name, child] of children) {
      if (directory.lookup(name, caller) !== child.inode) this.forget(child);
    }
    this.#sweepAt = Math.max(firstSweep, children.size * 2);
  }
}
