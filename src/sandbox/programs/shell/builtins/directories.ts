/**
 * Builtins on what the kernel keeps of a process's place: `cd` `pwd` `umask` `times`.
 */
import { isErrno } from "../../../abi/errno.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { type Builtin, readOptions } from "./builtin.ts";

const change: Builtin = {
  *run(shell, args) {
    const { state } = shell;
    const { options, rest } = readOptions(args, "LP");
    const [given] = rest;
    const target = given === "-" ? state.variables.get("OLDPWD") : (given ?? state.variables.get("HOME"));
    if (target === null) throw new ShellFailure(given === "-" ? "OLDPWD not set" : "HOME not set");
    const physical = options.has("P");
    const searched = /^(?:\/|\.\.?(?:\/|$))/.test(target) || target === "" ? [] : searchPath(shell);
    for (const prefix of searched) {
      const path = prefix === "" ? target : `${prefix}/${target}`;
      if (!isDirectory(shell, path)) continue;
      enter(shell, path, physical);
      if (prefix !== "") yield* shell.write(`${state.directory}\n`);
      return 0;
    }
    enter(shell, target, physical);
    if (given === "-") yield* shell.write(`${state.directory}\n`);
    return 0;
  },
};

function searchPath({ state }: ShellProcess): readonly string[] {
  const path = state.variables.get("CDPATH");
  return path === null || path === "" ? [] : path.split(":").map((each) => (each === "." ? "" : each));
}

function isDirectory({ sys }: ShellProcess, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** As POSIX's `cd -L`: `..` goes back the way that was come, not where a symbolic link led. */
function enter({ state, sys }: ShellProcess, target: string, physical: boolean): void {
  const old = state.directory;
  try {
    if (physical || old === "") {
      sys.chdir(target);
      state.directory = sys.cwd();
    } else {
      const logical = simplify(target.startsWith("/") ? target : `${old}/${target}`);
      sys.chdir(target === "" ? "." : logical);
      state.directory = logical;
    }
  } catch (error) {
    if (isErrno(error)) throw new ShellFailure(`can't cd to ${target}: ${error.message}`, 2);
    throw error;
  }
  state.variables.set("OLDPWD", old);
  state.variables.set("PWD", state.directory);
}

/** A path without `.`, `..` and doubled slashes. */
function simplify(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The directory a shell begins in: `$PWD` where that is true, else what the kernel says. */
export function startDirectory({ state, sys }: ShellProcess): void {
  const claimed = state.variables.get("PWD");
  let actual = "";
  try {
    actual = sys.cwd();
    if (claimed?.startsWith("/") && claimed !== actual) {
      const one = sys.stat(claimed);
      const other = sys.stat(".");
      if (one.inode === other.inode && one.device === other.device) actual = claimed;
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  state.directory = actual;
  state.variables.set("PWD", actual);
}

const print: Builtin = {
  *run(shell, args) {
    const { options } = readOptions(args, "LP");
    yield* shell.write(`${options.has("P") ? shell.sys.cwd() : shell.state.directory || shell.sys.cwd()}\n`);
    return 0;
  },
};

const mask: Builtin = {
  *run(shell, args) {
    const { sys } = shell;
    const { options, rest } = readOptions(args, "S");
    const current = sys.umask(0o077);
    sys.umask(current);
    const [given] = rest;
    if (given === undefined) {
      const text = options.has("S") ? symbolic(current) : current.toString(8).padStart(4, "0");
      yield* shell.write(`${text}\n`);
      return 0;
    }
    const next = /^[0-7]{1,4}$/.test(given) ? Number.parseInt(given, 8) : parseSymbolic(given, current);
    if (next === null) throw new ShellFailure(`Illegal mode: ${given}`);
    sys.umask(next);
    return 0;
  },
};

function symbolic(current: number): string {
  return ["u", "g", "o"]
    .map((who, index) => {
      const allowed = ~(current >> (6 - 3 * index)) & 7;
      return `${who}=${allowed & 4 ? "r" : ""}${allowed & 2 ? "w" : ""}${allowed & 1 ? "x" : ""}`;
    })
    .join(",");
}

function parseSymbolic(text: string, current: number): number | null {
  let allowed = ~current & 0o777;
  for (const clause of text.split(",")) {
    const [, who = "", operator, what = ""] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause) ?? [];
    if (operator === undefined) return null;
    const bits = (what.includes("r") ? 4 : 0) | (what.includes("w") ? 2 : 0) | (what.includes("x") ? 1 : 0);
    for (const [index, letter] of ["u", "g", "o"].entries()) {
      if (who !== "" && !who.includes(letter) && !who.includes("a")) continue;
      const shift = 6 - 3 * index;
      if (operator === "+") allowed |= bits << shift;
      else if (operator === "-") allowed &= ~(bits << shift);
      else allowed = (allowed & ~(7 << shift)) | (bits << shift);
    }
  }
  return ~allowed & 0o777;
}

const times: Builtin = {
  *run(shell) {
    const { ownMs, childrenMs } = shell.sys.times();
    yield* shell.write(`${timeText(ownMs)} ${timeText(0)}\n${timeText(childrenMs)} ${timeText(0)}\n`);
    return 0;
  },
};

function timeText(ms: number): string {
  return `${Math.floor(ms / 60_000)}m${((ms % 60_000) / 1000).toFixed(3)}s`;
}

/** These builtins, by name. */
export const directoryBuiltins: readonly (readonly [string, Builtin])[] = [
  ["cd", change],
  ["chdir", change],
  ["pwd", print],
  ["umask", mask],
  ["times", times],
];
