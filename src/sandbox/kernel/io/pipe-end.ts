/**
 * An open end of a pipe or FIFO. Knows how the end was opened; what flows is the pipe's.
 */
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import { OpenFile, type OpenStatus } from "../../fs/open-file.ts";
import { AnonymousNode } from "./anonymous-node.ts";
import { sleepOn } from "../wait-queue.ts";
import type { OpenedNode } from "./opened-node.ts";
import { Pipe } from "./pipe.ts";

/** A descriptor's view of a pipe; a FIFO may be open for both (fifo(7)). */
export class PipeEnd extends OpenFile {
  readonly #pipe: Pipe;
  readonly #node: OpenedNode;
  /** Writers there had been before this end: until one more comes, their absence is no hang-up. */
  readonly #writersBefore: number;

  /** Counts as an end of `pipe` until it is released. */
  constructor(pipe: Pipe, node: OpenedNode, status: OpenStatus) {
    super(status);
    this.#pipe = pipe;
    this.#node = node;
    pipe.addEnd(this.readable, this.writable);
    this.#writersBefore = pipe.writers > 0 ? -1 : pipe.writersEver;
  }

  get description(): string {
    return this.#node.description;
  }

  stat(caller: Caller): Stat {
    return this.#node.stat(caller);
  }

  override *read(maxBytes: number, _caller: Caller): Blocking<Uint8Array> {
    return yield* this.#pipe.read(maxBytes, this.status.nonBlocking);
  }

  override *write(bytes: Uint8Array, caller: Caller): Blocking<number> {
    return yield* this.#pipe.write(bytes, this.status.nonBlocking, caller);
  }

  override *reopen(status: OpenStatus, _caller: Caller): Blocking<OpenFile> {
    // Only a FIFO waits for its other end: a pipe had both (fifo_open).
    if (this.#node instanceof AnonymousNode) return new PipeEnd(this.#pipe, this.#node, status);
    return yield* openFifo(this.#pipe, this.#node, status);
  }

  override ready(): PollEvents {
    const pipe = this.#pipe;
    return {
      readable: this.readable && pipe.size > 0,
      writable: this.writable && pipe.roomy,
      error: this.writable && pipe.readers === 0,
      hangUp: this.readable && pipe.writers === 0 && pipe.writersEver !== this.#writersBefore,
    };
  }

  override get changes(): Waitable {
    const { filled, drained } = this.#pipe;
    if (!this.writable) return filled;
    if (!this.readable) return drained;
    return {
      enroll(wake) {
        const both = [filled.enroll(wake), drained.enroll(wake)];
        return {
          [Symbol.dispose]() {
            for (const one of both) one[Symbol.dispose]();
          },
        };
      },
    };
  }

  protected override released(): void {
    this.#pipe.removeEnd(this.readable, this.writable);
  }
}

/**
 * open(2) of a FIFO whose node has `pipe`, or of an end of a pipe by `/proc/PID/fd`. Waits until the other end is open
 * too, but with `both` (fifo(7)); ENXIO for a non-blocking writer nobody reads from, EINTR.
 */
export function* openFifo(pipe: Pipe, node: OpenedNode, status: OpenStatus): Blocking<PipeEnd> {
  if (status.access === "write" && status.nonBlocking && pipe.readers === 0) throw new Errno("ENXIO");
  const { readersEver, writersEver } = pipe;
  const end = new PipeEnd(pipe, node, status);
  if (status.nonBlocking) return end;
  let open = false;
  try {
    // Who came and went while this one slept was there all the same.
    if (status.access === "read") {
      while (pipe.writers === 0 && pipe.writersEver === writersEver) yield* sleepOn(pipe.opened);
    } else if (status.access === "write") {
      while (pipe.readers === 0 && pipe.readersEver === readersEver) yield* sleepOn(pipe.opened);
    }
    open = true;
    return end;
  } finally {
    // Interrupted, or killed where it waited.
    if (!open) end.drop();
  }
}

/** pipe(2): a new pipe's ends. `inode` is the number `/proc/PID/fd` shows. */
export function openPipe(
  inode: number,
  nonBlocking: boolean,
  maker: Caller,
): { readonly read: PipeEnd; readonly write: PipeEnd } {
  const pipe = new Pipe();
  const node = new AnonymousNode("fifo", inode, maker);
  // The reader first: a pipe never had "no reader".
  const read = new PipeEnd(pipe, node, { access: "read", append: false, nonBlocking });
  const write = new PipeEnd(pipe, node, { access: "write", append: false, nonBlocking });
  return { read, write };
}
