/**
 * Everything a shell remembers that a subshell gets a copy of. Knows nothing of system calls: what the kernel keeps
 * (descriptors, working directory, umask) the kernel copies.
 */
import type { Signal } from "../../../abi/signals.ts";
import type { Command } from "../parser/syntax-tree.ts";
import type { OptionName } from "./shell-options.ts";
import { Variables } from "./variables.ts";

/** What a trap can be set on. */
export type TrapName = Signal | "EXIT";

/** Leaving loops, a function or a sourced file: commands are skipped until it is met. */
export type Skip =
  | { readonly kind: "break" | "continue"; readonly levels: number }
  | { readonly kind: "return" };

/** How `getopts` stands within a word of several letters. */
export interface GetoptsPlace {
  index: number;
  offset: number;
}

/** The memory of one shell process. */
export class ShellState {
  readonly variables: Variables;
  readonly functions: Map<string, Command>;
  readonly aliases: Map<string, string>;
  readonly options: Set<OptionName>;
  /** Commands of traps; `""` ignores. */
  readonly traps: Map<TrapName, string>;
  /** What messages begin with, and `$0`. */
  arg0: string;
  /** What stands after `arg0` in messages: the script, or the builtin that runs. */
  commandName: string | null = null;
  positional: readonly string[];
  status = 0;
  /** Of the last command substitution, for a command that has no name. */
  substitutionStatus: number | null = null;
  lastBackground: number | null = null;
  /** `$$`: stays in subshells. */
  readonly shellPid: number;
  readonly parentPid: number;
  line = 0;
  loopDepth = 0;
  functionDepth = 0;
  sourceDepth = 0;
  /** Above 0, `set -e` does not count. */
  conditionDepth = 0;
  skip: Skip | null = null;
  getopts: GetoptsPlace = { index: 1, offset: 0 };
  /** What `pwd` and `cd -` go by: may have symbolic links in it. */
  directory = "";
  isSubshell = false;
  /** For `$RANDOM`. */
  #random: number;

  constructor(
    from: { readonly arg0: string; readonly shellPid: number; readonly parentPid: number } | ShellState,
  ) {
    const old = from instanceof ShellState ? from : null;
    this.arg0 = from.arg0;
    this.shellPid = from.shellPid;
    this.parentPid = from.parentPid;
    this.functions = new Map(old?.functions);
    this.aliases = new Map(old?.aliases);
    this.options = new Set(old?.options);
    this.traps = new Map(old?.traps);
    this.positional = old?.positional ?? [];
    this.#random = old ? old.#random : from.shellPid;
    const computed = new Map([
      ["LINENO", () => String(this.line)],
      ["RANDOM", () => String(this.#nextRandom())],
    ]);
    this.variables = new Variables(computed, (name, value) => this.#changed(name, value), old?.variables);
    if (!old) return;
    this.commandName = old.commandName;
    this.status = old.status;
    this.lastBackground = old.lastBackground;
    this.line = old.line;
    this.loopDepth = old.loopDepth;
    this.functionDepth = old.functionDepth;
    this.sourceDepth = old.sourceDepth;
    this.conditionDepth = old.conditionDepth;
    this.getopts = { ...old.getopts };
    this.directory = old.directory;
    this.isSubshell = old.isSubshell;
  }

  /** What a subshell begins with. */
  copy(): ShellState {
    return new ShellState(this);
  }

  has(option: OptionName): boolean {
    return this.options.has(option);
  }

  #changed(name: string, value: string | null): void {
    if (name === "OPTIND") this.getopts = { index: Number(value) || 1, offset: 0 };
    if (name === "RANDOM" && value !== null) this.#random = Number(value) || 0;
    if (this.options.has("allexport") && value !== null) this.variables.export(name);
  }

  #nextRandom(): number {
    this.#random = (Math.imul(this.#random, 1103515245) + 12345) & 0x7fffffff;
    return (this.#random >> 8) & 0x7fff;
  }
}
