/**
 * Keeps the last minute of one machine's CPU share for its sparkline, without asking for the history every second.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { MonitorSample } from "../../monitor/sample.ts";
import type { Playground } from "../../playground/playground.ts";
import { EvtController } from "./evt-controller.ts";

const most = 60;

/** Adds to the trail with each sample; does not ask the element to update. */
export class TrailController implements ReactiveController {
  readonly #playground: () => Playground | undefined;
  readonly #machineId: () => string | undefined;
  #values: readonly (number | null)[] | null = null;

  constructor(
    host: ReactiveControllerHost,
    playground: () => Playground | undefined,
    machineId: () => string | undefined,
  ) {
    this.#playground = playground;
    this.#machineId = machineId;
    host.addController(this);
    void new EvtController(
      host,
      () => playground()?.monitor.onDidSample,
      (sample) => {
        if (this.#values) this.#values = [...this.#values, this.#cores(sample)].slice(-most);
      },
    );
  }

  /** Cores, oldest first, a second apart, at most sixty. */
  get values(): readonly (number | null)[] {
    this.#values ??= (this.#playground()?.monitor.history(this.#machineId()) ?? [])
      .slice(-most)
      .map((sample) => this.#cores(sample));
    return this.#values;
  }

  hostDisconnected(): void {
    // Samples may come meanwhile: the history knows them.
    this.#values = null;
  }

  #cores(sample: MonitorSample): number | null {
    return sample.machines.find(({ id }) => id === this.#machineId())?.cpuCores ?? null;
  }
}
