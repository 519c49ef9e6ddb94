/**
 * A guest's console seen from the page: keeps what was printed across power cycles, hands it to whoever is attached,
 * and tells the guest's worker how much has been consumed. Knows no terminal emulator.
 */
import { assertNever } from "../base/assert-never.ts";
import { ByteSender, type ByteStreamMessage } from "../base/byte-stream.ts";
import { deferred } from "../base/deferred.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { toDisposable } from "../base/disposable.ts";
import { KIB, MIB } from "../base/units.ts";
import type { TerminalSize } from "../protocol/guest-api.ts";
import { RecentOutput } from "./recent-output.ts";
import type { OutputSink, TerminalLine } from "../protocol/terminal-line.ts";

const recentLimitBytes = MIB;
const inputWindowBytes = 64 * KIB;
/** The worker is told of so much at a time: a message for every chunk would cost it and the page more than the chunk. */
const creditBytes = 16 * KIB;

/** One power cycle's connection of a line. */
export interface LineConnection extends Disposable {
  /** Resolves when the worker has sent its last byte, or the connection is disposed. */
  readonly ended: Promise<void>;
}

/** A console of a guest. `connect` gives it the worker of a new power cycle. */
export class ConsoleLine implements TerminalLine {
  readonly #sinks = new Set<OutputSink>();
  readonly #recent = new RecentOutput(recentLimitBytes);
  readonly #onDidDisconnect = new Emitter<void>();
  readonly #onDidResize = new Emitter<TerminalSize>();
  #input: ByteSender | null = null;
  #size: TerminalSize = { columns: 80, rows: 24 };

  readonly onDidDisconnect: Evt<void> = this.#onDidDisconnect;

  /** Fires when a terminal changed its size. */
  readonly onDidResize: Evt<TerminalSize> = this.#onDidResize;

  /** The size last told, 80 by 24 before that. */
  get size(): TerminalSize {
    return this.#size;
  }

  get recent(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#recent.pieces;
  }

  attach(sink: OutputSink): Disposable {
    // Wrapped, so that one function attached twice counts twice.
    const entry: OutputSink = (bytes) => sink(bytes);
    this.#sinks.add(entry);
    return toDisposable(() => this.#sinks.delete(entry));
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#input?.send(bytes);
  }

  resize(size: TerminalSize): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.#onDidResize.fire(size);
  }

  /** Connects the line to a worker's port until the result is disposed. */
  connect(port: MessagePort): LineConnection {
    const input = new ByteSender(port, inputWindowBytes);
    const { promise: ended, resolve: end } = deferred<void>();
    this.#input = input;
    const output = new OutputCredit(port);
    port.onmessage = ({ data }: MessageEvent<ByteStreamMessage>) => {
      switch (data.kind) {
        case "bytes":
          this.#receive(data.bytes, output);
          break;
        case "credit":
          input.credit(data.bytes);
          break;
        case "end":
          end();
          break;
        default:
          assertNever(data);
      }
    };
    const disconnect = toDisposable(() => {
      if (this.#input === input) this.#input = null;
      port.onmessage = null;
      port.close();
      end();
      this.#onDidDisconnect.fire();
    });
    return { ended, [Symbol.dispose]: () => disconnect[Symbol.dispose]() };
  }

  #receive(bytes: Uint8Array<ArrayBuffer>, output: OutputCredit): void {
    this.#recent.add(bytes);
    const consumed = [...this.#sinks].map(async (sink) => sink(bytes));
    output.received(bytes.byteLength);
    void Promise.allSettled(consumed).then(() => output.consumed(bytes.byteLength));
  }
}

/** Tells the worker what has been consumed: in steps, and all of it when nothing is left. */
class OutputCredit {
  readonly #port: MessagePort;
  #pendingBytes = 0;
  #untoldBytes = 0;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  received(bytes: number): void {
    this.#pendingBytes += bytes;
  }

  consumed(bytes: number): void {
    this.#pendingBytes -= bytes;
    this.#untoldBytes += bytes;
    if (this.#untoldBytes < creditBytes && this.#pendingBytes > 0) return;
    const credit: ByteStreamMessage = { kind: "credit", bytes: this.#untoldBytes };
    this.#untoldBytes = 0;
    this.#port.postMessage(credit);
  }
}
