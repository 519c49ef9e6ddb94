/**
 * Has the browser ask before the page is left while a machine holds something that would be lost. Listens only then:
 * a page that listens for `beforeunload` may be kept out of the back/forward cache.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Playground } from "../../playground/playground.ts";
import { MachinesController } from "./machines-controller.ts";

/** Guards the page while its element is in it. */
export class UnloadController implements ReactiveController {
  readonly #playground: Playground;

  constructor(host: ReactiveControllerHost, playground: Playground) {
    this.#playground = playground;
    host.addController(this);
    void new MachinesController(
      host,
      () => playground,
      () => this.#follow(),
    );
  }

  hostDisconnected(): void {
    window.removeEventListener("beforeunload", ask);
  }

  #follow(): void {
    // The same listener twice is one.
    if (this.#playground.machines.some(({ isActive }) => isActive))
      window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
  }
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
