/**
 * What a command run in a machine beside its consoles leaves behind, and its bounds: the same for guests and sandboxes.
 */
import { KIB } from "../base/units.ts";

/** Of a command's output so many bytes are kept; a command that prints more is killed. */
export const mostCommandOutputBytes = 256 * KIB;

/** A command may be so long, in bytes of UTF-8 with each newline and backslash counted twice (`images/linux/init`). */
export const longestCommandBytes = 8_000;

/** How a command ended. */
export interface CommandEnd {
  /** What it wrote to its standard output and error, in order, at most `mostCommandOutputBytes`. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** As a shell counts: 128 plus the signal's number where a signal ended it. */
  readonly exitCode: number;
  /** Whether it was killed because it printed more than is kept. */
  readonly truncated: boolean;
}
