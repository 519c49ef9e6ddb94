/**
 * How much of a core the page's main thread uses. No web API tells it, so the page's own tasks are timed: timers,
 * messages, animation frames, each with the promises and the rendering that follow from it. An estimate: it misses
 * garbage collection and input events, and counts a task's time whole when the host's OS interrupts it: the monitor holds it
 * to what others leave.
 */
import { Disposables } from "../base/disposable.ts";

/** A share over less than this says little, in ms. */
const shortestMs = 200;
/** A machine's CPU is a mean over so long, in ms: what is added to it must be too, or the two exceed what there is. */
const windowMs = 3_000;
const slackMs = 500;

/** What had been timed at a reading, in ms. */
interface Mark {
  readonly atMs: number;
  readonly busyMs: number;
  readonly othersMs: number;
}

/** Adds up the time in which there is a task. */
export class PageMeter {
  readonly #nowMs: () => number;
  /** Stretches that go on, and since when there are any. */
  #open = 0;
  #openSinceMs = 0;
  #busyMs = 0;
  #othersMs = 0;
  /** The readings of the last window, oldest first. */
  #marks: readonly Mark[];
  #last: Mark;
  #cores: number | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#last = { atMs: nowMs(), busyMs: 0, othersMs: 0 };
    this.#marks = [this.#last];
  }

  /** Begins a stretch that is busy to its end; the result ends it. What two have in common counts once. */
  stretch(): () => void {
    if (this.#open === 0) this.#openSinceMs = this.#nowMs();
    this.#open += 1;
    return () => {
      this.#open -= 1;
      if (this.#open === 0) this.#busyMs += this.#nowMs() - this.#openSinceMs;
    };
  }

  /** `ms` of what is timed were somebody else's, who accounts for them. */
  deduct(ms: number): void {
    this.#othersMs += ms;
  }

  /** Cores used, 0 to 1, as the mean of the last 3 s of readings; `null` until there is enough to tell. */
  read(): number | null {
    const atMs = this.#nowMs();
    if (atMs - this.#last.atMs < shortestMs) return this.#cores;
    const openMs = this.#open > 0 ? atMs - this.#openSinceMs : 0;
    const now: Mark = { atMs, busyMs: this.#busyMs + openMs, othersMs: this.#othersMs };
    const recent = this.#marks.filter((mark) => mark.atMs >= atMs - windowMs - slackMs);
    const from = recent[0] ?? this.#last;
    const ownMs = now.busyMs - from.busyMs - (now.othersMs - from.othersMs);
    // The somebody's own account may be a moment ahead.
    this.#cores = Math.min(1, Math.max(0, ownMs / (atMs - from.atMs)));
    this.#marks = [...recent, now];
    this.#last = now;
    return this.#cores;
  }
}

/** Where a page's tasks come from, as its window has it. */
export interface TaskScope {
  setTimeout: SetTimer;
  setInterval: SetTimer;
  requestAnimationFrame: (callback: FrameRequestCallback) => number;
  readonly MessagePort: { readonly prototype: object };
  readonly MessageChannel: new () => { readonly port1: EndPort; readonly port2: EndPort };
}

type SetTimer = (handler: TimerHandler, ms?: number, ...rest: unknown[]) => number;

/** What is used of a port, to learn that a task is over. */
type EndPort = Pick<MessagePort, "start" | "close"> & {
  addEventListener(type: "message", listener: () => void): void;
  postMessage(message: null): void;
};

/** Times every timer, message and frame of `scope` from now on, by wrapping what schedules them. */
export function meterTasks(scope: TaskScope, meter: PageMeter): Disposable {
  const life = new Disposables();
  const begin = taskBeginnings(scope, meter, life);
  for (const name of ["setTimeout", "setInterval"] as const) life.add(meterTimers(scope, name, begin));
  life.add(meterMessages(scope.MessagePort.prototype, begin));
  life.add(meterFrames(scope, begin));
  return life;
}

/** Call the result when a task begins: it is timed until it is over, and what follows from it at once. */
function taskBeginnings(scope: TaskScope, meter: PageMeter, life: Disposables): () => void {
  const { port1, port2 } = new scope.MessageChannel();
  let end: (() => void) | null = null;
  const over = (): void => {
    end?.();
    end = null;
  };
  // A message posted in a task arrives after its promises; posted in a frame, after style, layout and paint.
  port1.addEventListener("message", over);
  port1.start();
  life.defer(() => {
    port1.close();
    over();
  });
  return () => {
    if (end || life.disposed) return;
    end = meter.stretch();
    port2.postMessage(null);
  };
}

function meterTimers(scope: TaskScope, name: "setTimeout" | "setInterval", begin: () => void): Disposable {
  const original = scope[name];
  scope[name] = ((handler: TimerHandler, ms?: number, ...rest: unknown[]) =>
    original.call(
      scope,
      typeof handler === "function"
        ? () => {
            begin();
            handler(...rest);
          }
        : handler,
      ms,
    )) satisfies typeof original;
  return { [Symbol.dispose]: () => void (scope[name] = original) };
}

function meterMessages(prototype: object, begin: () => void): Disposable {
  const original = Object.getOwnPropertyDescriptor(prototype, "onmessage");
  if (!original?.set) return new Disposables();
  Object.defineProperty(prototype, "onmessage", {
    ...original,
    set(this: MessagePort, handler: MessagePort["onmessage"]) {
      const timed =
        handler &&
        ((event: MessageEvent): unknown => {
          begin();
          return handler.call(this, event);
        });
      original.set?.call(this, timed);
    },
  });
  return { [Symbol.dispose]: () => void Object.defineProperty(prototype, "onmessage", original) };
}

function meterFrames(scope: TaskScope, begin: () => void): Disposable {
  const original = scope.requestAnimationFrame;
  scope.requestAnimationFrame = (callback) =>
    original.call(scope, (timeMs) => {
      begin();
      callback(timeMs);
    });
  return { [Symbol.dispose]: () => void (scope.requestAnimationFrame = original) };
}
