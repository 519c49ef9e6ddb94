/**
 * A terminal line of the machine as its user sees it: bytes out, bytes in, and how many of those in were taken.
 */
import { Emitter, type Evt } from "../../src/base/event.ts";

/** A device at the machine's end of a line. */
export interface LineDevice {
  type(bytes: Uint8Array): void;
  takeOutput(): Uint8Array<ArrayBuffer>;
  takeCredit(): number;
}

/** One terminal line, from the side of whoever looks at it and types. */
export class MachineLine implements Disposable {
  readonly #device: LineDevice;
  readonly #pump: () => void;
  readonly #onOutput = new Emitter<Uint8Array<ArrayBuffer>>();
  readonly #onTaken = new Emitter<number>();

  /** Fires with what the guest printed, at most once a turn. The listener owns the bytes. */
  readonly onOutput: Evt<Uint8Array<ArrayBuffer>> = this.#onOutput;
  /** Fires with how many of the typed bytes the guest has taken. */
  readonly onTaken: Evt<number> = this.#onTaken;

  /** `pump` makes the device take what was typed, as far as it has room. */
  constructor(device: LineDevice, pump: () => void) {
    this.#device = device;
    this.#pump = pump;
  }

  /** Types `bytes`: in order, as fast as the guest takes them. */
  type(bytes: Uint8Array): void {
    this.#device.type(bytes);
    this.#pump();
  }

  /** Fires what the device has gathered. For the machine. */
  flush(): void {
    const output = this.#device.takeOutput();
    if (output.byteLength > 0) this.#onOutput.fire(output);
    this.credit();
  }

  /** Fires what the device has taken. For the machine. */
  credit(): void {
    const bytes = this.#device.takeCredit();
    if (bytes > 0) this.#onTaken.fire(bytes);
  }

  [Symbol.dispose](): void {
    this.#onOutput[Symbol.dispose]();
    this.#onTaken[Symbol.dispose]();
  }
}
