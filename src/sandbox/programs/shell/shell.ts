/**
 * `sh`: reads commands from its terminal, a script, its input or an argument, and runs them. Knows the kernel by its
 * system calls only.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Program } from "../../abi/program.ts";
import { startShell } from "./start/start-shell.ts";

/** The shell of the sandboxes. */
export const shell: Program = function* shell(sys, given): Blocking<number> {
  return yield* startShell(sys, given, shell);
};
