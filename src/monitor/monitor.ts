/**
 * The monitor: one sample a second while there is something to watch. Knows neither the emulator nor the DOM.
 */
import type { Clock } from "../base/clock.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Accountant } from "./accounting.ts";
import { History } from "./history.ts";
import type { HostReading, MonitorSample } from "./sample.ts";

/** What the monitor watches. */
export interface MonitorSource {
  /** The host and its machines as they are now. */
  read(): HostReading;
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

const periodMs = 1_000;

/** Samples while it is watching; `watch` and the result's disposal start and stop it. */
export class Monitor implements Disposable {
  readonly #source: MonitorSource;
  readonly #clock: Clock;
  readonly #accountant = new Accountant();
  readonly #history = new History();
  readonly #life = new Disposables();
  readonly #onDidSample = this.#life.add(new Emitter<MonitorSample>());
  #watching: Disposable | null = null;
  #latest: MonitorSample | null = null;

  /** Fires with every new sample. */
  readonly onDidSample: Evt<MonitorSample> = this.#onDidSample;

  constructor(source: MonitorSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#life.defer(() => this.#watching?.[Symbol.dispose]());
  }

  /** The newest sample; `null` before the first. */
  latest(): MonitorSample | null {
    return this.#latest;
  }

  /** Oldest first: every second of ten minutes, means of 10 s for two hours before. With an id, that machine's. */
  history(machineId?: string): readonly MonitorSample[] {
    return this.#history.samples(machineId);
  }

  /** Starts or stops the ticking; an idle host costs nothing. Takes a sample at once either way. */
  watch(on: boolean): void {
    if (on === (this.#watching !== null)) return;
    this.#watching?.[Symbol.dispose]();
    this.#watching = on ? this.#clock.every(periodMs, () => this.sample()) : null;
    this.sample();
  }

  /** Takes a sample now. */
  sample(): void {
    const sample = this.#accountant.account(this.#source.read(), this.#source.nowMs());
    this.#latest = sample;
    this.#history.add(sample);
    this.#onDidSample.fire(sample);
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }
}
