/**
 * The bytes of one tmpfs file: sparse pages, each charged to whoever touched it first. Does not know of names or times.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { Caller, MemoryAccount } from "./caller.ts";
import { pageBytes } from "./stat-of.ts";

/** What limits how many pages a file system holds. */
export interface PageBudget {
  /** Whether there is one more; takes it. */
  take(): boolean;
  give(pages: number): void;
}

interface Page {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly account: MemoryAccount;
}

/** Sparse contents. */
export class PageStore {
  readonly #budget: PageBudget;
  readonly #pages = new Map<number, Page>();
  #size = 0;
  #released = false;

  constructor(budget: PageBudget) {
    this.#budget = budget;
  }

  /** Bytes, holes included. */
  get size(): number {
    return this.#size;
  }

  /** Pages that exist. */
  get pageCount(): number {
    return this.#pages.size;
  }

  read(maxBytes: number, offset: number): Uint8Array<ArrayBuffer> {
    const length = Math.max(0, Math.min(maxBytes, this.#size - offset));
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const within = (offset + done) % pageBytes;
      const part = Math.min(pageBytes - within, length - done);
      const page = this.#pages.get((offset + done - within) / pageBytes);
      if (page) bytes.set(page.bytes.subarray(within, within + part), done);
      done += part;
    }
    return bytes;
  }

  /** How many bytes were taken; ENOSPC when none. */
  *write(bytes: Uint8Array, offset: number, caller: Caller): Blocking<number> {
    let done = 0;
    while (done < bytes.byteLength) {
      const at = offset + done;
      const within = at % pageBytes;
      const page = yield* this.#page((at - within) / pageBytes, caller);
      if (!page) {
        if (done > 0) break;
        throw new Errno("ENOSPC");
      }
      const part = Math.min(pageBytes - within, bytes.byteLength - done);
      page.bytes.set(bytes.subarray(done, done + part), within);
      done += part;
      this.#size = Math.max(this.#size, offset + done);
    }
    return done;
  }

  truncate(size: number): void {
    if (size < this.#size) {
      const kept = Math.ceil(size / pageBytes);
      for (const [index, page] of this.#pages) if (index >= kept) this.#remove(index, page);
      const within = size % pageBytes;
      if (within > 0) this.#pages.get(kept - 1)?.bytes.fill(0, within);
    }
    this.#size = size;
  }

  /** Gives all back; writes that were still waiting for memory get none. */
  release(): void {
    this.#released = true;
    this.truncate(0);
  }

  #remove(index: number, page: Page): void {
    this.#pages.delete(index);
    this.#budget.give(1);
    page.account.uncharge(pageBytes, "shmem");
  }

  *#page(index: number, caller: Caller): Blocking<Page | null> {
    const there = this.#pages.get(index);
    if (there) return there;
    if (!this.#budget.take()) return null;
    const { account } = caller;
    let charged = false;
    try {
      if (!account.tryCharge(pageBytes, "shmem")) yield* account.charge(pageBytes, "shmem");
      charged = true;
      // While it waited another may have written here, or removed the file.
      const meanwhile = this.#pages.get(index);
      if (meanwhile || this.#released) {
        account.uncharge(pageBytes, "shmem");
        charged = false;
        return meanwhile ?? null;
      }
      const page = { bytes: new Uint8Array(pageBytes), account };
      this.#pages.set(index, page);
      return page;
    } finally {
      if (!charged) this.#budget.give(1);
    }
  }
}
