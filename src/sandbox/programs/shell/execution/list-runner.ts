/**
 * Runs lists and pipelines: what runs after what, what at once, what in the background, and when `set -e` ends it.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import type { Command, CompleteCommand, Pipeline, Statement } from "../parser/syntax-tree.ts";
import { ShellExit } from "../state/shell-failure.ts";
import type { Job } from "./job-table.ts";
import { closeQuietly } from "./redirections.ts";
import type { ShellProcess } from "./shell-process.ts";

/** Runs lists in one shell process. */
export class ListRunner {
  readonly #shell: ShellProcess;

  constructor(shell: ShellProcess) {
    this.#shell = shell;
  }

  *statements(statements: CompleteCommand, tail: boolean): Blocking<number> {
    const { state } = this.#shell;
    let status = 0;
    for (const [index, statement] of statements.entries()) {
      if (statement.background) status = yield* this.#startBackground(statement);
      else status = yield* this.#statement(statement, tail && index === statements.length - 1);
      state.status = status;
      if (state.skip) break;
    }
    return status;
  }

  *#statement(statement: Statement, tail: boolean): Blocking<number> {
    const { state } = this.#shell;
    const { first, rest } = statement;
    let status = yield* this.#guarded(first, tail && rest.length === 0, rest.length > 0);
    for (const [index, { when, pipeline }] of rest.entries()) {
      state.status = status;
      if (state.skip) break;
      if ((status === 0) !== (when === "success")) continue;
      const isLast = index === rest.length - 1;
      status = yield* this.#guarded(pipeline, tail && isLast, !isLast);
    }
    return status;
  }

  /** `tested`: somebody asks for its status, so `set -e` does not count. */
  *#guarded(pipeline: Pipeline, tail: boolean, tested: boolean): Blocking<number> {
    const { state } = this.#shell;
    if (!tested && !pipeline.negated) return yield* this.#pipeline(pipeline, tail);
    state.conditionDepth += 1;
    try {
      const status = yield* this.#pipeline(pipeline, tail && !pipeline.negated);
      if (!pipeline.negated || state.skip) return status;
      return status === 0 ? 1 : 0;
    } finally {
      state.conditionDepth -= 1;
    }
  }

  *#pipeline(pipeline: Pipeline, tail: boolean): Blocking<number> {
    const shell = this.#shell;
    const { commands, timed } = pipeline;
    const [first] = commands;
    if (!first) return 0;
    const { sys } = shell;
    const before = timed ? { atMs: sys.clock("monotonic"), times: sys.times() } : null;
    let status: number;
    shell.pipelineSource = pipeline.source;
    if (commands.length === 1) status = yield* shell.command(first, tail && !timed);
    else {
      const job = yield* this.#start(commands, pipeline.source, false);
      status = yield* shell.children.waitForeground(job);
    }
    if (before) {
      const used = sys.times();
      const usedMs = used.ownMs + used.childrenMs - before.times.ownMs - before.times.childrenMs;
      yield* shell.complain(timeLines(sys.clock("monotonic") - before.atMs, usedMs));
    }
    const { state } = shell;
    if (status !== 0 && state.has("errexit") && state.conditionDepth === 0 && !state.skip) {
      const counts = commands.length > 1 || first.kind === "simple" || isSubshell(first);
      if (counts) throw new ShellExit(status);
    }
    return status;
  }

  *#startBackground(statement: Statement): Blocking<number> {
    const shell = this.#shell;
    const { first, rest, source } = statement;
    const plain = rest.length === 0 && !first.negated && !first.timed;
    const job = plain ? yield* this.#start(first.commands, source, true) : this.#startSubshell(statement);
    const pid = job.processes.at(-1)?.pid ?? 0;
    shell.state.lastBackground = pid;
    if (!shell.isInteractive) yield* shell.children.forgetFinished();
    shell.children.jobs.add(job);
    if (shell.isInteractive) yield* shell.complain(`[${job.number}] ${pid}\n`);
    return 0;
  }

  #startSubshell(statement: Statement): Job {
    const shell = this.#shell;
    const job = shell.children.newJob(statement.source);
    const whole = [{ ...statement, background: false }];
    const alone = !shell.hasJobControl;
    shell.forkShell(
      function* (child): Blocking<number> {
        if (alone) yield* takeNoInput(child);
        return yield* child.statements(whole, true);
      },
      { job, background: true },
    );
    return job;
  }

  /** Starts the commands of a pipeline at once. */
  *#start(commands: readonly Command[], source: string, background: boolean): Blocking<Job> {
    const shell = this.#shell;
    const { sys } = shell;
    const job = shell.children.newJob(source);
    const noInput = background && !shell.hasJobControl;
    if (!background) shell.terminal?.remember(sys);
    let input: number | null = null;
    try {
      for (const [index, command] of commands.entries()) {
        const pipe = index < commands.length - 1 ? sys.pipe() : null;
        const from = input;
        try {
          shell.forkShell(
            function* (child): Blocking<number> {
              if (pipe) closeQuietly(child.sys, pipe.read);
              if (from !== null) place(child, from, 0);
              else if (noInput) yield* takeNoInput(child);
              if (pipe) place(child, pipe.write, 1);
              return yield* child.command(command, true);
            },
            { job, background },
          );
        } catch (error) {
          if (pipe) closeQuietly(sys, pipe.read);
          throw error;
        } finally {
          if (from !== null) closeQuietly(sys, from);
          if (pipe) closeQuietly(sys, pipe.write);
          input = null;
        }
        input = pipe?.read ?? null;
      }
    } catch (error) {
      // What did start ends by itself, as its pipe is cut.
      if (job.processes.length > 0) yield* shell.children.waitForeground(job);
      throw error;
    }
    return job;
  }
}

function isSubshell(command: Command): boolean {
  return command.kind === "redirected" ? isSubshell(command.command) : command.kind === "subshell";
}

function place(child: ShellProcess, from: number, to: number): void {
  if (from === to) return;
  child.sys.dup2(from, to);
  child.sys.close(from);
}

/** Background jobs do not read what is typed. */
function* takeNoInput(child: ShellProcess): Blocking<void> {
  const { sys } = child;
  closeQuietly(sys, 0);
  const fd = yield* sys.open("/dev/null", { access: "read" });
  place(child, fd, 0);
}

function timeLines(realMs: number, usedMs: number): string {
  const line = (name: string, ms: number): string =>
    `${name}\t${Math.floor(ms / 60_000)}m ${((ms % 60_000) / 1000).toFixed(2)}s\n`;
  return line("real", realMs) + line("user", usedMs) + line("sys", 0);
}
