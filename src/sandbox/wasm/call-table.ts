/**
 * What implementations of calls look like, and what they are given. Knows no call.
 */
import type { Blocking } from "../abi/blocking.ts";
import type { ProgramArguments, Syscalls } from "../abi/program.ts";
import type { LinearMemory } from "./linear-memory.ts";
import type { ProgramSignals } from "./program-signals.ts";

/** The program that makes the calls. */
export interface Calling {
  /** Of the task the instance is at the moment: between vfork and exec the child. */
  readonly sys: Syscalls;
  readonly memory: LinearMemory;
  readonly given: ProgramArguments;
  readonly signals: ProgramSignals;
}

/** Calls by name. Arguments are as WebAssembly passes them: numbers, or bigints for i64. */
export interface CallTable {
  /** Answer at once. */
  readonly plain: Readonly<Record<string, (...given: never[]) => number>>;
  /** May wait. */
  readonly waiting: Readonly<Record<string, (...given: never[]) => Blocking<number>>>;
}

/** All calls of several tables. */
export function allOf(...tables: readonly CallTable[]): CallTable {
  return {
    plain: Object.assign({}, ...tables.map(({ plain }) => plain)),
    waiting: Object.assign({}, ...tables.map(({ waiting }) => waiting)),
  };
}
