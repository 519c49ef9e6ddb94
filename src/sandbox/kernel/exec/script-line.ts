/** The first line of a script, as execve(2) reads it. Knows nothing of files. */
import { Errno } from "../../abi/errno.ts";
import { startsWith } from "./file-head.ts";

const decoder = new TextDecoder();

/** What a `#!` line asks for. */
export interface ScriptLine {
  readonly interpreter: string;
  /** Everything after the interpreter, as one argument. */
  readonly argument: string | null;
}

/**
 * The `#!` line at the start of a file's first 256 bytes; `null` when there is none. A line that is cut off counts only
 * if the interpreter's name is whole (Linux 5.1 and later). ENOEXEC.
 */
export function scriptLine(head: Uint8Array): ScriptLine | null {
  if (!startsWith(head, "#!")) return null;
  // The last byte of a full buffer is never looked at.
  const bytes = head.subarray(2, 255);
  const newline = bytes.indexOf(10);
  const nul = bytes.indexOf(0);
  const ends = newline >= 0 || nul >= 0 || head.byteLength < 256;
  const ending = [newline, nul].filter((at) => at >= 0);
  const text = decoder.decode(bytes.subarray(0, Math.min(bytes.byteLength, ...ending)));
  const line = text.replace(/^[ \t]+/, "");
  if (line.trim() === "") throw new Errno("ENOEXEC");
  const [, interpreter = "", rest = ""] = /^([^ \t]+)(.*)$/s.exec(line) ?? [];
  if (!ends && rest === "") throw new Errno("ENOEXEC");
  const argument = rest.replace(/^[ \t]+|[ \t]+$/g, "");
  return { interpreter, argument: argument === "" ? null : argument };
}
