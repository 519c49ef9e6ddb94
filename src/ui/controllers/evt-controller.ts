/**
 * Listens to an event of the model while its element is in the page.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Evt } from "../../base/event.ts";

/**
 * Listens to whatever event `source` names now, and calls `listener`; without one, asks the element to update.
 * `source` is asked again before each update, so it may depend on a property.
 */
export class EvtController<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #source: () => Evt<T> | undefined;
  readonly #listener: (value: T) => void;
  #heard: Evt<T> | undefined;
  #listening: Disposable | null = null;
  #connected = false;

  constructor(
    host: ReactiveControllerHost,
    source: () => Evt<T> | undefined,
    listener: (value: T) => void = () => host.requestUpdate(),
  ) {
    this.#host = host;
    this.#source = source;
    this.#listener = listener;
    this.#host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#follow();
    // What happened while the element was out of the page.
    this.#host.requestUpdate();
  }

  // Lit also updates an element that left the page since the update was asked for.
  hostUpdate(): void {
    if (this.#connected) this.#follow();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#listening?.[Symbol.dispose]();
    this.#listening = null;
    this.#heard = undefined;
  }

  #follow(): void {
    const evt = this.#source();
    if (evt === this.#heard) return;
    this.#listening?.[Symbol.dispose]();
    this.#listening = evt?.listen(this.#listener) ?? null;
    this.#heard = evt;
  }
}
