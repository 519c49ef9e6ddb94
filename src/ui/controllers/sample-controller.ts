/**
 * Brings one machine's newest sample to an element, once a second while there is something to sample.
 */
import type { ReactiveControllerHost } from "lit";
import type { MachineSample } from "../../monitor/sample.ts";
import type { Playground } from "../../playground/playground.ts";
import { EvtController } from "./evt-controller.ts";

/**
 * Updates its element with each sample of the monitor; with `shown`, only where that differs from what it was: an element
 * whose figures read as before costs nothing.
 */
export class SampleController {
  readonly #playground: () => Playground | undefined;
  readonly #machineId: () => string | undefined;

  constructor(
    host: ReactiveControllerHost,
    playground: () => Playground | undefined,
    machineId: () => string | undefined,
    shown?: (sample: MachineSample | null) => string,
  ) {
    this.#playground = playground;
    this.#machineId = machineId;
    let last: string | undefined;
    void new EvtController(
      host,
      () => playground()?.monitor.onDidSample,
      () => {
        const now = shown?.(this.sample);
        if (now === undefined || now !== last) host.requestUpdate();
        last = now;
      },
    );
  }

  /** The machine's part of the newest sample; `null` before it is in one. */
  get sample(): MachineSample | null {
    const id = this.#machineId();
    return (
      this.#playground()
        ?.monitor.latest()
        ?.machines.find((machine) => machine.id === id) ?? null
    );
  }
}
