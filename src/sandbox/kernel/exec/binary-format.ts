/**
 * The port behind which kinds of programs are: what exec(2) asks of one. A format knows its bytes and how to begin
 * them, nothing of tasks.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { ProgramArguments, Syscalls } from "../../abi/program.ts";
import type { Execution } from "../runnable.ts";

/** The file that is to be executed. Its bytes may not change while it is loaded (ETXTBSY). */
export interface ExecutableFile {
  /** The path it was found by. */
  readonly path: string;
  /** The first 256 bytes, or as many as there are. */
  readonly head: Uint8Array;
  /** Bytes. */
  readonly size: number;
  /** The same object for the same file, for what a format keeps of it (a compiled module). */
  readonly identity: object;
  /** Changes when the file's content may have. */
  readonly modifiedMs: number;
  /** All of it. */
  readAll(): Uint8Array;
}

/** What a loaded program is given when it begins: everything of the old one is gone by then. */
export interface ProgramStart {
  readonly sys: Syscalls;
  readonly given: ProgramArguments;
  /**
   * Charges memory of the program's own (linear memory) to its cgroup until it ends. May kill within the cgroup: then
   * this never returns.
   */
  readonly growMemory: (bytes: number) => Blocking<void>;
}

/** A program that is ready to begin. Not begun, it is just forgotten. */
export interface LoadedProgram {
  begin(start: ProgramStart): Execution;
}

/** A kind of programs. */
export interface BinaryFormat {
  readonly name: string;
  /** What its files begin with, a character a byte. */
  readonly magic: string;
  /** Whether it can run programs here; its `load` says why not. */
  readonly enabled: boolean;
  recognises(head: Uint8Array): boolean;
  /** May wait (for a compiler). Refuses with an `Errno`: ENOEXEC with a `why` that says what is missing. */
  load(file: ExecutableFile): Blocking<LoadedProgram>;
}
