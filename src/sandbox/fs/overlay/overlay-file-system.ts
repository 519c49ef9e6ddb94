/**
 * overlayfs (the kernel's Documentation/filesystems/overlayfs.rst, with redirect_dir, index and metacopy off): an upper
 * directory that takes all changes over lower ones that stay as they are. Here is what the whole of it shares; its files
 * are beside it.
 */
import { Errno } from "../../abi/errno.ts";
import type { StatFs } from "../../abi/stat.ts";
import type { Caller } from "../caller.ts";
import { FileSystem } from "../file-system.ts";
import type { DirectoryInode, Inode } from "../inode.ts";
import { OverlayDirectory } from "./overlay-directory.ts";
import type { OverlayNode } from "./overlay-node.ts";

/** The directories an overlay is made of. */
export interface OverlayLayers {
  /** Topmost first. */
  readonly lowers: readonly DirectoryInode[];
  /** `null`: nothing can be changed. */
  readonly upper: { readonly root: DirectoryInode; readonly work: DirectoryInode } | null;
}

/** An overlay, mounted. */
export class OverlayFileSystem extends FileSystem {
  readonly type = "overlay";
  readonly rootInode: OverlayDirectory;
  /** Where files are prepared before they appear; `null` without an upper. */
  readonly workshop: DirectoryInode | null;
  readonly #layers: OverlayLayers;
  readonly #shown: string;
  /** Device numbers for files of each layer's file system; `null` when all are on one. */
  readonly #devices: Map<FileSystem, number> | null;
  readonly #nextDevice: () => number;
  /** Files in the upper layer by what they are there: hard links are one. */
  readonly #byUpper = new WeakMap<Inode, OverlayNode>();
  #whiteout: Inode | null = null;
  #nextNumber = 2;
  #nextName = 0;

  constructor(
    nextDevice: () => number,
    owner: object | null,
    layers: OverlayLayers,
    shown: string,
    caller: Caller,
  ) {
    super(nextDevice(), owner);
    this.#nextDevice = nextDevice;
    this.#layers = layers;
    this.#shown = shown;
    const { upper, lowers } = layers;
    this.readOnly = upper === null;
    const roots = [...(upper ? [upper.root] : []), ...lowers];
    const isOneFileSystem = roots.every((root) => root.fs === roots[0]?.fs);
    this.#devices = isOneFileSystem ? null : new Map();
    for (const root of this.#held()) {
      root.fs.hold();
      root.hold();
    }
    try {
      this.workshop = upper ? prepareWorkshop(upper.work, caller) : null;
    } catch (thrown) {
      this.#dropAll();
      throw thrown;
    }
    this.rootInode = new OverlayDirectory(this, null, "", upper?.root ?? null, lowers);
  }

  override get options(): string {
    return this.#shown;
  }

  /** Nothing but read-only can be changed, and not to writable without an upper. */
  override remount(): void {
    if (!this.#layers.upper) throw new Errno("EROFS");
  }

  statfs(): StatFs {
    const { upper, lowers } = this.#layers;
    const real = (upper?.root ?? lowers[0])?.fs.statfs();
    if (!real) throw new Errno("ENOSYS");
    return { ...real, type: this.type };
  }

  /** Whether all layers are on one file system: then inodes keep their numbers. */
  get isOneFileSystem(): boolean {
    return this.#devices === null;
  }

  /** st_dev of a file that is no directory. */
  deviceOf(real: Inode): number {
    if (!this.#devices) return this.device;
    const known = this.#devices.get(real.fs);
    if (known !== undefined) return known;
    const device = this.#nextDevice();
    this.#devices.set(real.fs, device);
    return device;
  }

  /** st_ino of a directory when layers are on several file systems. */
  nextNumber(): number {
    return this.#nextNumber++;
  }

  /** The upper layer's file as it is known in this overlay. */
  nodeOf(upper: Inode): OverlayNode | undefined {
    return this.#byUpper.get(upper);
  }

  remember(upper: Inode, node: OverlayNode): void {
    this.#byUpper.set(upper, node);
  }

  /** A name in the work directory that is free. */
  workName(): string {
    return `#${(this.#nextName++).toString(16)}`;
  }

  /** A whiteout to link to a name in the upper layer: all are one, kept in the work directory. ENOSPC, ENOMEM. */
  whiteout(caller: Caller): Inode {
    const workshop = this.workshop;
    if (!workshop) throw new Errno("EROFS");
    if (this.#whiteout) return this.#whiteout;
    const made = { type: "character", mode: 0, uid: 0, gid: 0, rdev: { major: 0, minor: 0 } } as const;
    this.#whiteout = workshop.make(this.workName(), made, caller);
    return this.#whiteout;
  }

  protected override released(): void {
    this.#dropAll();
  }

  #held(): readonly DirectoryInode[] {
    const { upper, lowers } = this.#layers;
    return [...(upper ? [upper.root, upper.work] : []), ...lowers];
  }

  #dropAll(): void {
    for (const root of this.#held()) {
      root.drop();
      root.fs.drop();
    }
  }
}

/** `work` in the work directory, empty. */
function prepareWorkshop(work: DirectoryInode, caller: Caller): DirectoryInode {
  const { uid, gid } = work.record;
  const there = work.lookup("work", caller);
  if (there && there.type !== "directory") throw new Errno("EINVAL");
  if (there) {
    // What a former mount left behind is of no use.
    empty(there as DirectoryInode, caller);
    return there as DirectoryInode;
  }
  return work.make("work", { type: "directory", mode: 0, uid, gid }, caller) as DirectoryInode;
}

function empty(directory: DirectoryInode, caller: Caller): void {
  for (const { name, type } of directory.entries(caller)) {
    if (type !== "directory") directory.unlink(name, caller);
    else {
      empty(directory.lookup(name, caller) as DirectoryInode, caller);
      directory.rmdir(name, caller);
    }
  }
}
