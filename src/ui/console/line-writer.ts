/**
 * Brings a line's output into a terminal at the terminal's pace: each chunk's promise settles when it was parsed, so
 * the machine is held back instead of the page. Much at once is written in bursts, each of which is drawn once.
 */
import type { Terminal } from "@xterm/xterm";
import { toDisposable } from "../../base/disposable.ts";
import { KIB } from "../../base/units.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import { holdDrawing } from "./terminal-drawing.ts";

// xterm looks at the clock after each piece only: larger pieces would make long tasks.
const pieceBytes = 16 * KIB;

/** What the terminal is given at once: about as much as it parses between two frames. */
const burstBytes = 96 * KIB;
/**
 * How long the terminal rests after a burst of more than a piece: so many times as long as it took to parse, and never
 * longer than this, in ms. To draw a full screen costs more than to parse a burst, and nobody reads faster.
 */
const restPerParse = 2;
const longestRestMs = 33;

/** A line written into a terminal. */
export interface LineWriter extends Disposable {
  /** Whether output from before the terminal existed is still being shown. */
  readonly replaying: boolean;
}

/** Shows what the line printed lately and then what it prints, until disposed. */
export function writeLine(line: TerminalLine, terminal: Terminal): LineWriter {
  const writing = new BurstWriter(terminal);
  let replaying = false;
  const { recent } = line;
  if (recent.length > 0) {
    replaying = true;
    void Promise.all(recent.map((bytes) => writing.write(bytes))).then(() => (replaying = false));
  }
  const attached = line.attach((bytes) => writing.write(bytes));
  const detach = toDisposable(() => {
    attached[Symbol.dispose]();
    writing[Symbol.dispose]();
  });
  return {
    get replaying() {
      return replaying;
    },
    [Symbol.dispose]: () => detach[Symbol.dispose](),
  };
}

interface Chunk {
  readonly bytes: Uint8Array;
  readonly settle: () => void;
}

/** Gives a terminal what is little at once, and much in bursts with rests between. */
class BurstWriter implements Disposable {
  readonly #terminal: Terminal;
  readonly #waiting: Chunk[] = [];
  readonly #unsettled = new Set<() => void>();
  /** A burst that is parsed or rested from. */
  #busy = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** While a burst is parsed: nobody reads what it shows first. */
  #held: Disposable | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Resolves when the terminal has parsed `bytes`, or is gone. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        this.#unsettled.delete(settle);
        resolve();
      };
      this.#unsettled.add(settle);
      this.#waiting.push({ bytes, settle });
      if (!this.#busy) this.#burst();
    });
  }

  /** A terminal that is gone calls nobody back; the machine must not wait for it. */
  [Symbol.dispose](): void {
    clearTimeout(this.#rest);
    this.#release();
    this.#busy = true;
    for (const settle of this.#unsettled) settle();
  }

  #burst(): void {
    const burst: Chunk[] = [];
    let size = 0;
    for (let next = this.#waiting[0]; next && size < burstBytes; next = this.#waiting[0]) {
      burst.push(next);
      size += next.bytes.length;
      this.#waiting.shift();
    }
    // Before anything is passed: what answers a key is parsed, and said to be, while it is.
    this.#busy = burst.length > 0;
    if (size > pieceBytes) this.#held = holdDrawing(this.#terminal);
    const beganMs = performance.now();
    for (const chunk of burst)
      this.#pass(
        chunk,
        chunk === burst.at(-1) ? () => this.#parsed(size, performance.now() - beganMs) : undefined,
      );
  }

  #release(): void {
    this.#held?.[Symbol.dispose]();
    this.#held = null;
  }

  #pass({ bytes, settle }: Chunk, parsed: (() => void) | undefined): void {
    const done = (): void => {
      settle();
      parsed?.();
    };
    for (let from = 0; from < bytes.length || from === 0; from += pieceBytes) {
      const last = from + pieceBytes >= bytes.length;
      this.#terminal.write(bytes.subarray(from, from + pieceBytes), last ? done : undefined);
    }
  }

  #parsed(size: number, tookMs: number): void {
    this.#release();
    if (size <= pieceBytes || document.hidden) this.#burst();
    else this.#rest = setTimeout(() => this.#burst(), Math.min(longestRestMs, restPerParse * tookMs));
  }
}
