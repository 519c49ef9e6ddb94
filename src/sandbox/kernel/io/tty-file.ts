/**
 * An open terminal, as programs have it: `/dev/pts/N`, `/dev/console`, `/dev/tty`.
 */
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import type { OpenFile, OpenStatus } from "../../fs/open-file.ts";
import type { OpenedNode } from "./opened-node.ts";
import { TerminalFile } from "./terminal-file.ts";
import type { Tty } from "./tty.ts";

/** Counts as a user of the terminal until it is released. A hang-up makes it useless for good. */
export class TtyFile extends TerminalFile {
  readonly tty: Tty;
  readonly master = false;
  readonly #node: OpenedNode;
  readonly #hangUps: number;

  constructor(tty: Tty, node: OpenedNode, status: OpenStatus) {
    super(status);
    this.tty = tty;
    this.#node = node;
    this.#hangUps = tty.hangUps;
    tty.addUser();
  }

  get description(): string {
    return this.#node.description;
  }

  get hungUp(): boolean {
    return this.tty.hangUps !== this.#hangUps;
  }

  stat(caller: Caller): Stat {
    return this.#node.stat(caller);
  }

  override *read(maxBytes: number, caller: Caller): Blocking<Uint8Array> {
    return yield* this.tty.read(maxBytes, this.#hangUps, this.status.nonBlocking, caller);
  }

  override *write(bytes: Uint8Array, caller: Caller): Blocking<number> {
    return yield* this.tty.write(bytes, this.#hangUps, this.status.nonBlocking, caller);
  }

  // oxlint-disable-next-line require-yield -- it waits for nothing
  override *reopen(status: OpenStatus, caller: Caller): Blocking<OpenFile> {
    return openTty(this.tty, this.#node, status, caller, true);
  }

  override ready(): PollEvents {
    const { hungUp, tty } = this;
    return {
      readable: this.readable && (hungUp || tty.readable),
      writable: this.writable && (hungUp || tty.writable),
      error: hungUp,
      hangUp: hungUp,
    };
  }

  override get changes(): Waitable {
    return this.tty.changed;
  }

  protected override released(): void {
    this.tty.removeUser();
  }
}

/**
 * open(2) of a terminal: a session's leader without one gets it as its controlling terminal, if it is free and read
 * from, and `noControl` does not forbid it.
 */
export function openTty(
  tty: Tty,
  node: OpenedNode,
  status: OpenStatus,
  caller: Caller,
  noControl: boolean,
): TtyFile {
  const file = new TtyFile(tty, node, status);
  if (!noControl && file.readable) tty.jobs.controlIfFree(caller);
  return file;
}
