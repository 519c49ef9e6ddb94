/**
 * Tells the user of code that did not come: most of the page's is fetched when it is first needed, and the server may be
 * out of reach by then. Knows not what the code was for.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Notices } from "../notices.ts";

/** Listens while its element is in the page. */
export class MissingCodeController implements ReactiveController {
  readonly #notices: Notices;

  constructor(host: ReactiveControllerHost, notices: Notices) {
    this.#notices = notices;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("vite:preloadError", this.#tell);
  }

  hostDisconnected(): void {
    removeEventListener("vite:preloadError", this.#tell);
  }

  /** Whoever wanted the code fails as well, as the event is not prevented. */
  readonly #tell = (): void =>
    this.#notices.tell("A part of the page could not be fetched. Try again when its server answers.");
}
