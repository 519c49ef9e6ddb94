/**
 * What the monitor costs the page's main thread: each of its ticks timed, and what follows from it to the end of its task
 * (what elements do about it) and in the frame that shows it. At most, that is: whatever else is done then counts too.
 */
import type { Clock } from "../base/clock.ts";
import type { PageWatching } from "../monitor/sample.ts";

/** A tick is taken for what so many of the last ones took in the middle: some were interrupted by others on the host. */
const ticksKept = 9;

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
  /** The newest last: it may not be over. */
  #ticks: { readonly atMs: number; sampledMs: number; shownMs: number }[] = [];

  /** When the sample of the latest tick was taken. */
  #sampledAtMs: number | null = null;

  constructor(scope: WatchScope) {
    this.#scope = scope;
  }

  /** `clock`, with all that its ticks do on this account. */
  metered(clock: Clock): Clock {
    return {
      nowMs: () => clock.nowMs(),
      after: (delayMs, callback) => clock.after(delayMs, () => this.#time(callback)),
      every: (periodMs, callback) => clock.every(periodMs, () => this.#time(callback)),
    };
  }

  /** What was taken in the last seconds; `null` before there is anything to tell. */
  read(): PageWatching | null {
    const over = this.#ticks.slice(0, -1);
    const [first, last] = [over[0], this.#ticks.at(-1)];
    if (!first || !last || last.atMs <= first.atMs) return null;
    const ticksPerMs = over.length / (last.atMs - first.atMs);
    return {
      samplingCores: usual(over.map(({ sampledMs }) => sampledMs)) * ticksPerMs,
      showingCores: usual(over.map(({ shownMs }) => shownMs)) * ticksPerMs,
    };
  }

  /** The sample of the tick that goes on is taken: what follows from now on is to show it. Without it, all of the tick was. */
  sampled(): void {
    this.#sampledAtMs ??= this.#scope.nowMs();
  }

  #time(task: () => void): void {
    const scope = this.#scope;
    const tick = { atMs: scope.nowMs(), sampledMs: 0, shownMs: 0 };
    this.#ticks = [...this.#ticks.slice(-ticksKept), tick];
    const book = (fromMs: number): void => scope.afterTask(() => (tick.shownMs += scope.nowMs() - fromMs));
    this.#sampledAtMs = null;
    task();
    const sampledAtMs = this.#sampledAtMs ?? scope.nowMs();
    tick.sampledMs = sampledAtMs - tick.atMs;
    book(sampledAtMs);
    // Asking for a frame is a part of showing.
    scope.beforeFrame(() => book(scope.nowMs()));
  }
}

/** The one in the middle. */
function usual(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
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
