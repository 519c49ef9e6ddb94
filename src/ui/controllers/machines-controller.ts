/**
 * Hears of every change of the playground's machines: added, removed, or in another state.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Disposables } from "../../base/disposable.ts";
import type { Playground } from "../../playground/playground.ts";

/** Calls `listener` after each change while its element is in the page; without one, asks the element to update. */
export class MachinesController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #playground: () => Playground | undefined;
  readonly #listener: () => void;
  #listening: Disposables | null = null;
  #connected = false;

  constructor(
    host: ReactiveControllerHost,
    playground: () => Playground | undefined,
    listener: () => void = () => host.requestUpdate(),
  ) {
    this.#host = host;
    this.#playground = playground;
    this.#listener = listener;
    this.#host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#listen();
    this.#listener();
  }

  // A playground from a context comes only with the first update; and Lit also updates an element that left the page.
  hostUpdate(): void {
    if (this.#connected && !this.#listening) this.#listen();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#listening?.[Symbol.dispose]();
    this.#listening = null;
  }

  #listen(): void {
    this.#listening?.[Symbol.dispose]();
    this.#listening = null;
    const playground = this.#playground();
    if (!playground) return;
    const listening = new Disposables();
    listening.add(
      playground.onDidChangeMachines.listen(() => {
        this.#listen();
        this.#listener();
      }),
    );
    for (const machine of playground.machines) listening.add(machine.onDidChange.listen(this.#listener));
    this.#listening = listening;
  }
}
