/**
 * `/dev/kmsg`: each read gives one record of the kernel's log, each write adds one (the kernel's
 * `Documentation/ABI/testing/dev-kmsg`). Every opening reads from the oldest on, at its own pace.
 */
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import { OpenFile, type OpenStatus } from "../../fs/open-file.ts";
import type { KernelLog, LogRecord } from "../kernel-log.ts";
import { sleepOn } from "../wait-queue.ts";
import type { OpenedNode } from "./opened-node.ts";

/** What programs write is of the facility "user", and a warning unless they say otherwise. */
const userFacility = 1 << 3;
const defaultPriority = userFacility | 4;
/** A longer record is refused. */
const mostBytes = 976;

/** An opening of the log. */
export class KernelMessages extends OpenFile {
  readonly #log: KernelLog;
  readonly #node: OpenedNode;
  #next: number;

  /** EPERM to read without CAP_SYSLOG over the host: `dmesg_restrict` is set. */
  constructor(log: KernelLog, node: OpenedNode, status: OpenStatus, caller: Caller) {
    super(status);
    if (this.readable && !caller.identity.capable("CAP_SYSLOG")) throw new Errno("EPERM");
    this.#log = log;
    this.#node = node;
    this.#next = log.first;
  }

  get description(): string {
    return this.#node.description;
  }

  stat(caller: Caller): Stat {
    return this.#node.stat(caller);
  }

  override *read(maxBytes: number, _caller: Caller): Blocking<Uint8Array> {
    const log = this.#log;
    while (this.#next >= log.next) {
      if (this.status.nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(log.added);
    }
    const record = log.record(this.#next);
    if (!record) {
      // Overwritten before it was read: the reader is told once, and goes on with what there is.
      this.#next = log.first;
      throw new Errno("EPIPE");
    }
    const bytes = new TextEncoder().encode(recordText(record));
    if (bytes.length > maxBytes) throw new Errno("EINVAL");
    this.#next += 1;
    return bytes;
  }

  // oxlint-disable-next-line require-yield -- there is always room
  override *write(bytes: Uint8Array, _caller: Caller): Blocking<number> {
    if (bytes.length > mostBytes) throw new Errno("EINVAL");
    const text = new TextDecoder().decode(bytes);
    const [head, digits] = /^<(\d+)>/.exec(text) ?? ["", null];
    const said = digits === null ? defaultPriority : Number(digits);
    // Only the kernel itself speaks as the kernel.
    const priority = said < userFacility ? said | userFacility : said;
    this.#log.add(priority, text.slice(head.length).replace(/\n$/, ""));
    return bytes.length;
  }

  /** To the oldest record, or behind the newest. */
  override seek(offset: number, whence: "start" | "current" | "end"): number {
    if (offset !== 0) throw new Errno("ESPIPE");
    if (whence === "current") throw new Errno("EINVAL");
    this.#next = whence === "start" ? this.#log.first : this.#log.next;
    return 0;
  }

  override ready(): PollEvents {
    const overwritten = this.#next < this.#log.first;
    return {
      readable: this.readable && this.#next < this.#log.next,
      writable: this.writable,
      error: this.readable && overwritten,
    };
  }

  override get changes(): Waitable {
    return this.#log.added;
  }
}

/** What would break the one line of a record is escaped. */
function recordText({ priority, sequence, atMs, text }: LogRecord): string {
  const escaped = Array.from(new TextEncoder().encode(text), (byte) =>
    byte < 0x20 || byte >= 0x7f || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, "0")}`
      : String.fromCodePoint(byte),
  ).join("");
  return `${priority},${sequence},${Math.floor(atMs * 1000)},-;${escaped}\n`;
}
