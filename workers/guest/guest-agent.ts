/**
 * The host's side of the guest agent's line protocol: what PID 1 of our images says and obeys (see images/README.md).
 * What it says comes from the guest and is not to be trusted: unknown lines are ignored.
 */
import { Emitter, type Evt } from "../../src/base/event.ts";
import { GuestCommands } from "./guest-commands.ts";
import { PressureWatch } from "./pressure-watch.ts";

/** How the guest said it would end, just before it does. */
export type AnnouncedEnd = "poweroff" | "reboot" | "halt";

const longestLine = 256;
/** No piece of a command's output is longer (`PIECE_BYTES` in `images/linux/init/commands.c`). */
const longestPiece = 2048;
const newline = 0x0a;

interface AnnouncedPiece {
  readonly id: number;
  readonly bytes: Uint8Array;
  /** How many have come. */
  length: number;
}

/** One end of the agent's line: what it has said so far, and what may be asked of it. */
export class GuestAgent implements Disposable {
  /** Commands beside the user's shell. */
  readonly commands = new GuestCommands((line) => this.#say(line));
  /** How long somebody waits in it. */
  readonly pressure = new PressureWatch((line) => {
    if (this.#ready) this.#say(line);
  });
  readonly #send: (line: Uint8Array) => void;
  readonly #onReady = new Emitter<void>();
  readonly #encoder = new TextEncoder();
  #line = "";
  /** The piece of output that a line announced, while it is not whole. */
  #piece: AnnouncedPiece | null = null;
  #ready = false;
  #announced: AnnouncedEnd | null = null;

  /** Fires once, when the agent reports the system up. */
  readonly onReady: Evt<void> = this.#onReady;

  /** `send` puts bytes on the agent's line. */
  constructor(send: (line: Uint8Array) => void) {
    this.#send = send;
  }

  /** Whether an agent has reported. */
  get ready(): boolean {
    return this.#ready;
  }

  /** What the guest said it was about to do. */
  get announced(): AnnouncedEnd | null {
    return this.#announced;
  }

  /** Takes what the agent wrote: ASCII lines, and the bytes that some of them announce. */
  receive(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength;) {
      if (this.#piece) {
        at += this.#receivePiece(this.#piece, bytes.subarray(at));
        continue;
      }
      const byte = bytes[at++];
      if (byte === undefined) return;
      if (byte !== newline) {
        if (this.#line.length < longestLine) this.#line += String.fromCharCode(byte);
        continue;
      }
      const line = this.#line.trim();
      this.#line = "";
      this.#obey(line);
    }
  }

  /** Asks for an orderly end. */
  request(what: "shutdown" | "reboot"): void {
    this.#say(what);
  }

  /** Sets the guest's wall clock, in ms since the epoch. */
  setTime(epochMs: number): void {
    this.#say(`time ${(epochMs / 1000).toFixed(6)}`);
  }

  /** The machine has ended. */
  [Symbol.dispose](): void {
    this.commands[Symbol.dispose]();
  }

  /** How many of `bytes` belong to the piece. */
  #receivePiece(piece: AnnouncedPiece, bytes: Uint8Array): number {
    const taken = bytes.subarray(0, piece.bytes.byteLength - piece.length);
    piece.bytes.set(taken, piece.length);
    piece.length += taken.byteLength;
    if (piece.length === piece.bytes.byteLength) {
      this.#piece = null;
      this.commands.printed(piece.id, piece.bytes);
    }
    return taken.byteLength;
  }

  #say(line: string): void {
    this.#send(this.#encoder.encode(`${line}\n`));
  }

  #obey(line: string): void {
    switch (line) {
      case "ready":
        if (this.#ready) return;
        this.#ready = true;
        this.#onReady.fire();
        this.commands.begin();
        break;
      case "poweroff":
      case "reboot":
      case "halt":
        this.#announced = line;
        break;
      default:
        this.#obeyCommand(line);
        this.pressure.receive(line, performance.now());
    }
  }

  #obeyCommand(line: string): void {
    const [, what, id, count] = /^(output|exited) (\d+) (\d+)$/.exec(line) ?? [];
    if (what === "exited") this.commands.exited(Number(id), Number(count));
    const length = Number(count);
    if (what === "output" && length > 0 && length <= longestPiece)
      this.#piece = { id: Number(id), bytes: new Uint8Array(length), length: 0 };
  }
}
