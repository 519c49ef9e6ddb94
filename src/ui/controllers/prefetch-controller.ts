/**
 * Fetches what the first boot needs while the page is idle, unless the user saves data.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Playground } from "../../playground/playground.ts";

const latestMs = 2_000;

/** Works once, when its element first comes into the page. */
export class PrefetchController implements ReactiveController {
  readonly #playground: Playground;
  #done = false;

  constructor(host: ReactiveControllerHost, playground: Playground) {
    this.#playground = playground;
    host.addController(this);
  }

  hostConnected(): void {
    const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
    if (this.#done || connection?.saveData) return;
    this.#done = true;
    whenIdle(() => {
      // What fails here shows as the image's status, and the first boot tries again.
      this.#playground.bootStore.load(this.#playground.images[0]).catch(() => undefined);
      import("../console/gh-console.ts").catch(() => undefined);
    });
  }
}

function whenIdle(callback: () => void): void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === "function") requestIdleCallback(callback, { timeout: latestMs });
  else setTimeout(callback, 200);
}
