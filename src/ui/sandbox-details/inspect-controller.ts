/**
 * Looks at something of the host's kernel once a second while its element is seen, and keeps the newest answer. Each look
 * is a small program of the host; the next begins a second after the last one's end.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import {
  runInspection,
  type InspectedHost,
  type Inspection,
} from "../../sandbox/runtime/inspect/run-inspection.ts";

const periodMs = 1_000;

/** What to look at. */
export interface Looking<T> {
  readonly host: InspectedHost;
  readonly inspection: Inspection<T>;
}

/** Asks its element to update with each answer. */
export class InspectController<T> implements ReactiveController {
  readonly #element: ReactiveControllerHost;
  readonly #looking: () => Looking<T> | null;
  #value: T | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connected = false;
  #looks = 0;

  /** `looking` is asked before each look; `null` is nothing to look at. */
  constructor(element: ReactiveControllerHost, looking: () => Looking<T> | null) {
    this.#element = element;
    this.#looking = looking;
    element.addController(this);
  }

  /** `null` before the first answer, and where there is nothing to look at. */
  get value(): T | null {
    return this.#value;
  }

  hostConnected(): void {
    this.#connected = true;
    document.addEventListener("visibilitychange", this.#soon);
    // Its properties come with the first update.
    queueMicrotask(this.#soon);
  }

  hostDisconnected(): void {
    this.#connected = false;
    document.removeEventListener("visibilitychange", this.#soon);
    clearTimeout(this.#timer);
  }

  /** Looks now. */
  readonly #soon = (): void => {
    void this.refresh();
  };

  /** Looks now; resolves when the answer is there. What fails leaves nothing to show: the sandbox ended meanwhile. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#connected || document.hidden) return;
    const look = ++this.#looks;
    const looking = this.#looking();
    const value = looking ? await runInspection(looking.host, looking.inspection).catch(() => null) : null;
    if (look !== this.#looks) return;
    this.#value = value;
    this.#element.requestUpdate();
    if (this.#connected) this.#timer = setTimeout(this.#soon, periodMs);
  }
}
