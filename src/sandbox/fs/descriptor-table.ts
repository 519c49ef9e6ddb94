/**
 * A task's descriptors: numbers for open files. Knows nothing of what they are.
 */
import { Errno } from "../abi/errno.ts";
import type { OpenFile } from "./open-file.ts";

interface Slot {
  readonly file: OpenFile;
  closeOnExec: boolean;
}

/** Numbers from 0 to under the limit (RLIMIT_NOFILE). Each holds one reference to its file. */
export class DescriptorTable implements Disposable {
  readonly #slots: (Slot | undefined)[] = [];
  /** Numbers are under it; those that were given before it was lowered stay. */
  limit: number;

  constructor(limit = 1024) {
    this.limit = limit;
  }

  /** EBADF. */
  get(fd: number): OpenFile {
    return this.#slot(fd).file;
  }

  /** Takes over the caller's reference; the lowest free number not under `least`. EMFILE: the file is dropped. */
  add(file: OpenFile, closeOnExec = false, least = 0): number {
    let fd = least;
    while (this.#slots[fd]) fd += 1;
    if (fd >= this.limit) {
      file.drop();
      throw new Errno("EMFILE");
    }
    this.#slots[fd] = { file, closeOnExec };
    return fd;
  }

  /** EMFILE before anything is made for which there would be no number. */
  demandRoom(): void {
    let fd = 0;
    while (this.#slots[fd]) fd += 1;
    if (fd >= this.limit) throw new Errno("EMFILE");
  }

  dup(fd: number, least: number, closeOnExec: boolean): number {
    const { file } = this.#slot(fd);
    if (least < 0 || least >= this.limit) throw new Errno("EINVAL");
    return this.add(file.hold(), closeOnExec, least);
  }

  dup2(fd: number, target: number): number {
    const { file } = this.#slot(fd);
    if (target < 0 || target >= this.limit) throw new Errno("EBADF");
    if (fd === target) return target;
    const before = this.#slots[target];
    this.#slots[target] = { file: file.hold(), closeOnExec: false };
    before?.file.drop();
    return target;
  }

  close(fd: number): void {
    const { file } = this.#slot(fd);
    this.#slots[fd] = undefined;
    file.drop();
  }

  closesOnExec(fd: number): boolean {
    return this.#slot(fd).closeOnExec;
  }

  setCloseOnExec(fd: number, closeOnExec: boolean): void {
    this.#slot(fd).closeOnExec = closeOnExec;
  }

  /** Those in use, ascending. */
  numbers(): readonly number[] {
    return [...this.#slots.keys()].filter((fd) => this.#slots[fd]);
  }

  /** fork(2): the same open files under the same numbers. */
  fork(): DescriptorTable {
    const child = new DescriptorTable(this.limit);
    for (const [fd, slot] of this.#slots.entries()) {
      if (slot) child.#slots[fd] = { file: slot.file.hold(), closeOnExec: slot.closeOnExec };
    }
    return child;
  }

  /** exec(2): what is marked is closed. */
  closeMarked(): void {
    for (const fd of this.numbers()) if (this.closesOnExec(fd)) this.close(fd);
  }

  /** exit(2): all are closed. */
  [Symbol.dispose](): void {
    for (const fd of this.numbers()) this.close(fd);
  }

  #slot(fd: number): Slot {
    const slot = this.#slots[fd];
    if (!slot) throw new Errno("EBADF");
    return slot;
  }
}
