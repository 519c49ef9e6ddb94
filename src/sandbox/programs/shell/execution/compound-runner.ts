/**
 * Runs compound commands: conditions, loops, `case`, groups, subshells, definitions of functions.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { Pattern } from "../expansion/pattern.ts";
import type { Command, Statement } from "../parser/syntax-tree.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import {
  expandRedirections,
  pushRedirects,
  restoreDescriptors,
  type SavedDescriptors,
} from "./redirections.ts";
import type { ShellProcess } from "./shell-process.ts";

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

/** Runs compound commands in one shell process. */
export class CompoundRunner {
  readonly #shell: ShellProcess;

  constructor(shell: ShellProcess) {
    this.#shell = shell;
  }

  *run(command: Command, tail: boolean): Blocking<number> {
    const shell = this.#shell;
    const { state } = shell;
    switch (command.kind) {
      case "simple":
        return yield* shell.command(command, tail);
      case "group":
        return yield* shell.statements(command.body, tail);
      case "subshell":
        return yield* this.#subshell(command.body, tail);
      case "if":
        return yield* this.#if(command, tail);
      case "loop":
        return yield* this.#loop(command);
      case "for":
        return yield* this.#for(command);
      case "case":
        return yield* this.#case(command, tail);
      case "function":
        state.functions.set(command.name, command.body);
        return 0;
      case "redirected":
        return yield* this.#redirected(command, tail);
    }
  }

  *#subshell(body: readonly Statement[], tail: boolean): Blocking<number> {
    const shell = this.#shell;
    if (tail && shell.mayBecome) return yield* shell.statements(body, true);
    const job = shell.children.newJob(shell.pipelineSource);
    shell.terminal?.remember(shell.sys);
    shell.forkShell((child) => child.statements(body, true), { job, background: false });
    return yield* shell.children.waitForeground(job);
  }

  *#if(command: Of<"if">, tail: boolean): Blocking<number> {
    const shell = this.#shell;
    for (const { condition, body } of command.branches) {
      const holds = (yield* this.#condition(condition)) === 0;
      if (shell.state.skip) return shell.state.status;
      if (holds) return yield* shell.statements(body, tail);
    }
    return yield* shell.statements(command.otherwise, tail);
  }

  *#condition(condition: readonly Statement[]): Blocking<number> {
    const { state } = this.#shell;
    state.conditionDepth += 1;
    try {
      return yield* this.#shell.statements(condition);
    } finally {
      state.conditionDepth -= 1;
    }
  }

  *#loop(command: Of<"loop">): Blocking<number> {
    const shell = this.#shell;
    const { state } = shell;
    let status = 0;
    state.loopDepth += 1;
    try {
      for (;;) {
        yield* shell.poll();
        const condition = yield* this.#condition(command.condition);
        if (state.skip) {
          if (this.#leavesLoop()) break;
          continue;
        }
        if ((condition === 0) === command.until) break;
        status = yield* shell.statements(command.body);
        if (state.skip && this.#leavesLoop()) break;
      }
    } finally {
      state.loopDepth -= 1;
    }
    return state.skip?.kind === "return" ? state.status : status;
  }

  *#for(command: Of<"for">): Blocking<number> {
    const shell = this.#shell;
    const { state } = shell;
    const values = command.words ? yield* shell.expander.fields(command.words) : state.positional;
    let status = 0;
    state.loopDepth += 1;
    try {
      for (const value of values) {
        yield* shell.poll();
        state.line = command.line;
        state.variables.set(command.variable, value);
        status = yield* shell.statements(command.body);
        if (state.skip && this.#leavesLoop()) break;
      }
    } finally {
      state.loopDepth -= 1;
    }
    return status;
  }

  /** Takes `break` and `continue` that end here; whether the loop is over. */
  #leavesLoop(): boolean {
    const { state } = this.#shell;
    const { skip } = state;
    if (!skip || skip.kind === "return") return true;
    if (skip.levels > 1) {
      state.skip = { kind: skip.kind, levels: skip.levels - 1 };
      return true;
    }
    state.skip = null;
    return skip.kind === "break";
  }

  *#case(command: Of<"case">, tail: boolean): Blocking<number> {
    const shell = this.#shell;
    shell.state.line = command.line;
    const subject = yield* shell.expander.text(command.subject);
    let fallsThrough = false;
    for (const [index, branch] of command.branches.entries()) {
      let matches = fallsThrough;
      for (const pattern of matches ? [] : branch.patterns) {
        matches = new Pattern(yield* shell.expander.pattern(pattern)).matches(subject);
        if (matches) break;
      }
      if (!matches) continue;
      const goesOn = branch.fallThrough && index < command.branches.length - 1;
      const status = yield* shell.statements(branch.body, tail && !goesOn);
      if (!goesOn || shell.state.skip) return status;
      fallsThrough = true;
    }
    return 0;
  }

  *#redirected(command: Of<"redirected">, tail: boolean): Blocking<number> {
    const shell = this.#shell;
    shell.state.line = command.line;
    let saved: SavedDescriptors;
    try {
      const noClobber = shell.state.has("noclobber");
      const redirects = yield* expandRedirections(command.redirections, shell.expander, noClobber);
      saved = yield* pushRedirects(shell.sys, redirects);
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      yield* shell.message(error.message);
      return 1;
    }
    try {
      return yield* shell.command(command.command, tail);
    } finally {
      restoreDescriptors(shell.sys, saved);
    }
  }
}
