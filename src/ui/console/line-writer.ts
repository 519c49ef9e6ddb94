/**
 * Brings a line's output into a terminal at the terminal's pace: each chunk's promise settles when it was parsed, so
 * the machine is held back instead of the page.
 */
import type { Terminal } from "@xterm/xterm";
import { toDisposable } from "../../base/disposable.ts";
import { KIB } from "../../base/units.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";

// xterm looks at the clock after each piece only: larger pieces would make long tasks.
const pieceBytes = 16 * KIB;

/** A line written into a terminal. */
export interface LineWriter extends Disposable {
  /** Whether output from before the terminal existed is still being shown. */
  readonly replaying: boolean;
}

/** Shows what the line printed lately and then what it prints, until disposed. */
export function writeLine(line: TerminalLine, terminal: Terminal): LineWriter {
  const unsettled = new Set<() => void>();
  let replaying = false;
  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      const settle = (): void => {
        unsettled.delete(settle);
        resolve();
      };
      unsettled.add(settle);
      for (let from = 0; from < bytes.length || from === 0; from += pieceBytes) {
        const last = from + pieceBytes >= bytes.length;
        terminal.write(bytes.subarray(from, from + pieceBytes), last ? settle : undefined);
      }
    });
  if (line.recent.length > 0) {
    replaying = true;
    void Promise.all(line.recent.map(write)).then(() => (replaying = false));
  }
  const attached = line.attach(write);
  const detach = toDisposable(() => {
    attached[Symbol.dispose]();
    // A terminal that is gone calls nobody back; the machine must not wait for it.
    for (const settle of unsettled) settle();
  });
  return {
    get replaying() {
      return replaying;
    },
    [Symbol.dispose]: () => detach[Symbol.dispose](),
  };
}
