/**
 * All builtins, by name.
 */
import type { Builtin } from "./builtin.ts";
import { controlBuiltins } from "./control.ts";
import { directoryBuiltins } from "./directories.ts";
import { inputBuiltins } from "./input.ts";
import { jobBuiltins } from "./jobs.ts";
import { limitBuiltins } from "./ulimit.ts";
import { nameBuiltins } from "./names.ts";
import { outputBuiltins } from "./output.ts";
import { signalBuiltins } from "./signals.ts";
import { testBuiltins } from "./test.ts";
import { variableBuiltins } from "./variables.ts";

/** Builtins, by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ...controlBuiltins,
  ...variableBuiltins,
  ...directoryBuiltins,
  ...limitBuiltins,
  ...nameBuiltins,
  ...inputBuiltins,
  ...outputBuiltins,
  ...jobBuiltins,
  ...signalBuiltins,
  ...testBuiltins,
]);
