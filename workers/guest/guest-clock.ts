/**
 * The clock a guest's hardware runs on. It stands still while the guest is paused, as in QEMU and libvirt: timers do
 * not all fire at once on resume, no watchdog barks, and only the wall clock has to be set right.
 */

/** Milliseconds that pass only while the guest is not paused. */
export class GuestClock {
  readonly #hostNowMs: () => number;
  #behindMs = 0;
  #stoppedAtMs: number | null = null;

  constructor(hostNowMs: () => number) {
    this.#hostNowMs = hostNowMs;
  }

  nowMs(): number {
    return (this.#stoppedAtMs ?? this.#hostNowMs()) - this.#behindMs;
  }

  /** The host's time at `guestMs` of this clock, if it has not been stopped since. */
  hostMs(guestMs: number): number {
    return guestMs + this.#behindMs;
  }

  stop(): void {
    this.#stoppedAtMs ??= this.#hostNowMs();
  }

  start(): void {
    if (this.#stoppedAtMs === null) return;
    this.#behindMs += this.#hostNowMs() - this.#stoppedAtMs;
    this.#stoppedAtMs = null;
  }
}
