/**
 * Keeps a service that dies at once from eating the system: so many starts in so long a time, then a pause (the rule of
 * sysvinit). Knows nothing of processes.
 */

const startsAllowed = 10;
const withinMs = 120_000;
const pauseMs = 300_000;

/** The starts of one service. */
export class RespawnLimit {
  #startsMs: number[] = [];
  #pausedUntilMs = 0;

  /** Notes a start, or refuses it: `newly` where this is the refusal that begins a pause. */
  start(nowMs: number): "allowed" | "refused" | "newly-refused" {
    if (nowMs < this.#pausedUntilMs) return "refused";
    this.#startsMs = this.#startsMs.filter((startMs) => nowMs - startMs < withinMs);
    if (this.#startsMs.length >= startsAllowed) {
      this.#startsMs = [];
      this.#pausedUntilMs = nowMs + pauseMs;
      return "newly-refused";
    }
    this.#startsMs.push(nowMs);
    return "allowed";
  }

  /** When it may start again; 0 when it may now. */
  get pausedUntilMs(): number {
    return this.#pausedUntilMs;
  }
}
