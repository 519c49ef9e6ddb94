/**
 * Buffered writing to a descriptor. On a terminal each line goes out at once; elsewhere blocks do. Whoever waits for
 * something else flushes first. Knows nothing of what is written.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { encodeText } from "./text-encoding.ts";

const blockBytes = 16_384;

/** Writes text and bytes to `fd`, in order. */
export class Output {
  readonly #sys: Syscalls;
  readonly #fd: number;
  #text = "";
  #lineBuffered: boolean | null = null;

  constructor(sys: Syscalls, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
  }

  *print(text: string): Blocking<void> {
    this.#text += text;
    if (this.#text.length >= blockBytes || (text.includes("\n") && this.isTerminal)) yield* this.flush();
  }

  *line(text: string): Blocking<void> {
    yield* this.print(`${text}\n`);
  }

  *bytes(bytes: Uint8Array): Blocking<void> {
    yield* this.flush();
    yield* writeAll(this.#sys, this.#fd, bytes);
  }

  *flush(): Blocking<void> {
    if (this.#text === "") return;
    const bytes = encodeText(this.#text);
    // Cleared first: text that cannot be written is not tried again at the end.
    this.#text = "";
    yield* writeAll(this.#sys, this.#fd, bytes);
  }

  /** Whether lines are written at once. */
  get isTerminal(): boolean {
    return (this.#lineBuffered ??= this.#sys.isatty(this.#fd));
  }
}

/** Writes all of `bytes`, going on after interruptions. */
export function* writeAll(sys: Syscalls, fd: number, bytes: Uint8Array): Blocking<void> {
  let rest = bytes;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(yield* sys.write(fd, rest));
    } catch (thrown) {
      if (isErrno(thrown, "EAGAIN")) yield* sys.poll([{ fd, events: { writable: true } }], null);
      else if (!isErrno(thrown, "EINTR")) throw thrown;
    }
  }
}
