/**
 * A terminal line without a machine: prints what a test says and keeps what was typed.
 */
import { toDisposable } from "../../src/base/disposable.ts";
import { Emitter } from "../../src/base/event.ts";
import type { TerminalSize } from "../../src/protocol/guest-api.ts";
import type { OutputSink, TerminalLine } from "../../src/protocol/terminal-line.ts";

const encoder = new TextEncoder();

export class FakeTerminalLine implements TerminalLine {
  readonly recent: Uint8Array<ArrayBuffer>[] = [];
  /** Every size told, in order. */
  readonly sizes: TerminalSize[] = [];
  readonly onDidDisconnect = new Emitter<void>();
  readonly #sinks = new Set<{ readonly sink: OutputSink }>();
  readonly #sent: Uint8Array<ArrayBuffer>[] = [];

  get sinkCount(): number {
    return this.#sinks.size;
  }

  attach(sink: OutputSink): Disposable {
    const entry = { sink };
    this.#sinks.add(entry);
    return toDisposable(() => this.#sinks.delete(entry));
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#sent.push(bytes);
  }

  resize(size: TerminalSize): void {
    const last = this.sizes.at(-1);
    if (last?.columns !== size.columns || last.rows !== size.rows) this.sizes.push(size);
  }

  /** What was typed since the last call, as text. */
  takeTyped(): string {
    return new TextDecoder().decode(this.takeTypedBytes());
  }

  /** What was typed since the last call. */
  takeTypedBytes(): Uint8Array<ArrayBuffer> {
    const sent = this.#sent.splice(0);
    const all = new Uint8Array(sent.reduce((total, { length }) => total + length, 0));
    let at = 0;
    for (const bytes of sent) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return all;
  }

  /** Prints, and resolves when every sink has consumed it. */
  async print(output: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const bytes = typeof output === "string" ? encoder.encode(output) : output;
    this.recent.push(bytes);
    await this.deliver(bytes);
  }

  /** Prints without remembering: for amounts that would not be kept anyway. */
  async deliver(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await Promise.all(Array.from(this.#sinks, async ({ sink }) => sink(bytes)));
  }
}
