/**
 * The extended attributes of one file (xattr(7)) in memory, paid for by whoever set them. Knows no rules about names.
 */
import { Errno } from "../abi/errno.ts";
import type { Caller, MemoryAccount } from "./caller.ts";

/** What the kernel takes for each beside name and value (struct simple_xattr with its name's allocation). */
const overheadBytes = 64;

interface Kept {
  readonly value: Uint8Array;
  readonly account: MemoryAccount;
  readonly bytes: number;
}

/** Attributes by name. */
export class AttributeStore {
  readonly #kept = new Map<string, Kept>();

  get(name: string): Uint8Array | null {
    return this.#kept.get(name)?.value ?? null;
  }

  /** In the order in which tmpfs tells them: descending. */
  names(): readonly string[] {
    return [...this.#kept.keys()].toSorted((one, other) => (one < other ? 1 : -1));
  }

  /** `null` removes. ENOSPC over the limit of the caller's cgroup. */
  set(name: string, value: Uint8Array | null, { account }: Pick<Caller, "account">): void {
    const before = this.#kept.get(name);
    if (value !== null) {
      const bytes = overheadBytes + name.length + value.byteLength;
      if (!account.tryCharge(bytes, "kernel")) throw new Errno("ENOSPC");
      this.#kept.set(name, { value: value.slice(), account, bytes });
    } else this.#kept.delete(name);
    before?.account.uncharge(before.bytes, "kernel");
  }

  /** Gives back all that was charged. */
  release(): void {
    for (const { account, bytes } of this.#kept.values()) account.uncharge(bytes, "kernel");
    this.#kept.clear();
  }
}
