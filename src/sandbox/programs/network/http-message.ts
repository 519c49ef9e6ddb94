/**
 * Reading one HTTP message (RFC 9112) from a connection: its head, and its body by length, by chunks or to the end.
 */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { decodeText } from "../command/text-encoding.ts";

const headLimitBytes = 65_536;

/** Reads from a connection, keeping what came too early. */
export class HttpReader {
  readonly #sys: Syscalls;
  readonly #fd: number;
  #rest: Uint8Array = new Uint8Array();

  constructor(sys: Syscalls, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
  }

  /** The first line and the fields, by lower-case names; `null` where the connection ended before. */
  *head(): Blocking<{ readonly first: string; readonly fields: ReadonlyMap<string, string> } | null> {
    const lines: string[] = [];
    let bytes = 0;
    for (;;) {
      const line = yield* this.#line();
      if (line === null) return null;
      if (line === "" && lines.length > 0) break;
      bytes += line.length;
      if (bytes > headLimitBytes) throw new CommandFailure("head of the message is too long");
      if (line !== "") lines.push(line);
    }
    const [first = "", ...rest] = lines;
    const fields = rest.flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const];
    });
    return { first, fields: new Map(fields) };
  }

  /** The body, piece by piece, each handed to `take`. */
  *body(fields: ReadonlyMap<string, string>, take: (bytes: Uint8Array) => Blocking<void>): Blocking<void> {
    if (/\bchunked\b/iu.test(fields.get("transfer-encoding") ?? "")) {
      for (;;) {
        const size = Number.parseInt((yield* this.#line()) ?? "", 16);
        if (Number.isNaN(size)) throw new CommandFailure("bad chunk");
        yield* this.#exactly(size, take);
        yield* this.#line();
        if (size === 0) return;
      }
    }
    const length = fields.get("content-length");
    if (length !== undefined) return yield* this.#exactly(Number(length), take);
    for (let bytes = yield* this.#some(); bytes.length > 0; bytes = yield* this.#some()) yield* take(bytes);
  }

  *#exactly(count: number, take: (bytes: Uint8Array) => Blocking<void>): Blocking<void> {
    for (let left = count; left > 0;) {
      const bytes = yield* this.#some();
      if (bytes.length === 0) throw new CommandFailure("connection closed prematurely");
      this.#rest = bytes.subarray(left);
      const own = bytes.subarray(0, left);
      left -= own.length;
      yield* take(own);
    }
  }

  *#line(): Blocking<string | null> {
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end >= 0) {
        const line = decodeText(this.#rest.subarray(0, end)).replace(/\r$/u, "");
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (this.#rest.length > headLimitBytes) throw new CommandFailure("line is too long");
      const bytes = yield* readSome(this.#sys, this.#fd);
      if (bytes.length === 0) return null;
      this.#rest = joinBytes([this.#rest, bytes]);
    }
  }

  *#some(): Blocking<Uint8Array> {
    if (this.#rest.length === 0) return yield* readSome(this.#sys, this.#fd);
    const bytes = this.#rest;
    this.#rest = new Uint8Array();
    return bytes;
  }
}
