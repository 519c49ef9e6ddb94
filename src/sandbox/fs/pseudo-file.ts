/**
 * A file whose text the kernel makes up when it is read, and understands when it is written.
 */
import type { Blocking, Waitable } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { Stat } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { Inode, type InodeChange, type InodeRecord } from "./inode.ts";
import { OpenFile, type OpenStatus } from "./open-file.ts";
import type { Opening } from "./opening.ts";
import type { PseudoFileSystem } from "./pseudo-file-system.ts";
import { type PseudoAttributes, PseudoRecord } from "./pseudo-record.ts";
import { statOf } from "./stat-of.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a pseudo file says and understands. Both may refuse with an `Errno`. */
export interface PseudoFileSource extends PseudoAttributes {
  /** The whole text, made when it is read from the start. */
  readonly read?: (caller: Caller) => string | Uint8Array;
  /** Each write(2) is one text; may wait. */
  readonly write?: (text: string, caller: Caller) => Blocking<void> | void;
  /** What a write gets where there is no `write`: EIO unless told. */
  readonly unwritable?: "EINVAL";
  /** Tells when the text changed (poll on `cgroup.events`). */
  readonly changes?: Waitable;
}

/** A made-up file. Its mode is 0444, 0200 or 0644 by what it can do, unless told. */
export class PseudoFile extends Inode {
  readonly type = "file";
  readonly fs: PseudoFileSystem;
  readonly #record: PseudoRecord;
  readonly #source: PseudoFileSource;

  constructor(fs: PseudoFileSystem, source: PseudoFileSource) {
    super();
    this.fs = fs;
    this.#source = source;
    this.#record = new PseudoRecord(fs, source, source.write ? (source.read ? 0o644 : 0o200) : 0o444);
  }

  get number(): number {
    return this.#record.number;
  }

  get record(): InodeRecord {
    return this.#record.read(1);
  }

  change(change: InodeChange, caller: Caller): void {
    this.#record.change(change, caller);
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  *open({ status }: Opening): Blocking<OpenFile> {
    if (this.fs.refusesAtOpen) {
      const reads = status.access !== "write" && !this.#source.read;
      const writes = status.access !== "read" && !this.#source.write;
      if (reads || writes) throw new Errno("EACCES");
    }
    return new OpenPseudoFile(this, this.#source, status);
  }
}

class OpenPseudoFile extends OpenFile {
  readonly description = "file";
  readonly #inode: PseudoFile;
  readonly #source: PseudoFileSource;
  /** Made at the start of a reading, so that it goes on with the same. */
  #text: Uint8Array | null = null;
  #position = 0;

  constructor(inode: PseudoFile, source: PseudoFileSource, status: OpenStatus) {
    super(status);
    this.#inode = inode;
    this.#source = source;
  }

  stat(caller: Caller): Stat {
    return statOf(this.#inode, caller);
  }

  override *read(maxBytes: number, caller: Caller): Blocking<Uint8Array> {
    const bytes = yield* this.readAt(maxBytes, this.#position, caller);
    this.#position += bytes.byteLength;
    return bytes;
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *readAt(maxBytes: number, offset: number, caller: Caller): Blocking<Uint8Array> {
    if (!this.#source.read) throw new Errno("EINVAL");
    if (offset === 0 || !this.#text) {
      const text = this.#source.read(caller);
      this.#text = typeof text === "string" ? encoder.encode(text) : text;
    }
    return this.#text.slice(offset, offset + maxBytes);
  }

  override *write(bytes: Uint8Array, caller: Caller): Blocking<number> {
    if (!this.#source.write) throw new Errno(this.#source.unwritable ?? "EIO");
    const waiting = this.#source.write(decoder.decode(bytes), caller);
    if (waiting) yield* waiting;
    this.#position += bytes.byteLength;
    return bytes.byteLength;
  }

  override *writeAt(bytes: Uint8Array, _offset: number, caller: Caller): Blocking<number> {
    return yield* this.write(bytes, caller);
  }

  override seek(offset: number, whence: "start" | "current" | "end"): number {
    if (whence === "end") throw new Errno("EINVAL");
    const position = (whence === "start" ? 0 : this.#position) + offset;
    if (position < 0) throw new Errno("EINVAL");
    this.#position = position;
    return position;
  }

  override truncate(): void {}

  override get changes(): Waitable | null {
    return this.#source.changes ?? null;
  }
}
