/**
 * One process that runs a shell: its state, its children, its signals, and the runners of commands, bound to the system
 * calls of its own task. A subshell is another one, in a child, with a copy of the state.
 */
import { type Blocking, checkpoint } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Program, Syscalls } from "../../../abi/program.ts";
import { Expander, type ExpansionHost } from "../expansion/expander.ts";
import { Parser } from "../parser/parser.ts";
import { ShellSyntaxError } from "../parser/syntax-error.ts";
import type { Command, CompleteCommand } from "../parser/syntax-tree.ts";
import { ShellFailure, ShellInterrupt } from "../state/shell-failure.ts";
import type { ShellState } from "../state/shell-state.ts";
import { encodeText } from "../text/bytes.ts";
import { writeAll } from "../text/read-file.ts";
import { Children } from "./children.ts";
import { CompoundRunner } from "./compound-runner.ts";
import { endingStatus } from "./ending-status.ts";
import type { Job } from "./job-table.ts";
import { ListRunner } from "./list-runner.ts";
import { messageLine } from "./messages.ts";
import { SimpleRunner } from "./simple-runner.ts";
import { substitute } from "./substitute.ts";
import type { ShellTerminal } from "./terminal.ts";
import { Traps } from "./traps.ts";

/** What stays the same in subshells. */
export interface ShellSurroundings {
  /** The shell itself, for scripts that no `#!` gives to another. */
  readonly program: Program;
  /** With job control. */
  readonly terminal: ShellTerminal | null;
}

/** Texts within texts: each is a stretch of the JavaScript stack. */
const maxTextDepth = 150;

/** A shell in a process. */
export class ShellProcess implements ExpansionHost {
  readonly sys: Syscalls;
  readonly state: ShellState;
  readonly children: Children;
  readonly traps: Traps;
  readonly expander: Expander;
  readonly simple: SimpleRunner;
  terminal: ShellTerminal | null;
  /** What `history` and `fc` tell of. */
  history: readonly string[] = [];
  readonly program: Program;
  /** `exit` was refused once because of stopped jobs. */
  warnedOfJobs = false;
  /** The pipeline that is run, as written: what a job is called. */
  pipelineSource = "";
  readonly #lists: ListRunner;
  readonly #compounds: CompoundRunner;
  #trapDepth = 0;
  #textDepth = 0;

  constructor(sys: Syscalls, state: ShellState, surroundings: ShellSurroundings) {
    this.sys = sys;
    this.state = state;
    this.program = surroundings.program;
    this.terminal = surroundings.terminal;
    this.children = new Children(this);
    this.traps = new Traps(sys, state);
    this.expander = new Expander(this);
    this.simple = new SimpleRunner(this);
    this.#lists = new ListRunner(this);
    this.#compounds = new CompoundRunner(this);
  }

  get isInteractive(): boolean {
    return this.state.has("interactive") && !this.state.isSubshell;
  }

  get hasJobControl(): boolean {
    return this.state.has("monitor") && !this.state.isSubshell;
  }

  /** Whether the last command may take this process over, so that nothing would be left undone. */
  get mayBecome(): boolean {
    return this.state.traps.size === 0 && !this.isInteractive && !this.hasJobControl;
  }

  /** Runs statements; `tail`: nothing is to be done in this process afterwards. */
  statements(body: CompleteCommand, tail = false): Blocking<number> {
    return this.#lists.statements(body, tail);
  }

  /** Runs a command in this process. */
  command(command: Command, tail = false): Blocking<number> {
    return command.kind === "simple" ? this.simple.run(command, tail) : this.#compounds.run(command, tail);
  }

  /** Runs a text: of `-c`, `eval`, `.`, traps. */
  *text(text: string, line: number, tail = false): Blocking<number> {
    if (this.#textDepth >= maxTextDepth) throw new ShellFailure("eval nested too deeply");
    this.#textDepth += 1;
    try {
      return yield* this.#text(text, line, tail);
    } finally {
      this.#textDepth -= 1;
    }
  }

  *#text(text: string, line: number, tail: boolean): Blocking<number> {
    const { state } = this;
    const parser = new Parser(text, { aliases: state.aliases, final: true }, line);
    let status = 0;
    for (;;) {
      let command: CompleteCommand | null;
      try {
        command = parser.nextCommand();
      } catch (error) {
        if (!(error instanceof ShellSyntaxError)) throw error;
        state.line = error.line;
        throw new ShellFailure(error.message);
      }
      if (!command) return status;
      if (command.length === 0 || state.has("noexec")) continue;
      status = yield* this.statements(command, tail && parser.left === 0);
      if (state.skip) return status;
    }
  }

