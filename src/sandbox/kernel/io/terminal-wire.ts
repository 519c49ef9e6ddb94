/** The wire of a terminal: what its far end is told. */

/** Who shows a terminal's output and types its input. Told while a task runs: it must not wait or throw. */
export interface TerminalWire {
  /** There is output to take. */
  outputReady(): void;
  /** Input that was not taken may be sent again. */
  inputRoom(): void;
  /** The last program that had it open closed it, or the first opened it. */
  usersChanged(): void;
}

/** A far end with nobody at it. */
export const nobody: TerminalWire = {
  outputReady: () => undefined,
  inputRoom: () => undefined,
  usersChanged: () => undefined,
};
