/**
 * Reads and writes whole texts by system calls, going on after interruptions.
 */
import { joinBytes } from "../../../../base/join-bytes.ts";
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { decodeBytes } from "./bytes.ts";

/** Everything that can be read from a descriptor. */
export function* readAll(sys: Syscalls, fd: number): Blocking<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* readSome(sys, fd, 65536);
    if (chunk.length === 0) return joinBytes(chunks);
    chunks.push(chunk);
  }
}

/** As read(2), begun again when a signal came. */
export function* readSome(sys: Syscalls, fd: number, maxBytes: number): Blocking<Uint8Array> {
  for (;;) {
    try {
      return yield* sys.read(fd, maxBytes);
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
}

/** Writes all of `bytes`. */
export function* writeAll(sys: Syscalls, fd: number, bytes: Uint8Array): Blocking<void> {
  for (let at = 0; at < bytes.length;) {
    try {
      at += yield* sys.write(fd, at === 0 ? bytes : bytes.subarray(at));
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
}

/** The text of a file. */
export function* readFile(sys: Syscalls, path: string): Blocking<string> {
  const fd = yield* sys.open(path, { access: "read", closeOnExec: true });
  try {
    return decodeBytes(yield* readAll(sys, fd));
  } finally {
    sys.close(fd);
  }
}
