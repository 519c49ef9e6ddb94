/** Keys typed at a terminal in raw mode, one after the other. Knows nothing of what they do. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { decodeText } from "../command/text-encoding.ts";

/** Of one terminal. */
export class PagerKeys {
  readonly fd: number;
  readonly #sys: Syscalls;
  #pending = "";

  constructor(sys: Syscalls, fd: number) {
    this.#sys = sys;
    this.fd = fd;
  }

  /** The next key, a cursor key whole; "" when a signal came (the window changed, ^C), `null` at the end. */
  *next(): Blocking<string | null> {
    if (this.#pending === "") {
      try {
        const bytes = yield* this.#sys.read(this.fd, 64);
        if (bytes.length === 0) return null;
        this.#pending = decodeText(bytes);
      } catch (thrown) {
        if (isErrno(thrown, "EINTR")) return "";
        throw thrown;
      }
    }
    const rest = this.#pending.startsWith("\u001b") ? this.#pending.slice(1) : "";
    const cursor = /^(?:\[\d*[A-Z~]|O[A-Z])/u.exec(rest)?.[0];
    const key = cursor === undefined ? (Array.from(this.#pending)[0] ?? "") : `\u001b${cursor}`;
    this.#pending = this.#pending.slice(key.length);
    return key;
  }
}
