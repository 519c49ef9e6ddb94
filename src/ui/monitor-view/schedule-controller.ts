/**
 * Asks the type 1 hypervisor once a second who has had its core, while its element is seen and wants to know.
 */
import type { LitElement, ReactiveController } from "lit";
import type { BareHypervisor } from "../../guest/bare-hypervisor.ts";
import type { HypervisorSchedule } from "../../protocol/hypervisor-api.ts";

const periodMs = 1_000;

/** Keeps the newest answer and the one before it. */
export class ScheduleController implements ReactiveController {
  readonly #element: LitElement;
  readonly #hypervisor: () => BareHypervisor | undefined;
  readonly #seen: IntersectionObserver;
  #newest: HypervisorSchedule | null = null;
  #before: HypervisorSchedule | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #visible = false;
  #held = false;
  #asking = false;

  constructor(element: LitElement, hypervisor: () => BareHypervisor | undefined) {
    this.#element = element;
    this.#hypervisor = hypervisor;
    this.#seen = new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)?.isIntersecting ?? false;
      void this.#ask();
    });
    element.addController(this);
  }

  /** `null` before the first answer, and while there is no guest. */
  get newest(): HypervisorSchedule | null {
    return this.#newest;
  }

  /** What was answered before that: differences are what happened between. */
  get before(): HypervisorSchedule | null {
    return this.#before;
  }

  /** Whether what is there shall stay. */
  get held(): boolean {
    return this.#held;
  }
  set held(held: boolean) {
    this.#held = held;
    this.#element.requestUpdate();
    void this.#ask();
  }

  hostConnected(): void {
    this.#seen.observe(this.#element);
    document.addEventListener("visibilitychange", this.#soon);
  }

  hostDisconnected(): void {
    this.#seen.disconnect();
    this.#visible = false;
    document.removeEventListener("visibilitychange", this.#soon);
    clearTimeout(this.#timer);
  }

  readonly #soon = (): void => void this.#ask();

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#visible || this.#held || this.#asking || document.hidden) return;
    this.#asking = true;
    // A worker that died has its guests' ends to tell of it.
    const answer =
      (await this.#hypervisor()
        ?.schedule()
        .catch(() => null)) ?? null;
    this.#asking = false;
    if (this.#held) return;
    this.#before = this.#newest;
    this.#newest = answer;
    this.#element.requestUpdate();
    if (this.#visible) this.#timer = setTimeout(this.#soon, periodMs);
  }
}
