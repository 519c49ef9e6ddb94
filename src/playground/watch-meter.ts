/**
 * What the monitor costs the page's main thread: each of its ticks timed to the end of its task, with what elements do
 * about it, and the frame that shows it. At most, that is: whatever else is done in that frame counts too.
 */
import type { Clock } from "../base/clock.ts";

/** A share over less than this says little, in ms. */
const shortestMs = 500;
/** Shares are means over about so many readings. */
const readings = 3;

/** The page's ways to be called at the right moments. */
export interface WatchScope {
  nowMs(): number;
  /** Calls back when the task is over that runs now, and what it has left to do at once. */
  afterTask(callback: () => void): void;
  /** Calls back at the beginning of the next frame; never, where none comes. */
  beforeFrame(callback: () => void): void;
}

/** Times what is done at a clock's ticks. */
export class WatchMeter {
  readonly #scope: WatchScope;
  #ms = 0;
  #marks: readonly { readonly atMs: number; readonly ms: number }[];

  constructor(scope: WatchScope) {
    this.#scope = scope;
    this.#marks = [{ atMs: scope.nowMs(), ms: 0 }];
  }

  /** `clock`, with all that its ticks do on this account. */
  metered(clock: Clock): Clock {
    return {
      nowMs: () => clock.nowMs(),
      after: (delayMs, callback) => clock.after(delayMs, () => this.#time(callback)),
      every: (periodMs, callback) => clock.every(periodMs, () => this.#time(callback)),
    };
  }

  /** Cores taken in the last seconds; `null` before there is anything to tell. */
  read(): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    const atMs = this.#scope.nowMs();
    if (!first || !last || atMs - first.atMs < shortestMs) return null;
    const cores = (this.#ms - first.ms) / (atMs - first.atMs);
    if (atMs - last.atMs >= shortestMs)
      this.#marks = [...this.#marks.slice(1 - readings), { atMs, ms: this.#ms }];
    return cores;
  }

  #time(task: () => void): void {
    const scope = this.#scope;
    const beganMs = scope.nowMs();
    const book = (fromMs: number): void => scope.afterTask(() => (this.#ms += scope.nowMs() - fromMs));
    scope.beforeFrame(() => book(scope.nowMs()));
    book(beganMs);
    task();
  }
}

/** The scope of a window. */
export function pageWatchScope(page: Window, nowMs: () => number): WatchScope {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return {
    nowMs,
    afterTask(callback) {
      waiting.push(callback);
      port2.postMessage(null);
    },
    beforeFrame(callback) {
      // A hidden page has no frames, and is shown nothing.
      if (!page.document.hidden) page.requestAnimationFrame(callback);
    },
  };
}
