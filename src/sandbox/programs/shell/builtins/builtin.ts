/**
 * What a builtin is.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { ShellFailure } from "../state/shell-failure.ts";

/** A command the shell runs itself. */
export interface Builtin {
  /** POSIX's special ones: found before functions, their assignments stay, their errors end a script. */
  readonly special?: boolean;
  /** Runs commands of the user's: messages of those do not name it. */
  readonly runsCommands?: boolean;
  /** A program of its own in BusyBox: its messages begin with `sh`, whatever the script's name. */
  readonly isApplet?: boolean;
  /** `args` without the name. Failing (`ShellFailure`) is said and becomes the status. */
  run(shell: ShellProcess, args: readonly string[], name: string): Blocking<number>;
}

/** Reads single-letter options; fails on others. `letters` as for getopts, `:` after those with a value. */
export function readOptions(
  args: readonly string[],
  letters: string,
): { readonly options: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const options = new Map<string, string>();
  let index = 0;
  for (; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      index += 1;
      break;
    }
    if (!/^-./.test(arg)) break;
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? "";
      const known = letters.indexOf(letter);
      if (known < 0 || letter === ":") throw new ShellFailure(`Illegal option -${letter}`);
      if (letters[known + 1] !== ":") {
        options.set(letter, "");
        continue;
      }
      const value = at + 1 < arg.length ? arg.slice(at + 1) : args[index + 1];
      if (value === undefined) throw new ShellFailure(`No arg for -${letter} option`);
      if (at + 1 >= arg.length) index += 1;
      options.set(letter, value);
      break;
    }
  }
  return { options, rest: args.slice(index) };
}

/** A name of a variable, or a failure. */
export function variableName(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  throw new ShellFailure(`${text}: bad variable name`);
}

/** A number without sign, or a failure. */
export function plainNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ShellFailure(`Illegal number: ${text}`);
}
