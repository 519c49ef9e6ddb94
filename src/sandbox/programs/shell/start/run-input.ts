/**
 * Runs commands from standard input that is no terminal: line by line, so that the commands can read what follows.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { Parser } from "../parser/parser.ts";
import { ShellSyntaxError } from "../parser/syntax-error.ts";
import type { CompleteCommand } from "../parser/syntax-tree.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { readInputLine } from "./input-lines.ts";

/** Reads and runs until the end of the input. */
export function* runInput(shell: ShellProcess): Blocking<number> {
  const { state } = shell;
  let line = 1;
  for (;;) {
    const first = yield* readInputLine(shell.sys);
    if (first === null) return state.status;
    const commands = yield* readCommands(shell, first, line);
    line = commands.nextLine;
    for (const command of commands.list) {
      if (command.length === 0 || state.has("noexec")) continue;
      yield* shell.statements(command);
      if (state.skip) {
        state.skip = null;
        return state.status;
      }
    }
  }
}

function* readCommands(
  shell: ShellProcess,
  first: string,
  line: number,
): Blocking<{ readonly list: readonly CompleteCommand[]; readonly nextLine: number }> {
  const { state, sys } = shell;
  let text = first;
  let final = false;
  for (;;) {
    try {
      const parser = new Parser(text, { aliases: state.aliases, final }, line);
      const list: CompleteCommand[] = [];
      for (let command = parser.nextCommand(); command; command = parser.nextCommand()) list.push(command);
      return { list, nextLine: parser.line };
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (!error.incomplete || final) {
        state.line = error.line;
        throw new ShellFailure(error.message);
      }
      // Nothing can be made of it before the here-document's end: look again only then.
      for (;;) {
        const next = yield* readInputLine(sys);
        if (next === null) final = true;
        else text += next;
        const found = (error.awaits?.stripTabs ? next?.replace(/^\t+/, "") : next)?.replace(/\n$/, "");
        if (next === null || !error.awaits || found === error.awaits.delimiter) break;
      }
    }
  }
}
