/**
 * The host's side of the guest agent's line protocol: what PID 1 of our images says and obeys (see images/README.md).
 * What it says comes from the guest and is not to be trusted: unknown lines are ignored.
 */
import { Emitter, type Evt } from "../../src/base/event.ts";

/** How the guest said it would end, just before it does. */
export type AnnouncedEnd = "poweroff" | "reboot" | "halt";

const longestLine = 256;

/** One end of the agent's line: what it has said so far, and what may be asked of it. */
export class GuestAgent {
  readonly #send: (line: Uint8Array) => void;
  readonly #onReady = new Emitter<void>();
  readonly #encoder = new TextEncoder();
  #line = "";
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

  /** Takes what the agent wrote: ASCII lines. */
  receive(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte !== 0x0a) {
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

  #say(line: string): void {
    this.#send(this.#encoder.encode(`${line}\n`));
  }

  #obey(line: string): void {
    switch (line) {
      case "ready":
        if (this.#ready) return;
        this.#ready = true;
        this.#onReady.fire();
        break;
      case "poweroff":
      case "reboot":
      case "halt":
        this.#announced = line;
    }
  }
}
