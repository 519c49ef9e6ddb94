/** One wait of a task: enrolled with everything it waits for, and off all of it when the first tells. */
import type { Pause, WakeReason } from "../abi/blocking.ts";
import type { TimerHeap } from "./timer-heap.ts";

type Wait = Extract<Pause, { kind: "wait" }>;

/** Tells `over` once, never before the constructor is done. */
export class TaskWait implements Disposable {
  readonly pause: Wait;
  readonly #held: Disposable[] = [];

  constructor(pause: Wait, timers: TimerHeap, over: (reason: WakeReason) => void) {
    this.pause = pause;
    for (const on of pause.on) this.#held.push(on.enroll(() => over("woken")));
    if (pause.untilMs !== undefined && pause.untilMs !== Infinity) {
      this.#held.push(timers.add(pause.untilMs, () => over("timeout")));
    }
  }

  [Symbol.dispose](): void {
    for (const held of this.#held) held[Symbol.dispose]();
    this.#held.length = 0;
  }
}
