/**
 * A terminal: what programs read, write and set, with its place among the jobs of a session, and the wire to whoever
 * shows it and types. Knows neither open files nor who is at the wire's other end.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno, isErrno } from "../../abi/errno.ts";
import type { DeviceNumber } from "../../abi/stat.ts";
import { cookedTermios, type Termios, type WindowSize } from "../../abi/termios.ts";
import type { Caller } from "../../fs/caller.ts";
import { sleepOn, sleepOnUntil, WaitQueue } from "../wait-queue.ts";
import type { ControllingTerminals } from "./controlling-terminals.ts";
import { JobControl } from "./job-control.ts";
import { LineDiscipline } from "./line-discipline.ts";
import { TerminalOutput } from "./terminal-output.ts";
import { nobody, type TerminalWire } from "./terminal-wire.ts";

/** A terminal. Sessions and groups are the kernel's numbers. */
export class Tty {
  /** Tells readers, writers and pollers: input, room, or a hang-up. */
  readonly changed = new WaitQueue();
  /** Its place among the jobs of a session. */
  readonly jobs: JobControl;
  /** Its number, for `tty_nr` in /proc; `null` for one that has no node. */
  device: DeviceNumber | null = null;
  readonly #hangsUpWithLeader: boolean;
  readonly #output = new TerminalOutput();
  readonly #discipline: LineDiscipline;
  #wire: TerminalWire = nobody;
  #size: WindowSize = { columns: 0, rows: 0 };
  #hangUps = 0;
  #users = 0;
  #refusedInput = false;

