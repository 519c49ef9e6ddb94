/**
 * A terminal line: what a console shows and takes, whatever machine is at its other end.
 */
import type { Evt } from "../base/event.ts";
import type { TerminalSize } from "./guest-api.ts";

/** Takes output in order. The machine is held back until the slowest sink's promise settles. */
export type OutputSink = (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/** One line of a machine. It outlives power cycles: what was printed before a crash is still there after it. */
export interface TerminalLine {
  /** The last output, oldest first, at most 1 MiB: what a terminal opened late shows. */
  readonly recent: readonly Uint8Array<ArrayBuffer>[];
  /** Fires when the machine at the other end was switched off or died. */
  readonly onDidDisconnect: Evt<void>;
  /** Receives output from now on; disposing detaches. */
  attach(sink: OutputSink): Disposable;
  /** Types `bytes`: in order, without loss, as fast as the machine takes them. Dropped while it is off. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Tells the machine the terminal's size, now and at its next power-on. */
  resize(size: TerminalSize): void;
}
