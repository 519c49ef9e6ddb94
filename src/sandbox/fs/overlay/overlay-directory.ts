/**
 * A directory of an overlay: the names of all its layers as one, and changes to them in the upper layer only, with
 * whiteouts and opaque directories for what is below.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { DirectoryEntry } from "../../abi/stat.ts";
import type { Caller } from "../caller.ts";
import { DirectoryFile } from "../directory-file.ts";
import {
  type AttributeKeeper,
  DirectoryInode,
  type Inode,
  type InodeChange,
  type InodeRecord,
  type NewInode,
  type RenameFlags,
} from "../inode.ts";
import type { OpenFile } from "../open-file.ts";
import type { Opening } from "../opening.ts";
import { demandEmpty, mergedEntries, mergedLookup, removeWhiteouts } from "./merge.ts";
import { OverlayAttributes } from "./overlay-attributes.ts";
import type { OverlayFileSystem } from "./overlay-file-system.ts";
import { isLeaf, overlayLeaf, type OverlayLeaf } from "./overlay-leaves.ts";
import { isWhiteout, markRemoved, OverlayLayersOfFile, withoutWaiting } from "./overlay-node.ts";

/** Any file of an overlay. */
type Node = OverlayDirectory | OverlayLeaf;

/** A directory. */
export class OverlayDirectory extends DirectoryInode {
  readonly fs: OverlayFileSystem;
  readonly layers: OverlayLayersOfFile;
  /** Topmost first; none once it was made or renamed in the upper layer. */
  readonly #lowers: readonly DirectoryInode[];
  readonly #children = new Map<string, Node>();
  #number: number | null = null;

  constructor(
    fs: OverlayFileSystem,
    parent: OverlayDirectory | null,
    name: string,
    upper: DirectoryInode | null,
    lowers: readonly DirectoryInode[],
  ) {
    super();
    this.fs = fs;
    this.layers = new OverlayLayersOfFile(fs, parent, name, upper, lowers[0] ?? null);
    this.#lowers = lowers;
  }

