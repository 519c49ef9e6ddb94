/**
 * A pipe: 64 KiB between those who write and those who read (pipe(7)). Knows its ends only by their number.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno, isErrno } from "../../abi/errno.ts";
import type { Caller } from "../../fs/caller.ts";
import { sleepOn, WaitQueue } from "../wait-queue.ts";
import { ByteQueue } from "./byte-queue.ts";

/** How much a pipe holds. */
const pipeCapacityBytes = 65_536;

/** Writes up to this size are never mixed with others' (PIPE_BUF). */
const pipeAtomicBytes = 4096;

/** What both ends share. */
export class Pipe {
  /** Tells readers: bytes have come, or the last writer has gone. */
  readonly filled = new WaitQueue();
  /** Tells writers: there is room again, or the last reader has gone. */
  readonly drained = new WaitQueue();
  /** Tells who opens a FIFO: an end was opened. */
  readonly opened = new WaitQueue();
  readonly #bytes = new ByteQueue("pipe");
  #readers = 0;
  #writers = 0;
  #readersEver = 0;
  #writersEver = 0;

  get size(): number {
    return this.#bytes.size;
  }

  get readers(): number {
    return this.#readers;
  }

  get writers(): number {
    return this.#writers;
  }

  /** How many readers were opened in all: one that came and went counts. */
  get readersEver(): number {
    return this.#readersEver;
  }

  get writersEver(): number {
    return this.#writersEver;
  }

  /** Whether poll(2) calls it writable: a write of `pipeAtomicBytes` would not wait. */
  get roomy(): boolean {
    return pipeCapacityBytes - this.size >= pipeAtomicBytes;
  }

  addEnd(reads: boolean, writes: boolean): void {
    if (reads) {
      this.#readers += 1;
      this.#readersEver += 1;
    }
    if (writes) {
      this.#writers += 1;
      this.#writersEver += 1;
    }
    this.opened.wakeAll();
  }

  removeEnd(reads: boolean, writes: boolean): void {
    if (reads) this.#readers -= 1;
    if (writes) this.#writers -= 1;
    if (reads && this.#readers === 0) this.drained.wakeAll();
    if (writes && this.#writers === 0) this.filled.wakeAll();
    if (this.#readers === 0 && this.#writers === 0) this.#bytes.clear();
  }

  *read(maxBytes: number, nonBlocking: boolean): Blocking<Uint8Array> {
    if (maxBytes === 0) return new Uint8Array(0);
    while (this.size === 0) {
      if (this.#writers === 0) return new Uint8Array(0);
      if (nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(this.filled);
    }
    const taken = this.#bytes.take(maxBytes);
    if (this.roomy) this.drained.wakeAll();
    return taken;
  }

  *write(bytes: Uint8Array, nonBlocking: boolean, caller: Caller): Blocking<number> {
    let written = 0;
    while (written < bytes.length) {
      if (this.#readers === 0) {
        caller.signalSelf("SIGPIPE");
        if (written > 0) return written;
        throw new Errno("EPIPE");
      }
      const left = bytes.length - written;
      if (pipeCapacityBytes - this.size >= Math.min(left, pipeAtomicBytes)) {
        written += yield* this.#append(bytes.subarray(written), caller);
      } else if (nonBlocking) {
        if (written > 0) return written;
        throw new Errno("EAGAIN");
      } else {
        try {
          yield* sleepOn(this.drained);
        } catch (error) {
          if (written > 0 && isErrno(error, "EINTR")) return written;
          throw error;
        }
      }
    }
    return written;
  }

  /** Takes in what fits of `bytes`; none if others were quicker while memory was waited for. */
  *#append(bytes: Uint8Array, caller: Caller): Blocking<number> {
    const wanted = Math.min(bytes.length, pipeCapacityBytes - this.size);
    if (!caller.account.tryCharge(wanted, "pipe")) {
      yield* caller.account.charge(wanted, "pipe");
      if (this.#readers === 0 || pipeCapacityBytes - this.size < wanted) {
        caller.account.uncharge(wanted, "pipe");
        return 0;
      }
    }
    this.#bytes.append(wanted === bytes.length ? bytes : bytes.subarray(0, wanted), caller.account);
    this.filled.wakeAll();
    return wanted;
  }
}
