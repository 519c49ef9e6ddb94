/**
 * Everything that is written in TypeScript and can be executed: the tools and the shell.
 */
import type { ProgramTable } from "../abi/program.ts";
import { programTable } from "./program-table.ts";
import { shell } from "./shell/shell.ts";

/** By the names their executable files carry. */
export const userland: ProgramTable = new Map([...programTable, ["sh", shell]]);
