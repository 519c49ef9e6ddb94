/**
 * A terminal as the page shows it: the far end of a `Tty`'s wire, and the `TerminalLine` that consoles attach to. It
 * outlives what is connected to it. Knows no terminal emulator and no task.
 */
import { deferred } from "../../../base/deferred.ts";
import { toDisposable } from "../../../base/disposable.ts";
import { Emitter, type Evt } from "../../../base/event.ts";
import { KIB, MIB } from "../../../base/units.ts";
import type { TerminalSize } from "../../../protocol/guest-api.ts";
import type { OutputSink, TerminalLine } from "../../../protocol/terminal-line.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { TerminalWire } from "./terminal-wire.ts";
import type { Tty } from "./tty.ts";

const recentLimitBytes = MIB;
/** How much the sinks may have that they have not consumed. */
const windowBytes = 128 * KIB;
const pieceBytes = 64 * KIB;

interface Typed {
  readonly bytes: Uint8Array;
  readonly taken: () => void;
}

/** A console of a sandbox or of the host kernel. `connect` gives it the terminal of a new start. */
export class PageTerminal implements TerminalLine {
  readonly #sinks = new Set<OutputSink>();
  readonly #recent = new ByteQueue("kernel");
  readonly #onDidDisconnect = new Emitter<void>();
  #typed: Typed[] = [];
  #tty: Tty | null = null;
  #size: TerminalSize = { columns: 80, rows: 24 };
  #underWayBytes = 0;
  #scheduled = false;
  #typing = false;

  readonly onDidDisconnect: Evt<void> = this.#onDidDisconnect;

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
    void this.feed(bytes);
  }

  /** As `send`; resolves when the terminal has taken them all, or is gone. */
  feed(bytes: Uint8Array): Promise<void> {
    if (!this.#tty || bytes.length === 0) return Promise.resolve();
    const { promise, resolve } = deferred<void>();
    this.#typed.push({ bytes, taken: resolve });
    this.#typeOn();
    return promise;
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    if (this.#tty) this.#tty.windowSize = size;
  }

  /** Shows `tty` until the result is disposed, which hangs it up. What it printed until then is still shown. */
  connect(tty: Tty): Disposable {
    const wire: TerminalWire = {
      outputReady: () => this.#outputReady(tty),
      inputRoom: () => this.#typeOn(),
      usersChanged: () => undefined,
    };
    const wired = tty.connect(wire);
    this.#tty = tty;
    tty.windowSize = this.#size;
    this.#outputReady(tty);
    return toDisposable(() => {
      wired[Symbol.dispose]();
      // What a program printed last is often why it ended.
      while (tty.outputBytes > 0) this.#show(tty.takeOutput(pieceBytes));
      if (this.#tty === tty) {
        this.#tty = null;
        for (const { taken } of this.#typed.splice(0)) taken();
      }
      tty.hangUp();
      this.#onDidDisconnect.fire();
    });
  }

  #typeOn(): void {
    // Echo and a reader may ask for more while this goes on.
    if (this.#typing) return;
    this.#typing = true;
    for (let first = this.#typed[0]; first && this.#tty; first = this.#typed[0]) {
      const count = this.#tty.receive(first.bytes);
      this.#typed.shift();
      if (count < first.bytes.length) {
        this.#typed.unshift({ bytes: first.bytes.subarray(count), taken: first.taken });
        break;
      }
      first.taken();
    }
    this.#typing = false;
  }

  #outputReady(tty: Tty): void {
    if (tty.outputNearlyFull) this.#deliver();
    else if (!this.#scheduled) {
      // Many small writes of one turn of the scheduler are shown as one.
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#deliver();
      });
    }
  }

  #deliver(): void {
    while (this.#tty && this.#tty.outputBytes > 0 && this.#underWayBytes < windowBytes) {
      this.#show(this.#tty.takeOutput(pieceBytes));
    }
  }

  #show(bytes: Uint8Array<ArrayBuffer>): void {
    this.#recent.append(bytes, null);
    this.#recent.skip(this.#recent.size - recentLimitBytes);
    this.#underWayBytes += bytes.length;
    const consumed = [...this.#sinks].map(async (sink) => sink(bytes));
    void Promise.allSettled(consumed).then(() => {
      this.#underWayBytes -= bytes.length;
      this.#deliver();
    });
  }
}
