/**
 * How a shell's messages begin: its name, the builtin's, and in scripts the line, as BusyBox's ash has it.
 */
import type { ShellState } from "../state/shell-state.ts";

/** A message with its beginning, and a newline. */
export function messageLine(state: ShellState, text: string, readsTerminal: boolean): string {
  const { arg0, commandName, line } = state;
  if (commandName === null) return `${arg0}: ${text}\n`;
  const name = commandName === arg0 ? "" : `${commandName}: `;
  return `${arg0}: ${name}${readsTerminal ? "" : `line ${line}: `}${text}\n`;
}
