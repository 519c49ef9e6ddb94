/**
 * Mode, owner and times of a pseudo file: computed where the kernel computes them, remembered where they were changed.
 */
import { Errno } from "../abi/errno.ts";
import type { Caller } from "./caller.ts";
import type { InodeChange, InodeRecord } from "./inode.ts";
import type { PseudoFileSystem } from "./pseudo-file-system.ts";

/** What every pseudo node can be given. */
export interface PseudoAttributes {
  /** Permission bits. */
  readonly mode?: number;
  /** Kernel ids, asked at each use. Default: 0 and 0. */
  readonly owner?: () => { readonly uid: number; readonly gid: number };
  /** st_ino. Default: the file system's next. */
  readonly number?: number;
}

/** The changeable part of a pseudo node. */
export class PseudoRecord {
  readonly number: number;
  readonly #fs: PseudoFileSystem;
  readonly #owner: PseudoAttributes["owner"];
  readonly #mode: number;
  readonly #madeMs: number;
  #changed: (InodeChange & { readonly changedMs: number }) | null = null;

  constructor(fs: PseudoFileSystem, attributes: PseudoAttributes, mode: number) {
    this.#fs = fs;
    this.number = attributes.number ?? fs.nextNumber();
    this.#mode = attributes.mode ?? mode;
    this.#owner = attributes.owner;
    this.#madeMs = fs.epochMs();
  }

  read(links: number): InodeRecord {
    const owner = this.#owner?.() ?? { uid: 0, gid: 0 };
    const made = this.#madeMs;
    const times = { accessedMs: made, modifiedMs: made, changedMs: made };
    return { mode: this.#mode, uid: owner.uid, gid: owner.gid, links, ...times, ...this.#changed };
  }

  change(change: InodeChange, caller: Caller): void {
    if (!this.#fs.changeable) throw new Errno("EPERM");
    this.#changed = { ...this.#changed, ...change, changedMs: caller.epochMs() };
  }
}
