/**
 * A file of an overlay: which layer's file it is now, and how it comes to the upper layer when it is changed. Its own
 * identity stays through that.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { Caller } from "../caller.ts";
import type { Inode, NewInode } from "../inode.ts";
import { LinkInode } from "../link-inode.ts";
import { copyAttributes } from "./overlay-attributes.ts";
import type { OverlayDirectory } from "./overlay-directory.ts";
import type { OverlayFileSystem } from "./overlay-file-system.ts";

/** Any file of an overlay, as the parts of it see each other. */
export interface OverlayNode extends Inode {
  readonly layers: OverlayLayersOfFile;
}

/** Marks a copied-up file with the one it was made of (the attribute `trusted.overlay.origin`). */
const origins = new WeakMap<Inode, Inode>();

/** Which real files one file of an overlay stands for. */
export class OverlayLayersOfFile {
  readonly fs: OverlayFileSystem;
  /** Where it is, for copying up what is above it. After a rename it is in the upper layer already. */
  parent: OverlayDirectory | null;
  name: string;
  /** Removed, and kept alive by who has it open. */
  removed = false;
  #upper: Inode | null;
  readonly #lower: Inode | null;
  #holds = 0;

  constructor(
    fs: OverlayFileSystem,
    parent: OverlayDirectory | null,
    name: string,
    upper: Inode | null,
    lower: Inode | null,
  ) {
    this.fs = fs;
    this.parent = parent;
    this.name = name;
    this.#upper = upper;
    this.#lower = lower;
  }

  get upper(): Inode | null {
    return this.#upper;
  }

  /** The topmost one. */
  get real(): Inode {
    const real = this.#upper ?? this.#lower;
    if (!real) throw new Error("a file of an overlay is in no layer");
    return real;
  }

  /** The file whose number it shows: a copied-up one keeps that of the lower one, unless hard links are broken. */
  get numbered(): Inode {
    const real = this.real;
    const origin = this.#upper && (origins.get(this.#upper) ?? this.#lower);
    return origin && (origin.type === "directory" || origin.record.links === 1) ? origin : real;
  }

  hold(): void {
    this.#holds += 1;
    this.#upper?.hold();
    this.#lower?.hold();
  }

  drop(): void {
    this.#holds -= 1;
    this.#upper?.drop();
    this.#lower?.drop();
  }

  /** The file in the upper layer, copied there if need be. Data comes with `copyData`. */
  *copyUp(
    caller: Caller,
    copyData?: (from: Inode, to: Inode, caller: Caller) => Blocking<void>,
  ): Blocking<Inode> {
    if (this.#upper) return this.#upper;
    const workshop = this.fs.workshop;
    const lower = this.#lower;
    if (!workshop || !lower) throw new Errno("EROFS");
    const parent = this.removed ? null : this.parent;
    const above = parent ? parent.copyUpNow(caller) : null;
    const workName = this.fs.workName();
    const copy = workshop.make(workName, likeOf(lower), caller);
    let isPlaced = false;
    try {
      if (copyData) yield* copyData(lower, copy, caller);
      // It waited: another may have copied it up meanwhile, or removed it.
      if (this.#upper) return this.#upper;
      const { accessedMs, modifiedMs } = lower.record;
      copyAttributes(lower, copy, caller);
      copy.change({ mode: lower.record.mode, accessedMs, modifiedMs }, caller);
      if (above && !this.removed) {
        const { accessedMs: aboveAccessedMs, modifiedMs: aboveModifiedMs } = above.record;
        workshop.rename(workName, above, this.name, {}, caller);
        isPlaced = true;
        // That a name came to be there is no change to who looks at the overlay.
        above.change({ accessedMs: aboveAccessedMs, modifiedMs: aboveModifiedMs }, caller);
      }
      this.adopt(copy);
      if (lower.record.links === 1 || lower.type === "directory") origins.set(copy, lower);
      return copy;
    } finally {
      if (!isPlaced) {
        if (copy.type === "directory") workshop.rmdir(workName, caller);
        else workshop.unlink(workName, caller);
      }
    }
  }

  adopt(upper: Inode): void {
    this.#upper = upper;
    for (let hold = 0; hold < this.#holds; hold += 1) upper.hold();
  }
}

/** Runs what would wait for memory without waiting: ENOMEM. */
export function withoutWaiting<T>(caller: Caller, run: (caller: Caller) => Blocking<T>): T {
  const { account } = caller;
  const impatient: Caller = {
    identity: caller.identity,
    job: caller.job,
    signalSelf: (signal) => caller.signalSelf(signal),
    nowMs: () => caller.nowMs(),
    epochMs: () => caller.epochMs(),
    account: {
      // oxlint-disable-next-line require-yield -- it fails instead
      *charge(bytes, kind) {
        if (!account.tryCharge(bytes, kind)) throw new Errno("ENOMEM");
      },
      tryCharge: (bytes, kind) => account.tryCharge(bytes, kind),
      uncharge: (bytes, kind) => account.uncharge(bytes, kind),
    },
  };
  const step = run(impatient).next("woken");
  if (!step.done) throw new Errno("ENOMEM");
  return step.value;
}

/** Whether a layer's file stands for "no such name". */
export function isWhiteout(inode: Inode | null): boolean {
  if (inode?.type !== "character") return false;
  const number = inode.rdev;
  return number !== null && number.major === 0 && number.minor === 0;
}

/** What `real` is made of, but links, which only count in the layer. */
function likeOf(real: Inode): NewInode {
  const { mode, uid, gid } = real.record;
  const { type, rdev } = real;
  const target = real instanceof LinkInode ? real.text : null;
  return { type, mode, uid, gid, ...(rdev && { rdev }), ...(target !== null && { target }) };
}

/** What was removed from `parent`: of that name nothing is left to come up. */
export function markRemoved(
  node: { readonly layers: OverlayLayersOfFile },
  parent: { forget(name: string): void },
  name: string,
): void {
  parent.forget(name);
  // With other names left, copying up goes on there: it is in the upper layer already.
  if (node.layers.upper === null || node.layers.real.record.links === 0) node.layers.removed = true;
}
