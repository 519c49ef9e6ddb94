/**
 * Which session has which terminal (credentials(7), tty_ioctl(4)). Knows sessions and groups only by their number.
 */
import type { Signal } from "../../abi/signals.ts";
import type { Tty } from "./tty.ts";

/** How terminals reach tasks: the kernel's numbers of groups and sessions, and nobody there is no error. */
export interface JobSignals {
  signalGroup(group: number, signal: Signal): void;
  /** Sends to the session's leader alone. */
  signalLeader(session: number, signal: Signal): void;
}

/** The kernel's table of controlling terminals. */
export class ControllingTerminals {
  readonly signals: JobSignals;
  readonly #terminals = new Map<number, Tty>();
  /** Foreground groups of sessions whose terminal hung up: they are told when the leader ends. */
  readonly #orphans = new Map<number, number>();

  constructor(signals: JobSignals) {
    this.signals = signals;
  }

  /** What `/dev/tty` is in `session`. */
  of(session: number): Tty | null {
    return this.#terminals.get(session) ?? null;
  }

  /** Ties a free terminal to a free session. */
  tie(session: number, tty: Tty): void {
    this.#terminals.set(session, tty);
    this.#orphans.delete(session);
  }

  /** The session has no terminal any more; `foreground` is the group that was in front. */
  untie(session: number, foreground: number | null = null): void {
    this.#terminals.delete(session);
    if (foreground !== null) this.#orphans.set(session, foreground);
  }

  /** The kernel tells: a session's leader has ended. Its foreground group is hung up. */
  leaderEnded(session: number): void {
    const tty = this.of(session);
    if (tty) {
      tty.leaderEnded();
      this.#orphans.delete(session);
      return;
    }
    const foreground = this.#orphans.get(session);
    if (foreground === undefined) return;
    this.#orphans.delete(session);
    this.signals.signalGroup(foreground, "SIGHUP");
    this.signals.signalGroup(foreground, "SIGCONT");
  }
}
