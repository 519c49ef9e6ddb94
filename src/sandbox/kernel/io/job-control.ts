/**
 * A terminal's place among the jobs of a session: whose it is, which group is in front, and what becomes of tasks of
 * the background that use it (tty_ioctl(4), setpgid(2)). Knows sessions and groups only by their number.
 */
import type { Blocking, WakeReason } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { Signal } from "../../abi/signals.ts";
import type { Caller } from "../../fs/caller.ts";
import type { ControllingTerminals } from "./controlling-terminals.ts";
import type { Tty } from "./tty.ts";

/** The jobs' side of one terminal. */
export class JobControl {
  readonly #controlling: ControllingTerminals;
  readonly #tty: Tty;
  #session: number | null = null;
  #foreground: number | null = null;

  constructor(controlling: ControllingTerminals, tty: Tty) {
    this.#controlling = controlling;
    this.#tty = tty;
  }

  /** The session it controls; `null` when none. */
  get session(): number | null {
    return this.#session;
  }

  /** The group in front, which may read and is sent signals. */
  get foreground(): number | null {
    return this.#foreground;
  }

  /** Becomes the controlling terminal of a session that has none, with its group `group` in front. */
  control(session: number, group: number): void {
    this.release();
    this.#session = session;
    this.#foreground = group;
    this.#controlling.tie(session, this.#tty);
  }

  /** As `control`, if both are free: what opening a terminal does. */
  controlIfFree({ job }: Caller): void {
    if (!job.isSessionLeader || this.#session !== null || this.#controlling.of(job.session)) return;
    this.control(job.session, job.group);
  }

  /** Gives its session up. After a hang-up the foreground group is remembered until the session's leader ends. */
  release(hungUp = false): void {
    if (this.#session !== null) this.#controlling.untie(this.#session, hungUp ? this.#foreground : null);
    this.#session = null;
    this.#foreground = null;
  }

  signalForeground(signal: Signal): void {
    if (this.#foreground !== null) this.#controlling.signals.signalGroup(this.#foreground, signal);
  }

  /** Tells the session's leader that the line is down. */
  signalHangUp(): void {
    const session = this.#session;
    this.release(true);
    if (session === null) return;
    this.#controlling.signals.signalLeader(session, "SIGHUP");
    this.#controlling.signals.signalLeader(session, "SIGCONT");
  }

  /**
   * tcsetpgrp(3). `wanted` tells the kernel's number of the group, or `null` when there is none. ENOTTY unless it is
   * the caller's controlling terminal, ESRCH, EPERM for a group of another session.
   */
  *setForeground(wanted: () => number | null, caller: Caller): Blocking<void> {
    yield* this.awaitFront("SIGTTOU", caller);
    const { job } = caller;
    if (this.#session !== job.session) throw new Errno("ENOTTY");
    const group = wanted();
    if (group === null) throw new Errno("ESRCH");
    if (!job.hasGroup(job.session, group)) throw new Errno("EPERM");
    this.#foreground = group;
  }

  /**
   * Comes back once the caller may go on: at once in front, or when it does not heed the signal. Otherwise its group
   * is stopped by `signal`, and the question is asked again when it was continued. EIO: a reader that does not heed
   * it, or a group that nobody could continue.
   */
  *awaitFront(signal: "SIGTTIN" | "SIGTTOU", caller: Caller): Blocking<void> {
    while (this.#isBehind(caller)) {
      if (caller.job.deaf(signal)) {
        if (signal === "SIGTTIN") throw new Errno("EIO");
        return;
      }
      if (caller.job.orphanedGroup) throw new Errno("EIO");
      caller.job.signalGroup(caller.job.group, signal);
      // A wait that is over at once, so that the signal does its work first.
      const reason: WakeReason = yield { kind: "wait", on: [], untilMs: caller.nowMs() };
      if (reason === "signal") throw new Errno("EINTR");
    }
  }

  #isBehind({ job }: Caller): boolean {
    return this.#session === job.session && this.#foreground !== null && this.#foreground !== job.group;
  }
}
