/**
 * Gives the host kernel its part of the page's thread: a stretch after each frame while something is runnable, nothing
 * at all while nothing is. Knows of the kernel only that it can be run for a while.
 */
import { Disposables, toDisposable } from "../base/disposable.ts";
import { report } from "../base/report.ts";
import { CapacityGovernor } from "../sandbox/kernel/scheduler/capacity-governor.ts";
import type { NextRun } from "../sandbox/kernel/scheduler/next-run.ts";

/** The page's ways to come back later. */
export interface DriverScope {
  nowMs(): number;
  /** Calls back with the next frame, or soon when there are none (a hidden page). */
  afterFrame(callback: () => void): Disposable;
  /** Calls back in a task of its own, as soon as the page's other work lets it. */
  soon(callback: () => void): Disposable;
  after(delayMs: number, callback: () => void): Disposable;
}

/** What is driven. */
export interface DrivenKernel {
  run(budgetMs: number): NextRun | Promise<NextRun>;
  /** On the kernel's own clock. */
  nowMs(): number;
}

/** A frame at 60 a second. */
const usualFrameMs = 1000 / 60;
/** The page's frames may be slower; after a longer rest a visit gets no more than this one's share. */
const longestFrameMs = 2 * usualFrameMs;

/** Runs a kernel beside a page that stays smooth. Disposing stops it. */
export class KernelDriver implements Disposable {
  readonly governor: CapacityGovernor;
  readonly #kernel: DrivenKernel;
  readonly #scope: DriverScope;
  readonly #life = new Disposables();
  /** The one call that is under way, and whether it is the soonest there can be. */
  #next: { readonly soonest: boolean; readonly cancel: Disposable } | null = null;
  #running = false;
  /** Something became runnable after the kernel had looked for the last time. */
  #wantedMeanwhile = false;
  #visitedMs = -Infinity;

  constructor(kernel: DrivenKernel, scope: DriverScope, governor = new CapacityGovernor()) {
    this.#kernel = kernel;
    this.#scope = scope;
    this.governor = governor;
    this.#life.defer(() => this.#next?.cancel[Symbol.dispose]());
  }

  /** Something became runnable. */
  wanted(): void {
    this.#wantedMeanwhile = true;
    if (this.#running || this.#life.disposed || this.#next?.soonest) return;
    // A kernel that has used up its part of the frame waits for the next; one that has rested runs at once.
    const atOnce = this.governor.hasSavings || this.#scope.nowMs() - this.#visitedMs >= usualFrameMs;
    this.#schedule(true, (visit) => (atOnce ? this.#scope.soon(visit) : this.#scope.afterFrame(visit)));
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #schedule(soonest: boolean, arrange: (visit: () => void) => Disposable): void {
    this.#next?.cancel[Symbol.dispose]();
    this.#next = { soonest, cancel: arrange(() => void this.#visit().catch(report)) };
  }

  async #visit(): Promise<void> {
    this.#next = null;
    const beganMs = this.#scope.nowMs();
    const budgetMs = this.governor.budget(Math.min(beganMs - this.#visitedMs, longestFrameMs));
    this.#visitedMs = beganMs;
    if (budgetMs === 0) {
      this.#schedule(true, (visit) => this.#scope.afterFrame(visit));
      return;
    }
    this.#running = true;
    let next: NextRun;
    try {
      const run = this.#kernel.run(budgetMs);
      // What comes up within a run is the run's own matter; between its end and ours there are turns of promises.
      this.#wantedMeanwhile = false;
      // A promise would end the task here: what is done is done in it.
      next = run instanceof Promise ? await run : run;
    } finally {
      this.#running = false;
      this.governor.used(this.#scope.nowMs() - beganMs);
    }
    if (this.#life.disposed) return;
    if (next.kind === "now" || this.#wantedMeanwhile)
      this.#schedule(true, (visit) => this.#scope.afterFrame(visit));
    else if (next.kind === "at") {
      const delayMs = Math.max(0, next.atMs - this.#kernel.nowMs());
      this.#schedule(false, (visit) => this.#scope.after(delayMs, visit));
    }
  }
}

/** The page's own scope. Frames come from the window while it is seen, from a timer while it is not. */
export function pageDriverScope(page: Window, nowMs: () => number): DriverScope & Disposable {
  const { port1, port2 } = new MessageChannel();
  const waiting = new Set<() => void>();
  port1.onmessage = () => {
    // Those that come up meanwhile have a message of their own.
    const [...due] = waiting;
    waiting.clear();
    for (const callback of due) callback();
  };
  const soon = (callback: () => void): Disposable => {
    const entry = (): void => callback();
    waiting.add(entry);
    port2.postMessage(null);
    return toDisposable(() => waiting.delete(entry));
  };
  const after = (delayMs: number, callback: () => void): Disposable => {
    const id = page.setTimeout(callback, delayMs);
    return toDisposable(() => page.clearTimeout(id));
  };
  return {
    nowMs,
    soon,
    after,
    afterFrame(callback) {
      if (page.document.hidden) return after(usualFrameMs, callback);
      const life = new Disposables();
      const call = (): void => {
        life[Symbol.dispose]();
        callback();
      };
      // After the frame is painted, not before: the kernel's stretch must not make it late.
      const frame = page.requestAnimationFrame(() => life.add(soon(call)));
      life.defer(() => page.cancelAnimationFrame(frame));
      // A page hidden meanwhile has no more frames.
      life.add(after(10 * usualFrameMs, call));
      return life;
    },
    [Symbol.dispose]() {
      waiting.clear();
      port1.close();
    },
  };
}
