/**
 * What a descriptor of a terminal is to the calls on terminals, whichever end of it was opened.
 */
import { OpenFile } from "../../fs/open-file.ts";
import type { Tty } from "./tty.ts";

/** An open terminal: a `TtyFile`, or the master of a pseudo-terminal. */
export abstract class TerminalFile extends OpenFile {
  /** The terminal that the calls are about. */
  abstract readonly tty: Tty;
  /** Whether it is the end that shows and types. */
  abstract readonly master: boolean;
  /** Whether the line went down since it was opened. */
  abstract readonly hungUp: boolean;
}
