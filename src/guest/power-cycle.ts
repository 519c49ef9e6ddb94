/**
 * One power cycle of a guest: a worker, its three ports, and their common end. A guest that is reset or started again
 * gets a new one, so nothing of the emulator outlives a run.
 */
import { abortable } from "../base/abort.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import type { CommandEnd } from "../protocol/command-end.ts";
import type { GuestApi, GuestBoot, GuestEvent } from "../protocol/guest-api.ts";
import type { ConsoleLine } from "./console-line.ts";
import type { GuestWorker } from "./guest-worker.ts";

/** The lines a power cycle connects. */
export interface GuestLines {
  readonly console: ConsoleLine;
  readonly serial: ConsoleLine;
}

/** Owns the worker. Disposing is pulling the plug. */
export class PowerCycle implements Disposable {
  readonly #life = new Disposables();
  readonly #onEvent = this.#life.add(new Emitter<GuestEvent>());
  readonly #worker: GuestWorker;
  readonly #lines: GuestLines;
  #linesEnded: Promise<unknown> = Promise.resolve();
  #commands = 0;

  /** What the worker tells; a worker that dies by itself is told as a crash. */
  readonly onEvent: Evt<GuestEvent> = this.#onEvent;

  constructor(worker: GuestWorker, lines: GuestLines) {
    this.#worker = this.#life.add(worker);
    this.#lines = lines;
    this.#life.add(
      worker.onDidDie.listen((detail) =>
        this.#onEvent.fire({ kind: "crashed", crash: "worker-died", detail }),
      ),
    );
  }

  get api(): GuestApi {
    return this.#worker.api;
  }

  /** Builds the hardware and starts the processor. */
  async boot(boot: GuestBoot): Promise<void> {
    const events = new MessageChannel();
    const console = new MessageChannel();
    const serial = new MessageChannel();
    this.#life.defer(() => events.port1.close());
    events.port1.onmessage = ({ data }: MessageEvent<GuestEvent>) => this.#onEvent.fire(data);
    const consoleConnection = this.#life.add(this.#lines.console.connect(console.port1));
    const serialConnection = this.#life.add(this.#lines.serial.connect(serial.port1));
    this.#linesEnded = Promise.all([consoleConnection.ended, serialConnection.ended]);
    await this.api.boot(boot, {
      events: events.port2,
      console: console.port2,
      serial: serial.port2,
    });
  }

  /** Runs a command beside the user's shell; an abort kills it. Fails as `GuestApi.execute` does. */
  async execute(command: string, signal?: AbortSignal): Promise<CommandEnd> {
    signal?.throwIfAborted();
    const id = ++this.#commands;
    // One that is gone with its machine needs no killing.
    const cancel = (): void => void this.api.cancelCommand(id).catch(() => undefined);
    const executing = this.api.execute(id, command);
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      return await abortable(executing, signal);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** Resolves when every byte the guest printed has arrived, or this cycle is disposed. */
  async drained(): Promise<void> {
    await this.#linesEnded;
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }
}