  /** Gives the processor, runs traps of signals that came, leaves on ^C. */
  *poll(): Blocking<void> {
    yield checkpoint;
    if (this.traps.takeInterrupt()) throw new ShellInterrupt();
    if (this.traps.isPending) yield* this.runTraps();
  }

  *runTraps(): Blocking<void> {
    if (this.#trapDepth > 50) return;
    this.#trapDepth += 1;
    try {
      for (const signal of this.traps.take()) {
        const command = this.state.traps.get(signal);
        if (!command) continue;
        const { status } = this.state;
        yield* this.text(command, this.state.line);
        if (!this.state.skip) this.state.status = status;
      }
    } finally {
      this.#trapDepth -= 1;
    }
  }

  /** A child process with a copy of this shell, that runs `body`. */
  forkShell(
    body: (child: ShellProcess) => Blocking<number>,
    place: { readonly job: Job | null; readonly background: boolean },
  ): number {
    const state = this.state.copy();
    for (const [name, command] of state.traps) if (command !== "") state.traps.delete(name);
    const { program, terminal } = this;
    return this.children.fork(function* (sys): Blocking<number> {
      state.isSubshell = true;
      state.loopDepth = 0;
      return yield* new ShellProcess(sys, state, { program, terminal }).main(body);
    }, place);
  }

  /**
   * A child process that changes nothing of this shell's memory before it is another program: so it needs no copy.
   */
  forkPlain(
    body: (child: ShellProcess) => Blocking<number>,
    place: { readonly job: Job | null; readonly background: boolean },
  ): number {
    const { program, state, terminal } = this;
    return this.children.fork((sys) => body(new ShellProcess(sys, state, { program, terminal })), place);
  }

  /** A text expanded as a here-document is: prompts. */
  *expandText(text: string): Blocking<string> {
    if (!/[$`\\]/.test(text)) return text;
    const { status } = this.state;
    const word = new Parser("", { aliases: new Map(), final: true }).readText(text, this.state.line);
    const expanded = yield* this.expander.text(word, "none");
    this.state.status = status;
    return expanded;
  }

  substitute(body: readonly CompleteCommand[]): Blocking<string> {
    return substitute(this, body);
  }

  /** Runs `body` as all this process does, with the EXIT trap after it. Answers what to exit with. */
  *main(body: (shell: ShellProcess) => Blocking<number>): Blocking<number> {
    let status: number;
    try {
      status = yield* body(this);
    } catch (error) {
      status = yield* this.statusOf(error);
    }
    return (yield* this.#runExitTrap(status)) & 0xff;
  }

  /** The status with which it ends by what was thrown; says what was not said yet. */
  statusOf(error: unknown): Blocking<number> {
    return endingStatus(this, error);
  }

  /** Says something, with the shell's name before it. */
  *message(text: string): Blocking<void> {
    yield* this.complain(messageLine(this.state, text, this.isInteractive && this.state.sourceDepth === 0));
  }

  /** Writes to standard error, as it is. */
  *complain(text: string): Blocking<void> {
    try {
      yield* writeAll(this.sys, 2, encodeText(text));
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  /** Writes a builtin's output. Fails when nobody takes it. */
  *write(text: string): Blocking<void> {
    if (text === "") return;
    try {
      yield* writeAll(this.sys, 1, encodeText(text));
    } catch (error) {
      if (isErrno(error)) throw new ShellFailure(`write error: ${error.message}`, 1);
      throw error;
    }
  }

  *#runExitTrap(status: number): Blocking<number> {
    const { state } = this;
    const command = state.traps.get("EXIT");
    if (!command) return status;
    state.traps.delete("EXIT");
    state.status = status;
    state.skip = null;
    try {
      yield* this.text(command, state.line);
      return status;
    } catch (error) {
      return yield* this.statusOf(error);
    }
  }
}
