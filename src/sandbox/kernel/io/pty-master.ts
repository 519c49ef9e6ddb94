/**
 * The master of a pseudo-terminal as a program has it, opened from `/dev/ptmx` (ptmx(4)).
 */
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import { Errno, isErrno } from "../../abi/errno.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import type { OpenStatus } from "../../fs/open-file.ts";
import { sleepOn, WaitQueue } from "../wait-queue.ts";
import type { OpenedNode } from "./opened-node.ts";
import type { PseudoTerminal } from "./pseudo-terminal.ts";
import { TerminalFile } from "./terminal-file.ts";
import type { Tty } from "./tty.ts";

/** Reads what programs print and types what is written; its release ends the pseudo-terminal. */
export class PtyMaster extends TerminalFile {
  readonly master = true;
  readonly hungUp = false;
  readonly #terminal: PseudoTerminal;
  readonly #node: OpenedNode;
  readonly #changed = new WaitQueue();
  /** Whether anyone had the other end open: before that, nobody there is no end of file. */
  #wasUsed = false;
  #typable = true;

  constructor(terminal: PseudoTerminal, node: OpenedNode, status: OpenStatus) {
    super(status);
    this.#terminal = terminal;
    this.#node = node;
    terminal.tty.connect({
      outputReady: () => this.#changed.wakeAll(),
      inputRoom: () => {
        this.#typable = true;
        this.#changed.wakeAll();
      },
      usersChanged: () => {
        this.#wasUsed = true;
        this.#changed.wakeAll();
      },
    });
  }

  get description(): string {
    return this.#node.description;
  }

  get tty(): Tty {
    return this.#terminal.tty;
  }

  /** The N of the other end's `/dev/pts/N`. */
  get number(): number {
    return this.#terminal.number;
  }

  stat(caller: Caller): Stat {
    return this.#node.stat(caller);
  }

  override *read(maxBytes: number, _caller: Caller): Blocking<Uint8Array> {
    if (maxBytes === 0) return new Uint8Array(0);
    while (this.tty.outputBytes === 0) {
      if (this.#deserted) throw new Errno("EIO");
      if (this.status.nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(this.#changed);
    }
    return this.tty.takeOutput(maxBytes);
  }

  override *write(bytes: Uint8Array, _caller: Caller): Blocking<number> {
    let written = 0;
    for (;;) {
      const taken = this.tty.receive(bytes.subarray(written));
      written += taken;
      if (written === bytes.length) return written;
      this.#typable = false;
      if (this.status.nonBlocking) {
        if (written > 0) return written;
        throw new Errno("EAGAIN");
      }
      try {
        yield* sleepOn(this.#changed);
      } catch (error) {
        if (isErrno(error, "EINTR") && written > 0) return written;
        throw error;
      }
    }
  }

  override ready(): PollEvents {
    return {
      readable: this.tty.outputBytes > 0,
      writable: this.#typable,
      error: false,
      hangUp: this.#deserted,
    };
  }

  override get changes(): Waitable {
    return this.#changed;
  }

  protected override released(): void {
    this.#terminal[Symbol.dispose]();
  }

  get #deserted(): boolean {
    return this.#wasUsed && this.tty.users === 0;
  }
}
