/**
 * Reads lines from standard input and takes no more than the line.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { decodeBytes } from "../text/bytes.ts";
import { readSome } from "../text/read-file.ts";

const blockBytes = 4096;

/** A line with its newline, where there is one; `null` at the end. */
export function* readInputLine(sys: Syscalls): Blocking<string | null> {
  const chunks: number[] = [];
  const seekable = canSeek(sys);
  for (;;) {
    const chunk = yield* readSome(sys, 0, seekable ? blockBytes : 1);
    if (chunk.length === 0) break;
    const newline = chunk.indexOf(10);
    for (const byte of newline < 0 ? chunk : chunk.subarray(0, newline + 1)) chunks.push(byte);
    if (newline < 0) continue;
    if (newline + 1 < chunk.length) sys.seek(0, newline + 1 - chunk.length, "current");
    break;
  }
  return chunks.length === 0 ? null : decodeBytes(Uint8Array.from(chunks));
}

function canSeek(sys: Syscalls): boolean {
  try {
    if (sys.fstat(0).type !== "file") return false;
    sys.seek(0, 0, "current");
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
