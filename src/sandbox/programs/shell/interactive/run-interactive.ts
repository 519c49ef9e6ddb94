/**
 * The shell at a terminal: prompts, reads, runs, tells of jobs, and goes on after mistakes and ^C.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { Parser } from "../parser/parser.ts";
import { ShellSyntaxError } from "../parser/syntax-error.ts";
import type { CompleteCommand } from "../parser/syntax-tree.ts";
import { ShellExit, ShellFailure, ShellInterrupt } from "../state/shell-failure.ts";
import { readInputLine } from "../start/input-lines.ts";
import { History } from "./history.ts";
import { LineEditor } from "./line-editor.ts";
import { expandPromptEscapes } from "./prompt.ts";
import { isTerminal, takeTerminal } from "./take-terminal.ts";

/** What was read: commands, or nothing but a cancelled line, or the end. */
type Commands = readonly CompleteCommand[] | "cancelled" | "end";

/** Runs an interactive shell to its end. */
export function* runInteractive(shell: ShellProcess): Blocking<number> {
  const { state, sys } = shell;
  const terminal = yield* takeTerminal(sys);
  if (terminal) {
    shell.terminal = terminal;
    state.options.add("monitor");
  } else {
    state.options.delete("monitor");
    yield* shell.message("can't access tty; job control turned off");
  }
  shell.traps.updateInteractive();
  const reader = new CommandReader(shell);
  yield* reader.begin();
  for (;;) {
    try {
      yield* shell.children.tellChanges();
      const commands = yield* reader.read();
      if (commands === "end") {
        if (!shell.children.jobs.hasStopped || shell.warnedOfJobs) return state.status;
        shell.warnedOfJobs = true;
        yield* shell.complain("You have stopped jobs.\n");
        continue;
      }
      if (commands === "cancelled") state.status = 130;
      else yield* runAll(shell, commands);
      if (shell.traps.takeInterrupt()) throw new ShellInterrupt();
    } catch (error) {
      yield* recover(shell, error);
    }
  }
}

function* runAll(shell: ShellProcess, commands: readonly CompleteCommand[]): Blocking<void> {
  const { state } = shell;
  for (const command of commands) {
    if (command.length === 0) continue;
    const warned = shell.warnedOfJobs;
    yield* shell.statements(command);
    // Only `exit` twice in a row leaves stopped jobs behind.
    if (warned) shell.warnedOfJobs = false;
    state.skip = null;
  }
}

/** Back to the prompt, whatever went wrong; but not from `exit`. */
function* recover(shell: ShellProcess, error: unknown): Blocking<void> {
  if (error instanceof ShellExit) throw error;
  const { state } = shell;
  if (error instanceof ShellInterrupt) yield* shell.complain("\n");
  state.status = yield* shell.statusOf(error);
  state.skip = null;
  state.loopDepth = 0;
  state.conditionDepth = 0;
  state.commandName = null;
}

/** Reads commands from the terminal. */
class CommandReader {
  readonly #shell: ShellProcess;
  readonly #history: History;
  /** `null` where the terminal cannot do it. */
  readonly #editor: LineEditor | null;
  #line = 1;

  constructor(shell: ShellProcess) {
    this.#shell = shell;
    const { state, sys } = shell;
    const home = state.variables.get("HOME");
    const path = state.variables.get("HISTFILE") ?? (home ? `${home}/.sh_history` : null);
    this.#history = new History(path || null);
    const canEdit = isTerminal(sys, 0) && isTerminal(sys, 2) && state.variables.get("TERM") !== "dumb";
    this.#editor = canEdit ? new LineEditor(shell, this.#history, 2) : null;
  }

  *begin(): Blocking<void> {
    if (this.#editor) yield* this.#history.load(this.#shell.sys);
    this.#shell.history = this.#history.entries;
  }

  /** Lines until they make whole commands. */
  *read(): Blocking<Commands> {
    let text = "";
    for (;;) {
      const line = yield* this.#readLine(yield* this.#promptFor(text === "" ? "PS1" : "PS2"));
      if (line === "cancelled") return "cancelled";
      if (line === "end" && text === "") return "end";
      if (line !== "end") text += line;
      const commands = this.#parse(text, line === "end");
      if (commands === "incomplete") continue;
      if (this.#editor) yield* this.#history.add(this.#shell.sys, text.replace(/\n$/, ""));
      if (commands instanceof ShellSyntaxError) throw new ShellFailure(commands.message);
      return commands;
    }
  }

  #parse(text: string, final: boolean): readonly CompleteCommand[] | "incomplete" | ShellSyntaxError {
    const { state } = this.#shell;
    try {
      const parser = new Parser(text, { aliases: state.aliases, final }, this.#line);
      const commands: CompleteCommand[] = [];
      for (let command = parser.nextCommand(); command; command = parser.nextCommand())
        commands.push(command);
      this.#line = parser.line;
      return commands;
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      return error.incomplete && !final ? "incomplete" : error;
    }
  }

  *#promptFor(name: "PS1" | "PS2"): Blocking<string> {
    const shell = this.#shell;
    const text = yield* expandPromptEscapes(shell, shell.state.variables.get(name) ?? "");
    return yield* shell.expandText(text);
  }

  *#readLine(prompt: string): Blocking<string> {
    const shell = this.#shell;
    if (!this.#editor) {
      yield* shell.complain(prompt);
      const typed = yield* readInputLine(shell.sys);
      return typed === null ? "end" : typed.replace(/\n?$/, "\n");
    }
    const line = yield* this.#editor.readLine(prompt);
    return line.kind === "line" ? `${line.text}\n` : line.kind;
  }
}
