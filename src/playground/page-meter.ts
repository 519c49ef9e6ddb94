/**
 * How much of a core the page's main thread uses. No web API tells it, so the page's own tasks are timed: timers,
 * messages, animation frames with the rendering that follows them. An estimate: it misses garbage collection and input
 * events, and counts a task's time whole when the host's OS interrupts it.
 */
import { Disposables } from "../base/disposable.ts";

/** A share over less than this says little, in ms. */
const shortestMs = 200;

/** Adds up the time that tasks take. */
export class PageMeter {
  readonly #nowMs: () => number;
  #busyMs = 0;
  #depth = 0;
  #readAtMs: number;
  #readBusyMs = 0;
  #cores: number | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#readAtMs = nowMs();
  }

  /** Runs a task on the clock. A task within a task counts once. */
  time<T>(task: () => T): T {
    if (this.#depth > 0) return task();
    const beganMs = this.#nowMs();
    this.#depth += 1;
    try {
      return task();
    } finally {
      this.#depth -= 1;
      this.#busyMs += this.#nowMs() - beganMs;
    }
  }

  /** `ms` of the tasks timed since the last reading were somebody else's, who accounts for them. */
  deduct(ms: number): void {
    // Not below what was read before: the somebody's own account may be a moment ahead.
    this.#busyMs = Math.max(this.#readBusyMs, this.#busyMs - ms);
  }

  /** Begins a stretch that is busy to its end, whatever tasks are timed meanwhile; the result ends it. */
  stretch(): () => void {
    const beganMs = this.#nowMs();
    const busyMs = this.#busyMs;
    return () => {
      this.#busyMs = Math.max(this.#busyMs, busyMs + this.#nowMs() - beganMs);
    };
  }

  /** Cores used since the last reading, 0 to 1, if that is long enough ago to tell; `null` at first. */
  read(): number | null {
    const nowMs = this.#nowMs();
    const elapsedMs = nowMs - this.#readAtMs;
    if (elapsedMs < shortestMs) return this.#cores;
    this.#cores = Math.min(1, (this.#busyMs - this.#readBusyMs) / elapsedMs);
    this.#readAtMs = nowMs;
    this.#readBusyMs = this.#busyMs;
    return this.#cores;
  }
}

/** Where a page's tasks come from: its window. */
export type TaskScope = Pick<Window, "setTimeout" | "setInterval" | "requestAnimationFrame"> & {
  readonly MessagePort: { readonly prototype: MessagePort };
  readonly MessageChannel: new () => MessageChannel;
};

/** Times every timer, message and frame of `scope` from now on, by wrapping what schedules them. */
export function meterTasks(scope: TaskScope, meter: PageMeter): Disposable {
  const life = new Disposables();
  for (const name of ["setTimeout", "setInterval"] as const) life.add(meterTimers(scope, name, meter));
  life.add(meterMessages(scope.MessagePort.prototype, meter));
  life.add(meterFrames(scope, meter));
  return life;
}

function meterTimers(scope: TaskScope, name: "setTimeout" | "setInterval", meter: PageMeter): Disposable {
  const original = scope[name];
  scope[name] = ((handler: TimerHandler, ms?: number, ...rest: unknown[]) =>
    original.call(
      scope,
      typeof handler === "function" ? () => meter.time((): unknown => handler(...rest)) : handler,
      ms,
    )) as typeof original;
  return { [Symbol.dispose]: () => void (scope[name] = original) };
}

function meterMessages(prototype: MessagePort, meter: PageMeter): Disposable {
  const original = Object.getOwnPropertyDescriptor(prototype, "onmessage");
  if (!original?.set) return new Disposables();
  Object.defineProperty(prototype, "onmessage", {
    ...original,
    set(this: MessagePort, handler: MessagePort["onmessage"]) {
      const timed =
        handler && ((event: MessageEvent) => meter.time((): unknown => handler.call(this, event)));
      original.set?.call(this, timed);
    },
  });
  return { [Symbol.dispose]: () => void Object.defineProperty(prototype, "onmessage", original) };
}

function meterFrames(scope: TaskScope, meter: PageMeter): Disposable {
  const original = scope.requestAnimationFrame;
  const { port1, port2 } = new scope.MessageChannel();
  let endFrame: (() => void) | null = null;
  // A message posted in a frame arrives after the frame's style, layout and paint.
  port1.addEventListener("message", () => {
    endFrame?.();
    endFrame = null;
  });
  port1.start();
  scope.requestAnimationFrame = (callback) =>
    original.call(scope, (timeMs) => {
      if (!endFrame) {
        endFrame = meter.stretch();
        port2.postMessage(null);
      }
      callback(timeMs);
    });
  return {
    [Symbol.dispose]() {
      scope.requestAnimationFrame = original;
      port1.close();
    },
  };
}
