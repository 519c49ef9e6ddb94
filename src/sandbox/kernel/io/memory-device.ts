/**
 * The devices that are nothing but a rule for bytes: null, zero, full, random, urandom (null(4), full(4), random(4)).
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import { OpenFile, type OpenStatus } from "../../fs/open-file.ts";
import type { OpenedNode } from "./opened-node.ts";

/** What such a device does. */
export interface MemoryRule {
  /** Fills what is read; `null` is always at its end. */
  readonly fill: ((bytes: Uint8Array) => void) | null;
  /** Whether a write is refused with ENOSPC instead of swallowed. */
  readonly full?: boolean;
}

/** Reads up to here are not worth a question to the memory controller. */
const freeBytes = 1024 * 1024;

/** One of them, open. */
export class MemoryDevice extends OpenFile {
  readonly #node: OpenedNode;
  readonly #rule: MemoryRule;

  constructor(rule: MemoryRule, node: OpenedNode, status: OpenStatus) {
    super(status);
    this.#rule = rule;
    this.#node = node;
  }

  get description(): string {
    return this.#node.description;
  }

  stat(caller: Caller): Stat {
    return this.#node.stat(caller);
  }

  override *read(maxBytes: number, { account }: Caller): Blocking<Uint8Array> {
    const { fill } = this.#rule;
    if (!fill) return new Uint8Array(0);
    if (maxBytes > freeBytes) {
      // The buffer is made here, so whoever may not have that much memory must not get it this way.
      yield* account.charge(maxBytes, "kernel");
      account.uncharge(maxBytes, "kernel");
    }
    const bytes = new Uint8Array(maxBytes);
    fill(bytes);
    return bytes;
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *write(bytes: Uint8Array, _caller: Caller): Blocking<number> {
    if (this.#rule.full && bytes.length > 0) throw new Errno("ENOSPC");
    return bytes.length;
  }

  override *readAt(maxBytes: number, _offset: number, caller: Caller): Blocking<Uint8Array> {
    return yield* this.read(maxBytes, caller);
  }

  override *writeAt(bytes: Uint8Array, _offset: number, caller: Caller): Blocking<number> {
    return yield* this.write(bytes, caller);
  }

  override seek(): number {
    return 0;
  }
}

/** The rules by name. `random` fills with chance good enough for keys. */
export function memoryRules(
  random: (bytes: Uint8Array) => void,
): Readonly<Record<"null" | "zero" | "full" | "random", MemoryRule>> {
  const zeros = (): void => undefined;
  return {
    null: { fill: null },
    zero: { fill: zeros },
    full: { fill: zeros, full: true },
    random: { fill: random },
  };
}