  get number(): number {
    if (this.fs.isOneFileSystem) return this.layers.numbered.number;
    return (this.#number ??= this.fs.nextNumber());
  }

  get record(): InodeRecord {
    const { record } = this.layers.real;
    return this.#isMerged ? { ...record, links: 1 } : record;
  }

  override get size(): number {
    return this.layers.real.size;
  }

  override get attributes(): AttributeKeeper {
    return new OverlayAttributes(this);
  }

  override hold(): void {
    this.layers.hold();
  }

  override drop(): void {
    this.layers.drop();
  }

  change(change: InodeChange, caller: Caller): void {
    this.copyUpNow(caller).change(change, caller);
  }

  lookup(name: string, caller: Caller): Node | null {
    const known = this.#children.get(name);
    if (known) return known;
    const found = mergedLookup(this.#upper, this.#lowers, name, caller);
    if (!found) return null;
    const node = this.#node(name, found.upper, found.lowers);
    this.#children.set(name, node);
    return node;
  }

  entries(caller: Caller): readonly DirectoryEntry[] {
    const entries = mergedEntries(this.#upper, this.#lowers, caller);
    if (this.fs.isOneFileSystem) return entries;
    // Only directories have numbers of the overlay's own.
    return entries.map((entry) =>
      entry.type === "directory"
        ? { ...entry, inode: this.lookup(entry.name, caller)?.number ?? entry.inode }
        : entry,
    );
  }

  override make(name: string, made: NewInode, caller: Caller): Node {
    const upper = this.copyUpNow(caller);
    const workshop = this.#workshop;
    const isHidden = isWhiteout(upper.lookup(name, caller));
    // Over a whiteout it is prepared apart: if it cannot be made, the whiteout stays.
    const [place, placeName] = isHidden ? [workshop, this.fs.workName()] : [upper, name];
    const inode = place.make(placeName, made, caller);
    if (isHidden) workshop.rename(placeName, upper, name, {}, caller);
    if (isHidden && inode instanceof DirectoryInode) inode.makeOpaque(caller);
    const node = this.#node(name, inode, []);
    this.#children.set(name, node);
    return node;
  }

  override link(name: string, inode: Inode, caller: Caller): void {
    if (!isLeaf(inode)) throw new Errno("EXDEV");
    const linked = inode.copyUpNow(caller);
    const upper = this.copyUpNow(caller);
    if (isWhiteout(upper.lookup(name, caller))) upper.unlink(name, caller);
    upper.link(name, linked, caller);
    this.fs.remember(linked, inode);
    this.#children.set(name, inode);
  }

  override unlink(name: string, caller: Caller): void {
    const node = this.lookup(name, caller);
    if (!node) throw new Errno("ENOENT");
    this.#remove(name, caller, (upper) => upper.unlink(name, caller));
    markRemoved(node, this, name);
  }

  override rmdir(name: string, caller: Caller): void {
    const node = this.lookup(name, caller);
    if (!(node instanceof OverlayDirectory)) throw new Errno("ENOTDIR");
    demandEmpty(node.#upper, node.#lowers, caller);
    this.#remove(name, caller, (upper) => {
      removeWhiteouts(node.#upper, caller);
      upper.rmdir(name, caller);
    });
    markRemoved(node, this, name);
  }

  override rename(
    name: string,
    to: DirectoryInode,
    newName: string,
    flags: RenameFlags,
    caller: Caller,
  ): void {
    if (!(to instanceof OverlayDirectory) || to.fs !== this.fs) throw new Errno("EXDEV");
    const moved = this.lookup(name, caller);
    if (!moved) throw new Errno("ENOENT");
    const target = to.lookup(newName, caller);
    const exchanged = flags.exchange ? target : null;
    // A directory that lower layers know cannot be elsewhere: they would have to be told (redirect_dir).
    for (const node of [moved, exchanged]) {
      if (node instanceof OverlayDirectory && node.#lowers.length > 0) throw new Errno("EXDEV");
    }
    if (!exchanged && target instanceof OverlayDirectory) demandEmpty(target.#upper, target.#lowers, caller);
    const [upper, toUpper] = [this.copyUpNow(caller), to.copyUpNow(caller)];
    const movedUpper = moved.copyUpNow(caller);
    const exchangedUpper = exchanged?.copyUpNow(caller);
    const whiteout = exchanged ? null : this.#whiteoutFor(name, caller);
    if (!exchanged && target instanceof OverlayDirectory && target.layers.upper)
      removeWhiteouts(target.#upper, caller);
    // What lies below the new place must not show through.
    if (movedUpper instanceof DirectoryInode && to.#lowers.length > 0) movedUpper.makeOpaque(caller);
    if (exchangedUpper instanceof DirectoryInode && this.#lowers.length > 0)
      exchangedUpper.makeOpaque(caller);
    upper.rename(name, toUpper, newName, flags, caller);
    if (whiteout) upper.link(name, whiteout, caller);
    if (target && !exchanged) markRemoved(target, to, newName);
    this.#put(name, exchanged);
    to.#put(newName, moved);
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  *open(opening: Opening): Blocking<OpenFile> {
    return new DirectoryFile(opening);
  }

  /** The directory in the upper layer, made there if need be. */
  copyUpNow(caller: Caller): DirectoryInode {
    const upper = withoutWaiting(caller, (impatient) => this.layers.copyUp(impatient));
    if (!(upper instanceof DirectoryInode)) throw new Errno("EIO");
    return upper;
  }

  get #upper(): DirectoryInode | null {
    const { upper } = this.layers;
    return upper instanceof DirectoryInode ? upper : null;
  }

  get #isMerged(): boolean {
    return this.#lowers.length + (this.layers.upper ? 1 : 0) > 1;
  }

  get #workshop(): DirectoryInode {
    const { workshop } = this.fs;
    if (!workshop) throw new Errno("EROFS");
    return workshop;
  }

  #remove(name: string, caller: Caller, fromUpper: (upper: DirectoryInode) => void): void {
    const upper = this.copyUpNow(caller);
    const whiteout = this.#whiteoutFor(name, caller);
    if (upper.lookup(name, caller)) fromUpper(upper);
    if (whiteout) upper.link(name, whiteout, caller);
  }

  /** What has to hide `name` when it goes, where a lower layer would show it. */
  #whiteoutFor(name: string, caller: Caller): Inode | null {
    return mergedLookup(null, this.#lowers, name, caller) ? this.fs.whiteout(caller) : null;
  }

  #put(name: string, node: Node | null): void {
    if (!node) {
      this.#children.delete(name);
      return;
    }
    this.#children.set(name, node);
    node.layers.parent = this;
    node.layers.name = name;
  }

  forget(name: string): void {
    this.#children.delete(name);
  }

  #node(name: string, upper: Inode | null, lowers: readonly Inode[]): Node {
    const known = upper && this.fs.nodeOf(upper);
    if (known && isLeaf(known)) return known;
    const real = upper ?? lowers[0];
    if (!real || real.type === "directory") {
      const directories = lowers.filter((lower) => lower instanceof DirectoryInode);
      return new OverlayDirectory(
        this.fs,
        this,
        name,
        upper instanceof DirectoryInode ? upper : null,
        directories,
      );
    }
    const layers = new OverlayLayersOfFile(this.fs, this, name, upper, lowers[0] ?? null);
    const node = overlayLeaf(layers, real.type);
    if (upper) this.fs.remember(upper, node);
    return node;
  }
}
