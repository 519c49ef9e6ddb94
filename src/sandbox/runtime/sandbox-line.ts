/**
 * A sandbox's console line: that of its terminal, which outlives its processes, and the news that they ended.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import type { OutputSink, TerminalLine } from "../../protocol/terminal-line.ts";

/** Passes everything on to the terminal's own line. */
export class SandboxLine implements TerminalLine, Disposable {
  readonly #line: TerminalLine;
  readonly #life = new Disposables();
  readonly #onDidDisconnect = this.#life.add(new Emitter<void>());
  readonly onDidDisconnect: Evt<void> = this.#onDidDisconnect;

  constructor(line: TerminalLine) {
    this.#line = line;
    this.#life.add(line.onDidDisconnect.listen(() => this.#onDidDisconnect.fire()));
  }

  get recent(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#line.recent;
  }

  attach(sink: OutputSink): Disposable {
    return this.#line.attach(sink);
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#line.send(bytes);
  }

  resize(size: Parameters<TerminalLine["resize"]>[0]): void {
    this.#line.resize(size);
  }

  /** Its processes ended: whoever waits for an answer gets none. */
  disconnect(): void {
    this.#onDidDisconnect.fire();
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }
}
