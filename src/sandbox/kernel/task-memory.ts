/**
 * Memory of a task's program, charged to its cgroup: what it allocated by calls, or (WebAssembly) has as linear memory.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { MemoryAccount } from "../fs/caller.ts";

/** Anonymous memory of one program. */
export class TaskMemory {
  readonly #payer: { readonly account: MemoryAccount };
  readonly #allocated = new Map<Uint8Array, MemoryAccount>();
  readonly #grown = new Map<MemoryAccount, number>();
  #bytes = 0;
  #peakBytes = 0;

  constructor(payer: { readonly account: MemoryAccount }) {
    this.#payer = payer;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get peakBytes(): number {
    return this.#peakBytes;
  }

  *allocate(bytes: number): Blocking<Uint8Array> {
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new Errno("EINVAL");
    const { account } = this.#payer;
    yield* account.charge(bytes, "anon");
    let memory: Uint8Array;
    try {
      memory = new Uint8Array(bytes);
    } catch {
      // The browser itself has no more.
      account.uncharge(bytes, "anon");
      throw new Errno("ENOMEM");
    }
    this.#allocated.set(memory, account);
    this.#count(bytes);
    return memory;
  }

  free(memory: Uint8Array): void {
    const account = this.#allocated.get(memory);
    if (!account) throw new Errno("EINVAL");
    this.#allocated.delete(memory);
    account.uncharge(memory.byteLength, "anon");
    this.#bytes -= memory.byteLength;
  }

  /** Linear memory grows by so much; it is returned with everything else. */
  *grow(bytes: number): Blocking<void> {
    const { account } = this.#payer;
    yield* account.charge(bytes, "anon");
    this.#grown.set(account, (this.#grown.get(account) ?? 0) + bytes);
    this.#count(bytes);
  }

  /** exec(2) and exit(2): all of it. */
  release(): void {
    for (const [memory, account] of this.#allocated) account.uncharge(memory.byteLength, "anon");
    for (const [account, bytes] of this.#grown) account.uncharge(bytes, "anon");
    this.#allocated.clear();
    this.#grown.clear();
    this.#bytes = 0;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#bytes);
  }
}
