/**
 * Runs simple commands (POSIX 2.9.1): expands them, then runs a builtin, a function or a program, with what is assigned
 * and redirected for it.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import type { Builtin } from "../builtins/builtin.ts";
import { builtins } from "../builtins/table.ts";
import type { Command } from "../parser/syntax-tree.ts";
import { ShellAbort, ShellExit, ShellFailure } from "../state/shell-failure.ts";
import { Assignments } from "./assignments.ts";
import { commandArguments } from "./command-arguments.ts";
import { defaultPath, launch } from "./launch.ts";
import {
  applyRedirects,
  expandRedirections,
  pushRedirects,
  type Redirect,
  restoreDescriptors,
  type SavedDescriptors,
} from "./redirections.ts";
import type { ShellProcess } from "./shell-process.ts";

type SimpleCommand = Extract<Command, { kind: "simple" }>;

/** What a command's name turned out to be. */
type Target =
  | { readonly kind: "builtin"; readonly builtin: Builtin; readonly special: boolean }
  | { readonly kind: "function"; readonly body: Command }
  | { readonly kind: "program"; readonly path: string };

/** Calls within calls: each is a stretch of the JavaScript stack. */
const maxDepth = 150;

/** Runs simple commands in one shell process. */
export class SimpleRunner {
  readonly #shell: ShellProcess;
  readonly #assignments: Assignments;

  constructor(shell: ShellProcess) {
    this.#shell = shell;
    this.#assignments = new Assignments(shell);
  }

