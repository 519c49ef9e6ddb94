/**
 * Signals for which a program has a handler of its own. The kernel tells of them here; the program fetches them at its
 * next tick, which is made to come at once. Knows nothing of what handlers do.
 */
import type { SignalAction } from "../abi/process-calls.ts";
import { signalNumber } from "../abi/signals.ts";
import type { Signal } from "../abi/signals.ts";

/** How a program says what a signal shall do. */
const disposition = { default: 0, ignore: 1, handle: 2 };

const restart = 0x10000000;
const resetHand = 0x80000000;

/** Notes what came. */
export class ProgramSignals {
  readonly #came = new Set<Signal>();
  /** Lets the program tick at its next check. */
  readonly tickSoon: () => void;

  constructor(tickSoon: () => void) {
    this.tickSoon = tickSoon;
  }

  /** What to tell the kernel; `flags` are sigaction(2)'s. */
  action(wanted: number, flags: number): SignalAction {
    if (wanted === disposition.default) return "default";
    if (wanted === disposition.ignore) return "ignore";
    return {
      handler: (signal) => {
        this.#came.add(signal);
        this.tickSoon();
      },
      restart: (flags & restart) !== 0,
      resetHand: (flags & resetHand) !== 0,
    };
  }

  /** The number of the next one to handle; 0 without any. */
  take(): number {
    for (const signal of this.#came) {
      this.#came.delete(signal);
      return signalNumber(signal);
    }
    return 0;
  }
}
