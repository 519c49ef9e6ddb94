/**
 * The calls on descriptors, but those that make pipes or wait for several.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { FileCalls, OpenFlags } from "../abi/file-calls.ts";
import type { DirectoryEntry, Stat } from "../abi/stat.ts";
import { changeMode, changeOwner, changeTimes } from "./attribute-calls.ts";
import type { FileContext } from "./file-context.ts";
import type { Location } from "./location.ts";
import type { OpenFile } from "./open-file.ts";

/** The calls of this file. */
type Calls = Pick<
  FileCalls,
  | "close"
  | "read"
  | "write"
  | "pread"
  | "pwrite"
  | "seek"
  | "dup"
  | "dup2"
  | "descriptors"
  | "fdFlags"
  | "setFdFlags"
  | "fstat"
  | "readDirectory"
  | "ftruncate"
  | "fchmod"
  | "fchown"
  | "futimes"
>;

/** Calls of one task on its descriptors. */
export class DescriptorCalls implements Calls {
  protected readonly context: FileContext;

  constructor(context: FileContext) {
    this.context = context;
  }

  close(fd: number): void {
    this.context.descriptors.close(fd);
  }

  *read(fd: number, maxBytes: number): Blocking<Uint8Array> {
    const file = this.#held(fd, "readable");
    try {
      return yield* file.read(demandCount(maxBytes), this.context.caller);
    } finally {
      file.drop();
    }
  }

  *write(fd: number, bytes: Uint8Array): Blocking<number> {
    const file = this.#held(fd, "writable");
    try {
      return yield* file.write(bytes, this.context.caller);
    } finally {
      file.drop();
    }
  }

  *pread(fd: number, maxBytes: number, offset: number): Blocking<Uint8Array> {
    if (offset < 0) throw new Errno("EINVAL");
    const file = this.#held(fd, "readable");
    try {
      return yield* file.readAt(demandCount(maxBytes), offset, this.context.caller);
    } finally {
      file.drop();
    }
  }

  *pwrite(fd: number, bytes: Uint8Array, offset: number): Blocking<number> {
    if (offset < 0) throw new Errno("EINVAL");
    const file = this.#held(fd, "writable");
    try {
      return yield* file.writeAt(bytes, offset, this.context.caller);
    } finally {
      file.drop();
    }
  }

  seek(fd: number, offset: number, whence: "start" | "current" | "end"): number {
    return this.context.descriptors.get(fd).seek(offset, whence);
  }

  dup(fd: number, least = 0, closeOnExec = false): number {
    return this.context.descriptors.dup(fd, least, closeOnExec);
  }

  dup2(fd: number, target: number): number {
    return this.context.descriptors.dup2(fd, target);
  }

  descriptors(): readonly number[] {
    return this.context.descriptors.numbers();
  }

  fdFlags(fd: number): { readonly closeOnExec: boolean; readonly status: OpenFlags } {
    const { descriptors } = this.context;
    return { closeOnExec: descriptors.closesOnExec(fd), status: { ...descriptors.get(fd).status } };
  }

  setFdFlags(
    fd: number,
    flags: { readonly closeOnExec?: boolean; readonly nonBlocking?: boolean; readonly append?: boolean },
  ): void {
    const { descriptors } = this.context;
    const { status } = descriptors.get(fd);
    if (flags.closeOnExec !== undefined) descriptors.setCloseOnExec(fd, flags.closeOnExec);
    if (flags.nonBlocking !== undefined) status.nonBlocking = flags.nonBlocking;
    if (flags.append !== undefined) status.append = flags.append;
  }

  fstat(fd: number): Stat {
    const file = this.context.descriptors.get(fd);
    return file.place?.stat(this.context.caller) ?? file.stat(this.context.caller);
  }

  readDirectory(fd: number): readonly DirectoryEntry[] {
    return this.context.descriptors.get(fd).entries(this.context.caller);
  }

  ftruncate(fd: number, size: number): void {
    const file = this.context.descriptors.get(fd);
    if (size < 0 || !file.writable) throw new Errno("EINVAL");
    file.truncate(size, this.context.caller);
  }

  fchmod(fd: number, mode: number): void {
    changeMode(this.context, this.#placeOf(fd), mode);
  }

  fchown(fd: number, uid: number, gid: number): void {
    changeOwner(this.context, this.#placeOf(fd), uid, gid);
  }

  futimes(fd: number, accessedMs: number | null, modifiedMs: number | null): void {
    changeTimes(this.context, this.#placeOf(fd), accessedMs, modifiedMs);
  }

  /** The file, held: another of the tasks that share the table may close it while this one waits. EBADF. */
  #held(fd: number, direction: "readable" | "writable"): OpenFile {
    const file = this.context.descriptors.get(fd);
    if (!file[direction]) throw new Errno("EBADF");
    return file.hold();
  }

  #placeOf(fd: number): Location {
    const file = this.context.descriptors.get(fd);
    if (file.status.access === "path") throw new Errno("EBADF");
    return this.context.vfs.locationOf(file, this.context.caller);
  }
}

function demandCount(maxBytes: number): number {
  if (maxBytes < 0) throw new Errno("EINVAL");
  return maxBytes;
}
