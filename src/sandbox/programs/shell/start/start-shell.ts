/**
 * Starts a shell: its variables, profiles and job control, then the commands from where they come.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Program, ProgramArguments, Syscalls } from "../../../abi/program.ts";
import { startDirectory } from "../builtins/directories.ts";
import { defaultPath } from "../execution/launch.ts";
import { ShellProcess } from "../execution/shell-process.ts";
import { runInteractive } from "../interactive/run-interactive.ts";
import { isTerminal } from "../interactive/take-terminal.ts";
import { ShellExit, ShellFailure } from "../state/shell-failure.ts";
import { ShellState } from "../state/shell-state.ts";
import { encodeText } from "../text/bytes.ts";
import { readFile, writeAll } from "../text/read-file.ts";
import { type Invocation, readInvocation } from "./invocation.ts";
import { runInput } from "./run-input.ts";

/** Runs a shell as `given` asks. */
export function* startShell(sys: Syscalls, given: ProgramArguments, program: Program): Blocking<number> {
  let invocation: Invocation;
  try {
    invocation = readInvocation(given.argv);
  } catch (error) {
    if (!(error instanceof ShellFailure)) throw error;
    yield* writeAll(sys, 2, encodeText(`${given.argv[0] ?? "sh"}: ${error.message}\n`));
    return error.status;
  }
  const state = new ShellState({
    arg0: invocation.arg0,
    shellPid: sys.getpid(),
    parentPid: sys.getppid(),
  });
  state.positional = invocation.positional;
  setVariables(state, given.env);
  for (const [name, on] of invocation.options) if (on) state.options.add(name);
  const atTerminal = invocation.input.kind === "stdin" && isTerminal(sys, 0) && isTerminal(sys, 2);
  if (invocation.options.get("interactive") ?? atTerminal) {
    state.options.add("interactive");
    // At its prompt it finds out by itself whether there is a terminal for jobs.
    if (invocation.input.kind !== "stdin" && invocation.options.get("monitor") !== false)
      state.options.add("monitor");
  }
  const shell = new ShellProcess(sys, state, { program, terminal: null });
  startDirectory(shell);
  shell.traps.begin();
  return yield* shell.main((process) => runInvocation(process, invocation));
}

function* runInvocation(shell: ShellProcess, invocation: Invocation): Blocking<number> {
  const { state, sys } = shell;
  const { input } = invocation;
  if (invocation.login) {
    yield* runProfile(shell, "/etc/profile");
    const home = state.variables.get("HOME");
    if (home) yield* runProfile(shell, `${home}/.profile`);
  }
  const env = state.variables.get("ENV");
  if (shell.isInteractive && env) yield* runProfile(shell, yield* shell.expandText(env));
  switch (input.kind) {
    case "text":
      return yield* shell.text(input.text, 0, true);
    case "file": {
      let text: string;
      try {
        text = yield* readFile(sys, input.path);
      } catch (error) {
        if (!isErrno(error)) throw error;
        const why = error.code === "ENOENT" ? "No such file or directory" : error.message;
        throw new ShellFailure(`can't open '${input.path}': ${why}`);
      }
      state.arg0 = input.path;
      state.commandName = input.path;
      return yield* shell.text(text, 1, true);
    }
    case "stdin":
      return shell.isInteractive ? yield* runInteractive(shell) : yield* runInput(shell);
  }
}

/** Runs a file of the user's before anything else; one that is not there, or breaks off, is no reason to stop. */
function* runProfile(shell: ShellProcess, path: string): Blocking<void> {
  let text: string;
  try {
    text = yield* readFile(shell.sys, path);
  } catch (error) {
    if (isErrno(error)) return;
    throw error;
  }
  try {
    yield* shell.text(text, 1);
  } catch (error) {
    if (error instanceof ShellExit || !shell.isInteractive) throw error;
    yield* shell.statusOf(error);
  }
  shell.state.skip = null;
}

function setVariables(state: ShellState, env: Readonly<Record<string, string>>): void {
  const { variables } = state;
  for (const [name, value] of Object.entries(env))
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== "IFS") variables.set(name, value, true);
  variables.set("IFS", " \t\n");
  variables.set("OPTIND", "1");
  variables.set("PS1", env["PS1"] ?? String.raw`\w \$ `);
  variables.set("PS2", "> ");
  variables.set("PS4", "+ ");
  variables.set("LINENO", "");
  variables.set("RANDOM", String(state.shellPid));
  variables.set("PPID", String(state.parentPid));
  if (variables.get("PATH") === null) variables.set("PATH", defaultPath);
  const level = Number(env["SHLVL"] ?? 0);
  variables.set("SHLVL", String(Number.isInteger(level) ? level + 1 : 1), true);
}
