/**
 * The page's terminals, one per line, found again wherever the line is shown next.
 */
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import { TerminalSession } from "./terminal-session.ts";

const sessions = new WeakMap<TerminalLine, TerminalSession>();
let everMade = false;

/** The line's terminal, made at first use. */
export function terminalOf(line: TerminalLine): TerminalSession {
  const known = sessions.get(line);
  if (known) return known;
  everMade = true;
  const made = new TerminalSession(line);
  sessions.set(line, made);
  return made;
}

/** Whether there was a terminal before. */
export function wasTerminal(): boolean {
  return everMade;
}

/** Whether the line has a terminal. */
export function hasTerminal(line: TerminalLine): boolean {
  return sessions.has(line);
}

/** Ends the line's terminal and gives back all it holds; call it when the machine is removed. */
export function releaseTerminal(line: TerminalLine): void {
  sessions.get(line)?.[Symbol.dispose]();
  sessions.delete(line);
}
