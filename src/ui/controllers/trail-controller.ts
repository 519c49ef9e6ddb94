/**
 * Keeps the last minute of one machine's CPU share for its sparkline, without asking for the history every second.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { MonitorSample } from "../../monitor/sample.ts";
import type { Playground } from "../../playground/playground.ts";
import { EvtController } from "./evt-controller.ts";

const most = 60;
/** Less than half a pixel of a sparkline, in cores: what differs by less looks the same. */
const visibleCores = 1 / 48;

/** Adds to the trail with each sample; asks the element to update where the trail looks different from before. */
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
        const before = this.#values;
        if (!before) return;
        this.#values = [...before, this.#cores(sample)].slice(-most);
        if (!looksAlike(before, this.#values)) host.requestUpdate();
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

function looksAlike(before: readonly (number | null)[], now: readonly (number | null)[]): boolean {
  return (
    before.length === now.length && now.every((cores, index) => step(cores) === step(before[index] ?? null))
  );
}

function step(cores: number | null): number | null {
  return cores === null ? null : Math.round(cores / visibleCores);
}
