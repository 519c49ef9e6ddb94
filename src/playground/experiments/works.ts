/** Pieces of work that are done in every place: as one text for the shells, and as a program alone where that can be. Pure. */

/** A piece of work. */
export interface Work {
  readonly id: string;
  readonly title: string;
  /** What is typed in guest and sandbox, `size` times as much work. */
  readonly command: (size: number) => string;
  /** The same work without a kernel; `null` where there is none without. With `drops` what it prints is no answer. */
  readonly bare:
    | ((size: number) => {
        readonly argv: readonly string[];
        readonly inputBytes: number;
        readonly times: number;
        readonly drops?: boolean;
      })
    | null;
  /** What is the same and what is not. */
  readonly words: string;
}

const kibibyte = 1024;

/** Makes the file that some works read: 4 MiB of zeros in memory, of which each takes its part. */
export const preparation = "dd if=/dev/zero of=/tmp/work bs=65536 count=64 2>/dev/null";

/** Nothing: what a command costs before it does anything. */
export const nothing = ":";

/** By what they ask of the kernel, little first. */
export const works: readonly Work[] = [
  {
    id: "hash",
    title: "Hash",
    command: (size) => `head -c ${size * 512 * kibibyte} /tmp/work | sha256sum`,
    bare: (size) => ({ argv: ["sha256sum"], inputBytes: size * 512 * kibibyte, times: 1 }),
    words:
      "SHA-256 of zeros (512 KiB for each unit of size): computing, and little of the kernel. In the guest BusyBox's program in x86 code, in sandbox and page toybox's, the very same WebAssembly file.",
  },
  {
    id: "loop",
    title: "Shell loop",
    command: (size) => `i=0; while [ $i -lt ${size * 1000} ]; do i=$((i+1)); done`,
    bare: null,
    words:
      "Counting in the shell (1000 turns for each unit): the text is the same; the guest's shell is BusyBox's in x86 code, the sandbox's is written in TypeScript. The page has no shell.",
  },
  {
    id: "files",
    title: "Files",
    command: (size) =>
      `mkdir /tmp/parts && cd /tmp/parts && head -c ${size * 256 * kibibyte} /tmp/work | split -b 4096 && cd / && rm -r /tmp/parts`,
    bare: null,
    words:
      "Writing and removing files of 4 KiB (64 for each unit), in memory in both. The page has no files.",
  },
  {
    id: "processes",
    title: "Processes",
    command: (size) => `i=0; while [ $i -lt ${size * 10} ]; do cat /dev/null; i=$((i+1)); done`,
    bare: (size) => ({ argv: ["cat"], inputBytes: 0, times: size * 10 }),
    words:
      "Starting small programs one after the other (10 for each unit): fork, exec and wait in guest and sandbox; in the page an instance of the same WebAssembly program, which is no process.",
  },
  {
    id: "pipe",
    title: "Pipe",
    command: (size) => `dd if=/dev/zero bs=4096 count=${size * 250} 2>/dev/null | cat > /dev/null`,
    bare: (size) => ({ argv: ["cat"], inputBytes: size * 1000 * kibibyte, times: 1, drops: true }),
    words:
      "Moving bytes from one program to another (1000 KiB for each unit): two processes and a pipe; in the page one program that reads and writes without a second one or a pipe.",
  },
];
