/**
 * The host's own console: a root shell on the host kernel, begun when somebody first looks and again when it ends.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import type { OutputSink, TerminalLine } from "../../protocol/terminal-line.ts";
import type { EngineTerminal } from "./engine-kernel.ts";
import type { HostKernel } from "./host-kernel.ts";

/** Shells that end sooner than this one after the other are broken: then it stops beginning new ones. */
const shortestMs = 50;
const mostInARow = 5;

/** A line whose other end is a shell. */
export class HostConsole implements TerminalLine, Disposable {
  readonly #kernel: HostKernel;
  readonly #life = new Disposables();
  readonly #terminal: EngineTerminal;
  readonly #onDidDisconnect = this.#life.add(new Emitter<void>());
  #begun = false;
  readonly onDidDisconnect: Evt<void> = this.#onDidDisconnect;

  constructor(kernel: HostKernel) {
    this.#kernel = kernel;
    this.#terminal = this.#life.add(kernel.openTerminal());
  }

  get recent(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#terminal.line.recent;
  }

  attach(sink: OutputSink): Disposable {
    const attached = this.#terminal.line.attach(sink);
    this.#begin();
    return attached;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#begin();
    this.#terminal.line.send(bytes);
  }

  resize(size: Parameters<TerminalLine["resize"]>[0]): void {
    this.#terminal.line.resize(size);
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    void this.#keepShell();
  }

  async #keepShell(): Promise<void> {
    for (let short = 0; short < mostInARow && !this.#life.disposed && this.#kernel.down === null;) {
      const beganMs = this.#kernel.nowMs();
      const { ended } = this.#kernel.spawn("/bin/sh", {
        name: "sh",
        // A leading hyphen makes it a login shell.
        argv: ["-sh"],
        cwd: "/root",
        terminal: this.#terminal,
      });
      // oxlint-disable-next-line no-await-in-loop -- one shell after the other
      await ended;
      this.#onDidDisconnect.fire();
      short = this.#kernel.nowMs() - beganMs < shortestMs ? short + 1 : 0;
    }
  }
}
