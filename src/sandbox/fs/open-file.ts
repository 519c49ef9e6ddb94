/**
 * An open file description: what descriptors point to, shared by dup(2) and fork(2). Regular files, directories,
 * devices, pipes, terminals and sockets each extend it; what a kind cannot do it refuses as Linux does.
 */
import type { Blocking, Waitable } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { OpenFlags, PollEvents } from "../abi/file-calls.ts";
import type { DirectoryEntry, Stat } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import type { OpenPlace } from "./open-place.ts";

/** How it was opened; `append` and `nonBlocking` can change. */
export interface OpenStatus {
  readonly access: NonNullable<OpenFlags["access"]>;
  append: boolean;
  nonBlocking: boolean;
}

/** Base of everything that can be open. Reference-counted: a new one has one reference. */
export abstract class OpenFile {
  readonly status: OpenStatus;
  /** Where it was opened, set by whoever opened it by a path; `null` for pipes, socket pairs and the like. */
  place: OpenPlace | null = null;
  /** The lock it has on its file (flock(2)), set by whoever keeps those: given up with the last reference. */
  lock: Disposable | null = null;
  #references = 1;

  constructor(status: OpenStatus) {
    this.status = status;
  }

  /** What `/proc/PID/fd/N` links to: a path, `pipe:[123]`, `socket:[45]`, `anon_inode:…`. */
  abstract readonly description: string;

  abstract stat(caller: Caller): Stat;

  get readable(): boolean {
    return this.status.access === "read" || this.status.access === "both";
  }

  get writable(): boolean {
    return this.status.access === "write" || this.status.access === "both";
  }

  hold(): this {
    this.#references += 1;
    return this;
  }

  /** Drops one reference; the last one releases what the description holds. */
  drop(): void {
    this.#references -= 1;
    if (this.#references > 0) return;
    this.lock?.[Symbol.dispose]();
    this.released();
    this.place?.[Symbol.dispose]();
  }

  /** The last reference is gone. */
  protected released(): void {}

  /** A new description of the same thing, for one that has no place, by way of `/proc/PID/fd/N`. */
  // oxlint-disable-next-line require-yield -- those that wait override it
  *reopen(_status: OpenStatus, _caller: Caller): Blocking<OpenFile> {
    throw new Errno("ENXIO");
  }

  // oxlint-disable-next-line require-yield -- those that wait override it
  *read(_maxBytes: number, _caller: Caller): Blocking<Uint8Array> {
    throw new Errno("EINVAL");
  }

  // oxlint-disable-next-line require-yield -- those that wait override it
  *write(_bytes: Uint8Array, _caller: Caller): Blocking<number> {
    throw new Errno("EINVAL");
  }

  // oxlint-disable-next-line require-yield -- those that wait override it
  *readAt(_maxBytes: number, _offset: number, _caller: Caller): Blocking<Uint8Array> {
    throw new Errno("ESPIPE");
  }

  // oxlint-disable-next-line require-yield -- those that wait override it
  *writeAt(_bytes: Uint8Array, _offset: number, _caller: Caller): Blocking<number> {
    throw new Errno("ESPIPE");
  }

  seek(_offset: number, _whence: "start" | "current" | "end"): number {
    throw new Errno("ESPIPE");
  }

  truncate(_size: number, _caller: Caller): void {
    throw new Errno("EINVAL");
  }

  entries(_caller: Caller): readonly DirectoryEntry[] {
    throw new Errno("ENOTDIR");
  }

  /** What is true now; regular files are always ready. */
  ready(): PollEvents {
    return { readable: this.readable, writable: this.writable };
  }

  /** Tells when `ready` may have changed; `null` when it never does. */
  get changes(): Waitable | null {
    return null;
  }
}
