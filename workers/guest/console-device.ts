/**
 * One port of the virtio console: gathers what the guest prints, and types into it no faster than it takes. v86 drops
 * input for which the guest has posted no buffer, so input waits here for one (virtio 1.2, 5.3).
 */
import type { TerminalSize } from "../../src/protocol/guest-api.ts";
import { ByteGatherer } from "./byte-gatherer.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { V86Bus, V86Queue } from "./v86-names.ts";

/** A guest's buffer is a page, but v86 has been seen to lose the end of bigger pieces. */
const mostInputBytes = 1024;
const controlQueue = 2;

/** A port as the machine's end of a terminal line. */
export class ConsoleDevice {
  readonly #port: number;
  readonly #bus: V86Bus;
  readonly #input: V86Queue | undefined;
  readonly #control: V86Queue | undefined;
  readonly #typed = new ByteQueue();
  readonly #printed = new ByteGatherer();
  #size: TerminalSize | null = null;
  #takenBytes = 0;

  /** `port`: 0 to 3, /dev/hvc0 to /dev/hvc3 in the guest. */
  constructor(port: number, bus: V86Bus, queues: readonly V86Queue[]) {
    this.#port = port;
    this.#bus = bus;
    this.#input = queues[port === 0 ? 0 : port * 2 + 2];
    this.#control = queues[controlQueue];
    bus.register(
      `virtio-console${port}-output-bytes`,
      (bytes: Uint8Array) => this.#printed.push(bytes),
      null,
    );
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

  /** Tells the guest the size of the terminal. `pump` hands it on. */
  resize(size: TerminalSize): void {
    this.#size = size;
    // Before the driver is up v86 keeps the size and tells it when the port is opened.
    if (!isReady(this.#control)) this.#sendSize(size);
  }

  /** Hands on what waits, as far as the guest has room. Cheap when nothing waits. */
  pump(): void {
    if (this.#size && this.#control?.is_configured()) {
      if (!this.#control.has_request()) return;
      this.#sendSize(this.#size);
      this.#size = null;
    }
    while (this.#typed.length > 0 && this.#input?.is_configured() && this.#input.has_request()) {
      const bytes = this.#typed.take(mostInputBytes);
      if (!bytes) return;
      this.#takenBytes += bytes.byteLength;
      this.#bus.send(`virtio-console${this.#port}-input-bytes`, bytes);
    }
  }

  #sendSize({ columns, rows }: TerminalSize): void {
    // Linux 6.12 reads the two the other way round than v86 sends them.
    this.#bus.send(`virtio-console${this.#port}-resize`, [rows, columns]);
  }
}

function isReady(queue: V86Queue | undefined): boolean {
  return Boolean(queue?.is_configured()) && Boolean(queue?.has_request());
}
