/**
 * What a program is: a generator that is given the system calls and its arguments and comes to an exit status. Programs
 * know the kernel by this and by nothing else.
 */
import type { Blocking } from "./blocking.ts";
import type { FileCalls } from "./file-calls.ts";
import type { IpcCalls } from "./ipc-calls.ts";
import type { NetworkCalls } from "./network-calls.ts";
import type { ProcessCalls } from "./process-calls.ts";
import type { TerminalCalls } from "./terminal-calls.ts";

/** All system calls, as one task has them. */
export interface Syscalls extends FileCalls, ProcessCalls, TerminalCalls, NetworkCalls, IpcCalls {}

/** What exec(2) hands over. */
export interface ProgramArguments {
  /** `argv[0]` included. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A program. Its value is the exit status, 0 to 255. It must yield in every loop that does not call the kernel
 * (`yield checkpoint`), or it keeps the page waiting.
 */
export type Program = (sys: Syscalls, given: ProgramArguments) => Blocking<number>;

/** The programs written in TypeScript, by the name their executable file carries. */
export type ProgramTable = ReadonlyMap<string, Program>;

/**
 * The first bytes of an executable file that stands for a TypeScript program; the rest of the file, to the newline, is
 * its name in the program table.
 */
export const programMagic = "\u007fTSP";
