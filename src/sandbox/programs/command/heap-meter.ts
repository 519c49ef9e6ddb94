/**
 * What a program keeps, asked of the kernel before it is kept: so that a program that keeps ever more meets its cgroup's
 * `memory.max` and not the end of the page. An estimate, in steps; nothing is given back before the end (as by malloc).
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";

const stepBytes = 131_072;

/** Of one program. */
export class HeapMeter {
  readonly #sys: Pick<Syscalls, "growMemory">;
  #keptBytes = 0;
  #askedBytes = 0;

  constructor(sys: Pick<Syscalls, "growMemory">) {
    this.#sys = sys;
  }

  /** So much more is kept. */
  *add(bytes: number): Blocking<void> {
    yield* this.keep(this.#keptBytes + bytes);
  }

  /** So much is kept in all. */
  *keep(bytes: number): Blocking<void> {
    this.#keptBytes = bytes;
    if (this.#keptBytes <= this.#askedBytes) return;
    const more = Math.ceil((this.#keptBytes - this.#askedBytes) / stepBytes) * stepBytes;
    yield* this.#sys.growMemory(more);
    this.#askedBytes += more;
  }
}
