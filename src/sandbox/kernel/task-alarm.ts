/** The one alarm of a task (alarm(2)): SIGALRM after some seconds. Survives exec, not fork. */
import type { Task } from "./task.ts";

/** Set or not. */
export class TaskAlarm implements Disposable {
  readonly #task: Task;
  #dueMs: number | null = null;
  #timer: Disposable | null = null;

  constructor(task: Task) {
    this.#task = task;
  }

  /** Sets it anew, or with 0 cancels; answers the seconds that were left, rounded up while any time was. */
  set(seconds: number): number {
    const { machine } = this.#task;
    const nowMs = machine.nowMs();
    const leftMs = this.#dueMs === null ? 0 : Math.max(0, this.#dueMs - nowMs);
    const left = leftMs === 0 ? 0 : Math.max(1, Math.round(leftMs / 1000));
    this[Symbol.dispose]();
    if (seconds > 0) {
      this.#dueMs = nowMs + seconds * 1000;
      this.#timer = machine.timers.add(this.#dueMs, () => {
        this.#dueMs = null;
        this.#timer = null;
        this.#task.post("SIGALRM", true);
      });
    }
    return left;
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#dueMs = null;
  }
}