  /** `hangsUpWithLeader`: as all terminals but pseudo-terminals do, whose other end decides. */
  constructor(controlling: ControllingTerminals, hangsUpWithLeader = false) {
    this.jobs = new JobControl(controlling, this);
    this.#hangsUpWithLeader = hangsUpWithLeader;
    this.#discipline = new LineDiscipline(this.#output, cookedTermios, (signal) => {
      this.jobs.signalForeground(signal);
    });
  }

  // The programs' side.

  /** Counts hang-ups: what was opened before the last one is of no use any more. */
  get hangUps(): number {
    return this.#hangUps;
  }

  /** How many open files there are. */
  get users(): number {
    return this.#users;
  }

  get readable(): boolean {
    return this.#discipline.readable;
  }

  get writable(): boolean {
    return this.#output.roomy;
  }

  addUser(): void {
    this.#users += 1;
    if (this.#users === 1) this.#wire.usersChanged();
  }

  removeUser(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.jobs.release();
    this.#wire.usersChanged();
  }

  /**
   * Reads as the settings say: a line, or raw bytes by MIN and TIME. Empty at an end of file and once there were more
   * than `hangUps`.
   */
  *read(maxBytes: number, hangUps: number, nonBlocking: boolean, caller: Caller): Blocking<Uint8Array> {
    if (this.#hangUps !== hangUps) return new Uint8Array(0);
    yield* this.jobs.awaitFront("SIGTTIN", caller);
    if (maxBytes === 0) return new Uint8Array(0);
    let untilMs: number | null = null;
    let seen = 0;
    for (;;) {
      if (this.#hangUps !== hangUps) return new Uint8Array(0);
      const { input, termios } = this.#discipline;
      if (termios.icanon) {
        const line = input.takeLine(maxBytes);
        if (line) return this.#readDone(line);
      } else {
        if (input.size >= Math.min(Math.max(termios.min, 1), maxBytes))
          return this.#readDone(input.takeRaw(maxBytes));
        if (termios.min === 0 && termios.time === 0) return new Uint8Array(0);
        if (input.size !== seen) untilMs = null;
        seen = input.size;
        // With MIN, the time runs between bytes; without, for the whole read.
        if (termios.time > 0 && (termios.min === 0 || seen > 0)) {
          untilMs ??= caller.nowMs() + termios.time * 100;
        }
      }
      if (nonBlocking) throw new Errno("EAGAIN");
      try {
        if (untilMs === null || termios.icanon) yield* sleepOn(this.changed);
        else if ((yield* sleepOnUntil(untilMs, this.changed)) === "timeout") {
          return this.#readDone(input.takeRaw(maxBytes));
        }
      } catch (error) {
        if (isErrno(error, "EINTR") && !termios.icanon && input.size > 0) {
          return this.#readDone(input.takeRaw(maxBytes));
        }
        throw error;
      }
    }
  }

  /** Prints. EIO once there were more than `hangUps`. */
  *write(bytes: Uint8Array, hangUps: number, nonBlocking: boolean, caller: Caller): Blocking<number> {
    if (this.termios.tostop) yield* this.jobs.awaitFront("SIGTTOU", caller);
    let written = 0;
    for (;;) {
      if (this.#hangUps !== hangUps) {
        if (written > 0) return written;
        throw new Errno("EIO");
      }
      const taken = this.#output.write(written === 0 ? bytes : bytes.subarray(written), this.termios);
      written += taken;
      if (taken > 0) this.#wire.outputReady();
      if (written === bytes.length) return written;
      // The wire may have taken it all on the spot.
      if (this.#output.roomy) continue;
      if (nonBlocking) {
        if (written > 0) return written;
        throw new Errno("EAGAIN");
      }
      try {
        yield* sleepOn(this.changed);
      } catch (error) {
        if (isErrno(error, "EINTR") && written > 0) return written;
        throw error;
      }
    }
  }

  get termios(): Termios {
    return this.#discipline.termios;
  }

  /** `drain` waits for nothing more than `now`: what was written is with the wire already, as for Linux's ptys. */
  *setTermios(termios: Termios, when: "now" | "drain" | "flush", caller: Caller): Blocking<void> {
    yield* this.jobs.awaitFront("SIGTTOU", caller);
    if (when === "flush") this.flush("input");
    this.#discipline.termios = termios;
    if (this.#output.size > 0) this.#wire.outputReady();
    this.changed.wakeAll();
  }

  flush(queue: "input" | "output" | "both"): void {
    if (queue !== "output") {
      this.#discipline.input.clear();
      this.#offerInputRoom();
    }
    if (queue !== "input") this.#output.clear();
    this.changed.wakeAll();
  }

  get windowSize(): WindowSize {
    return this.#size;
  }

  set windowSize(size: WindowSize) {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.jobs.signalForeground("SIGWINCH");
  }

  // The wire's side.

  /** Says who shows it; disposing leaves it without anyone. */
  connect(wire: TerminalWire): Disposable {
    this.#wire = wire;
    return {
      [Symbol.dispose]: () => {
        if (this.#wire === wire) this.#wire = nobody;
      },
    };
  }

  /** Types, and tells how many bytes were taken; the wire hears of room for the rest. */
  receive(bytes: Uint8Array): number {
    const taken = this.#discipline.receive(bytes);
    if (taken < bytes.length) this.#refusedInput = true;
    if (taken > 0) this.changed.wakeAll();
    if (this.#output.size > 0) this.#wire.outputReady();
    return taken;
  }

  /** Output that waits, in bytes. */
  get outputBytes(): number {
    return this.#output.size;
  }

  /** Whether programs are about to wait for the wire. */
  get outputNearlyFull(): boolean {
    return this.#output.nearlyFull;
  }

  takeOutput(maxBytes: number): Uint8Array<ArrayBuffer> {
    const was = this.#output.roomy;
    const taken = this.#output.take(maxBytes);
    if ((!was && this.#output.roomy) || this.#output.size === 0) this.changed.wakeAll();
    return taken;
  }

  /** The line is down: whoever has it open reads the end and cannot write, and the session's leader is told. */
  hangUp(): void {
    this.#hangUps += 1;
    this.#discipline.termios = cookedTermios;
    this.#discipline.input.clear();
    this.#output.clear();
    this.#output.start();
    this.changed.wakeAll();
    this.jobs.signalHangUp();
  }

  /** The leader of its session has ended. */
  leaderEnded(): void {
    const { foreground } = this.jobs;
    this.jobs.signalForeground("SIGHUP");
    if (this.#hangsUpWithLeader && foreground !== null) this.hangUp();
    this.jobs.release();
  }

  #readDone(taken: Uint8Array): Uint8Array {
    this.#offerInputRoom();
    return taken;
  }

  #offerInputRoom(): void {
    if (!this.#refusedInput) return;
    this.#refusedInput = false;
    this.#wire.inputRoom();
  }
}