  *run(command: SimpleCommand, tail: boolean): Blocking<number> {
    const shell = this.#shell;
    const { state } = shell;
    yield* shell.poll();
    state.line = command.line;
    state.substitutionStatus = null;
    const given = yield* commandArguments(shell.expander, command.words);
    if (given.length === 0) return yield* this.#withoutName(command);
    const { argv, target } = this.#resolve(given);
    const noClobber = state.has("noclobber");
    let redirects: readonly Redirect[];
    try {
      redirects = yield* expandRedirections(command.redirections, shell.expander, noClobber);
    } catch (error) {
      if (target.kind !== "program" || !(error instanceof ShellFailure)) throw error;
      yield* shell.message(error.message);
      return 2;
    }
    if (target.kind === "builtin") return yield* this.#builtin(command, target, argv, redirects);
    return yield* this.#assignments.scoped(command.assignments, argv, () =>
      target.kind === "function"
        ? this.#redirected(redirects, () => this.callFunction(target.body, argv))
        : this.#program(argv, target.path, redirects, tail),
    );
  }

  /** Runs a function with `argv` as its parameters. */
  *callFunction(body: Command, argv: readonly string[]): Blocking<number> {
    const shell = this.#shell;
    const { state } = shell;
    if (state.functionDepth >= maxDepth)
      throw new ShellFailure(`${argv[0] ?? ""}: functions nested too deeply`);
    const { positional, loopDepth, getopts } = state;
    state.positional = argv.slice(1);
    state.loopDepth = 0;
    state.functionDepth += 1;
    state.getopts = { index: 1, offset: 0 };
    state.variables.openScope();
    try {
      let status = yield* shell.command(body);
      if (state.skip?.kind === "return") {
        state.skip = null;
        status = state.status;
      }
      return status;
    } finally {
      state.variables.closeScope();
      state.positional = positional;
      state.loopDepth = loopDepth;
      state.functionDepth -= 1;
      state.getopts = getopts;
    }
  }

  /** What a name means; `command` and `builtin` before it are taken off. */
  #resolve(given: readonly string[]): { readonly argv: readonly string[]; readonly target: Target } {
    const { state } = this.#shell;
    let argv = given;
    let path = state.variables.get("PATH") ?? defaultPath;
    let direct = false;
    while (argv[0] === "command" && !state.functions.has("command")) {
      const rest = argv[1] === "--" ? argv.slice(2) : argv.slice(1);
      const usesDefault = rest[0] === "-p";
      if (usesDefault) rest.shift();
      if (rest.length === 0 || rest[0]?.startsWith("-")) break;
      if (usesDefault) path = defaultPath;
      argv = rest;
      direct = true;
    }
    const name = argv[0] ?? "";
    const builtin = builtins.get(name);
    if (builtin?.special) return { argv, target: { kind: "builtin", builtin, special: !direct } };
    const body = direct ? undefined : state.functions.get(name);
    if (body) return { argv, target: { kind: "function", body } };
    if (builtin) return { argv, target: { kind: "builtin", builtin, special: false } };
    return { argv, target: { kind: "program", path } };
  }

  *#withoutName(command: SimpleCommand): Blocking<number> {
    const shell = this.#shell;
    const { state } = shell;
    yield* this.#assignments.assign(command.assignments, null, []);
    const noClobber = state.has("noclobber");
    try {
      const redirects = yield* expandRedirections(command.redirections, shell.expander, noClobber);
      restoreDescriptors(shell.sys, yield* pushRedirects(shell.sys, redirects));
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      yield* shell.message(error.message);
      return 1;
    }
    return state.substitutionStatus ?? 0;
  }

  *#builtin(
    command: SimpleCommand,
    target: Extract<Target, { kind: "builtin" }>,
    argv: readonly string[],
    redirects: readonly Redirect[],
  ): Blocking<number> {
    const { builtin, special } = target;
    if (argv[0] === "exec") return yield* this.#exec(command, argv, redirects);
    const body = (): Blocking<number> =>
      this.#redirected(redirects, () => this.#runBuiltin(builtin, special, argv), special);
    if (!special) return yield* this.#assignments.scoped(command.assignments, argv, body);
    yield* this.#assignments.assign(command.assignments, null, argv);
    return yield* body();
  }

  *#runBuiltin(builtin: Builtin, special: boolean, argv: readonly string[]): Blocking<number> {
    const shell = this.#shell;
    const { state } = shell;
    const [name = "", ...args] = argv;
    const { commandName } = state;
    // What these run is not part of them.
    if (!builtin.runsCommands) state.commandName = name;
    try {
      return yield* builtin.run(shell, args, name);
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      if (builtin.isApplet) yield* shell.complain(`sh: ${error.message}\n`);
      else yield* shell.message(error.message);
      if (special && !shell.isInteractive) throw new ShellAbort(error.status);
      return error.status;
    } finally {
      state.commandName = commandName;
    }
  }

  /** Redirections of `exec` stay. */
  *#exec(command: SimpleCommand, argv: readonly string[], redirects: readonly Redirect[]): Blocking<number> {
    const shell = this.#shell;
    const { state, sys } = shell;
    yield* this.#assignments.assign(command.assignments, argv.length > 1 ? true : null, argv);
    try {
      yield* applyRedirects(sys, redirects);
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      yield* shell.message(error.message);
      throw new ShellAbort(error.status);
    }
    const rest = argv[1] === "--" ? argv.slice(2) : argv.slice(1);
    if (rest.length === 0) return 0;
    const env = state.variables.environment();
    const path = state.variables.get("PATH") ?? defaultPath;
    shell.traps.leave();
    const outcome = yield* launch(sys, { argv: rest, env, path, program: shell.program });
    if (typeof outcome === "number") throw new ShellExit(outcome);
    shell.traps.comeBack();
    state.commandName = "exec";
    yield* shell.message(outcome.message);
    throw new ShellAbort(outcome.status);
  }

  *#program(
    argv: readonly string[],
    path: string,
    redirects: readonly Redirect[],
    tail: boolean,
  ): Blocking<number> {
    const shell = this.#shell;
    const env = shell.state.variables.environment();
    const { program } = shell;
    const become = function* (process: ShellProcess): Blocking<number> {
      try {
        yield* applyRedirects(process.sys, redirects);
      } catch (error) {
        if (!(error instanceof ShellFailure)) throw error;
        yield* process.message(error.message);
        return error.status;
      }
      const outcome = yield* launch(process.sys, { argv, env, path, program });
      if (typeof outcome === "number") return outcome;
      yield* process.message(outcome.message);
      return outcome.status;
    };
    if (tail && shell.mayBecome) return yield* become(shell);
    const job = shell.children.newJob(shell.pipelineSource);
    shell.terminal?.remember(shell.sys);
    shell.forkPlain(become, { job, background: false });
    return yield* shell.children.waitForeground(job);
  }

  *#redirected(
    redirects: readonly Redirect[],
    body: () => Blocking<number>,
    special = false,
  ): Blocking<number> {
    const shell = this.#shell;
    if (redirects.length === 0) return yield* body();
    let saved: SavedDescriptors;
    try {
      saved = yield* pushRedirects(shell.sys, redirects);
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      yield* shell.message(error.message);
      if (special && !shell.isInteractive) throw new ShellAbort(2);
      return error.status;
    }
    try {
      return yield* body();
    } finally {
      restoreDescriptors(shell.sys, saved);
    }
  }
}
