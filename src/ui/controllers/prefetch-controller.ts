/**
 * Fetches and rehearses what the first boot needs while the page is idle, unless the user saves data.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Commands } from "../commands.ts";

const latestMs = 2_000;

/** Works once, when its element first comes into the page. */
export class PrefetchController implements ReactiveController {
  readonly #commands: Commands;
  #done = false;

  constructor(host: ReactiveControllerHost, commands: Commands) {
    this.#commands = commands;
    host.addController(this);
  }

  hostConnected(): void {
    const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
    if (this.#done || connection?.saveData) return;
    this.#done = true;
    whenIdle(() => {
      // What fails here is shown, and the first boot tries again.
      void this.#commands.prepareBoot();
      import("../console/gh-console.ts")
        .then(({ rehearseTerminal }) => rehearseTerminal())
        .catch(() => undefined);
    });
  }
}

function whenIdle(callback: () => void): void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === "function") requestIdleCallback(callback, { timeout: latestMs });
  else setTimeout(callback, 200);
}
