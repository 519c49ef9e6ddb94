/**
 * The serial port, where the kernel's messages come out a byte at a time; keeps the last of them as its last words.
 */
import { KIB } from "../../src/base/units.ts";
import { ByteGatherer } from "./byte-gatherer.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { V86Bus, V86Devices } from "./v86-names.ts";

const tailBytes = 16 * KIB;
/** The UART's FIFO (16550A): more would be an overrun on a real one. */
const fifoBytes = 16;

/** The serial port as the machine's end of a terminal line. */
export class SerialDevice {
  readonly #bus: V86Bus;
  readonly #uart: V86Devices["uart0"];
  readonly #printed = new ByteGatherer();
  readonly #typed = new ByteQueue();
  readonly #tail = new Uint8Array(tailBytes);
  #tailEnd = 0;
  #takenBytes = 0;

  constructor(bus: V86Bus, uart: V86Devices["uart0"]) {
    this.#bus = bus;
    this.#uart = uart;
    bus.register("serial0-output-byte", (byte: number) => this.#print(byte), null);
  }

  /** What the guest has printed since the last call. */
  takeOutput(): Uint8Array<ArrayBuffer> {
    return this.#printed.take();
  }

  /** Bytes the guest has taken in since the last call. */
  takeCredit(): number {
    const bytes = this.#takenBytes;
    this.#takenBytes = 0;
    return bytes;
  }

  /** Types `bytes`, after what was typed before. `pump` hands them on. */
  type(bytes: Uint8Array): void {
    this.#typed.push(bytes);
  }

  /** Hands on what waits, as far as the FIFO has room. */
  pump(): void {
    while (this.#typed.length > 0 && this.#uart.input.length < fifoBytes) {
      const bytes = this.#typed.take(fifoBytes - this.#uart.input.length);
      if (!bytes) return;
      this.#takenBytes += bytes.byteLength;
      for (const byte of bytes) this.#bus.send("serial0-input", byte);
    }
  }

  /** The last 16 KiB printed, as text. */
  tail(): string {
    const from = Math.max(0, this.#tailEnd - tailBytes);
    const text = new Uint8Array(this.#tailEnd - from);
    for (let at = from; at < this.#tailEnd; at++) text[at - from] = this.#tail[at % tailBytes] ?? 0;
    return new TextDecoder().decode(text);
  }

  #print(byte: number): void {
    this.#printed.pushByte(byte);
    this.#tail[this.#tailEnd++ % tailBytes] = byte;
  }
}
