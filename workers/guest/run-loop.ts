/**
 * Gives a guest its turns in a worker that must also listen: runs slices until the guest sleeps, is held, or has run
 * for a while, then lets the event loop turn. Knows nothing of what a slice does.
 */

import { NextTurn } from "./next-turn.ts";
import { SleepTimer } from "./sleep-timer.ts";
import type { Hold, TurnGuest, Turns } from "./turns.ts";

/** How long slices follow each other before messages are looked at: an upper bound on input latency. */
const turnMs = 4;

type State = "idle" | "running" | "due" | "sleeping";

/** The turns of one guest: asks it for slices while nothing holds it, and comes back when it is due. */
export class RunLoop implements Turns {
  /** Who else has the core is the operating system's affair, and only the meter sees it. */
  readonly waitedMs = 0;
  readonly #guest: TurnGuest;
  readonly #nowMs: () => number;
  readonly #nextTurn = new NextTurn(() => this.#turn());
  readonly #sleep: SleepTimer;
  readonly #holds = new Set<Hold>();
  #state: State = "idle";
  #woken = false;
  #wasHeld = false;
  #cappedSinceMs: number | null = null;
  #throttledMs = 0;

  constructor(guest: TurnGuest, nowMs: () => number) {
    this.#guest = guest;
    this.#nowMs = nowMs;
    // By way of the next turn: timers set from timers are clamped to 4 ms, and a short sleep is to be short.
    this.#sleep = new SleepTimer(nowMs, () => this.#schedule(0));
  }

  get throttledMs(): number {
    const since = this.#cappedSinceMs;
    return this.#throttledMs + (since === null ? 0 : this.#nowMs() - since);
  }

  get lateMs(): number {
    return this.#sleep.lateMs;
  }

  held(why: Hold): boolean {
    return this.#holds.has(why);
  }

  /** Keeps the guest from running, from after the current slice. No timer is left behind. */
  hold(why: Hold): void {
    this.#holds.add(why);
    this.#wasHeld = true;
    if (this.#state === "running") return;
    this.#endThrottling();
    this.#sleep.end();
    this.#state = "idle";
  }

  release(why: Hold): void {
    if (this.#holds.delete(why)) this.wake();
  }

  wake(): void {
    if (this.#state === "running") this.#woken = true;
    else if (this.#state !== "due" && this.#holds.size === 0 && this.#cappedSinceMs === null)
      this.#schedule(0);
  }

  /** Lets a guest that its cap holds back run at once, because the cap has changed. */
  capChanged(): void {
    if (this.#cappedSinceMs === null) return;
    this.#endThrottling();
    this.wake();
  }

  /** Nobody shares the core by our leave: among threads, weights are held by what the page grants each. */
  weightChanged(): void {}

  [Symbol.dispose](): void {
    this.hold("ended");
    this.#nextTurn[Symbol.dispose]();
  }

  #turn(): void {
    // A turn that was under way when the guest was held, or that a release overtook.
    if (this.#state !== "due" || this.#holds.size > 0) {
      if (this.#state === "due") this.#state = "idle";
      return;
    }
    this.#endThrottling();
    this.#state = "running";
    this.#woken = false;
    const began = this.#nowMs();
    this.#guest.turnBegan(this.#wasHeld);
    this.#wasHeld = false;
    let sleepMs: number;
    let capMs: number;
    do {
      sleepMs = this.#guest.slice();
      capMs = this.#guest.capWaitMs();
    } while (sleepMs <= 0 && capMs <= 0 && this.#holds.size === 0 && this.#nowMs() - began < turnMs);
    this.#guest.turnEnded(sleepMs > 0 || capMs > 0);
    this.#state = "idle";
    if (this.#holds.size > 0) return;
    if (this.#woken) sleepMs = 0;
    if (capMs > sleepMs) {
      this.#cappedSinceMs = this.#nowMs();
      this.#schedule(capMs);
    } else {
      this.#schedule(sleepMs);
    }
  }

  #schedule(delayMs: number): void {
    if (delayMs <= 0) {
      this.#sleep.end();
      this.#state = "due";
      this.#nextTurn.request();
    } else {
      this.#state = "sleeping";
      this.#sleep.sleep(delayMs);
    }
  }

  #endThrottling(): void {
    if (this.#cappedSinceMs === null) return;
    this.#throttledMs += this.#nowMs() - this.#cappedSinceMs;
    this.#cappedSinceMs = null;
  }
}

/** Gives a machine its worker for itself. */
export function ownLoop(guest: TurnGuest): Turns {
  return new RunLoop(guest, () => performance.now());
}
