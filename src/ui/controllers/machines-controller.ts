/**
 * Hears of every change of the playground's machines: added, removed, or in another state.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";

/** Calls `listener` after each change while its element is in the page; without one, asks the element to update. */
export class MachinesController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #playground: () => Playground | undefined;
  readonly #listener: () => void;
  #listening: Disposable | null = null;
  /** Listening goes on with each machine for as long as it is there: many may come one after the other. */
  readonly #machines = new Map<Machine, Disposable>();
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
    this.#follow([]);
  }

  #listen(): void {
    this.#listening?.[Symbol.dispose]();
    const playground = this.#playground();
    this.#listening =
      playground?.onDidChangeMachines.listen(() => {
        this.#follow(playground.machines);
        this.#listener();
      }) ?? null;
    this.#follow(playground?.machines ?? []);
  }

  #follow(machines: readonly Machine[]): void {
    for (const machine of machines)
      if (!this.#machines.has(machine))
        this.#machines.set(machine, machine.onDidChange.listen(this.#listener));
    if (this.#machines.size === machines.length) return;
    const here = new Set(machines);
    for (const [machine, listening] of this.#machines) {
      if (here.has(machine)) continue;
      listening[Symbol.dispose]();
      this.#machines.delete(machine);
    }
  }
}
