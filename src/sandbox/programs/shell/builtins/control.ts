/**
 * Builtins that decide what is run next: `:` `break` `continue` `return` `exit` `eval` `.` `exec`.
 */
import { Errno, isErrno } from "../../../abi/errno.ts";
import { findProgram } from "../execution/launch.ts";
import { ShellExit, ShellFailure } from "../state/shell-failure.ts";
import { readFile } from "../text/read-file.ts";
import { type Builtin, plainNumber } from "./builtin.ts";

const nothing: Builtin = {
  special: true,
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run() {
    return 0;
  },
};

const yes: Builtin = {
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run() {
    return 0;
  },
};

const no: Builtin = {
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run() {
    return 1;
  },
};

const leaveLoop: Builtin = {
  special: true,
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run({ state }, [count], name) {
    const levels = count === undefined ? 1 : plainNumber(count);
    if (levels === 0) throw new ShellFailure(`Illegal number: ${count ?? ""}`);
    const kind = name === "break" ? "break" : "continue";
    if (state.loopDepth > 0) state.skip = { kind, levels: Math.min(levels, state.loopDepth) };
    return 0;
  },
};

const comeBack: Builtin = {
  special: true,
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run({ state }, [status]) {
    state.status = status === undefined ? state.status : plainNumber(status) & 0xff;
    state.skip = { kind: "return" };
    return state.status;
  },
};

const exit: Builtin = {
  special: true,
  *run(shell, [status]) {
    const { state } = shell;
    if (shell.isInteractive && shell.children.jobs.hasStopped && !shell.warnedOfJobs) {
      shell.warnedOfJobs = true;
      yield* shell.complain("You have stopped jobs.\n");
      return 0;
    }
    throw new ShellExit(status === undefined ? state.status : plainNumber(status) & 0xff);
  },
};

const evaluate: Builtin = {
  special: true,
  runsCommands: true,
  *run(shell, args) {
    const text = args[0] === "--" ? args.slice(1) : args;
    return yield* shell.text(text.join(" "), shell.state.line);
  },
};

const source: Builtin = {
  special: true,
  runsCommands: true,
  *run(shell, args, name) {
    const { state, sys } = shell;
    const [file, ...parameters] = args[0] === "--" ? args.slice(1) : args;
    if (file === undefined) throw new ShellFailure("filename argument required");
    const path = file.includes("/") ? file : (findReadable(shell, file) ?? file);
    let text: string;
    try {
      text = yield* readFile(sys, path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      state.commandName = name;
      throw new ShellFailure(`can't open '${file}': ${error.message}`);
    }
    const { commandName, line, positional } = state;
    state.commandName = file;
    state.sourceDepth += 1;
    if (parameters.length > 0) state.positional = parameters;
    try {
      if (state.sourceDepth > 100) throw new ShellFailure(new Errno("ELOOP").message);
      let status = yield* shell.text(text, 1);
      if (state.skip?.kind === "return") {
        state.skip = null;
        status = state.status;
      }
      return status;
    } finally {
      state.commandName = commandName;
      state.line = line;
      state.sourceDepth -= 1;
      if (parameters.length > 0) state.positional = positional;
    }
  },
};

type Shell = Parameters<Builtin["run"]>[0];

/** `.` searches `PATH` for files that need not be executable. */
function findReadable({ state, sys }: Shell, file: string): string | null {
  const path = state.variables.get("PATH") ?? "";
  const found = findProgram(sys, file, path);
  if (found !== null) return found;
  for (const directory of path.split(":")) {
    const candidate = directory === "" ? file : `${directory}/${file}`;
    try {
      if (sys.stat(candidate).type !== "directory") return candidate;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return null;
}

/** These builtins, by name. `exec` is run by the runner of simple commands: its redirections stay. */
export const controlBuiltins: readonly (readonly [string, Builtin])[] = [
  [":", nothing],
  ["true", yes],
  ["false", no],
  ["break", leaveLoop],
  ["continue", leaveLoop],
  ["return", comeBack],
  ["exit", exit],
  ["exec", nothing],
  ["eval", evaluate],
  [".", source],
  ["source", source],
];
