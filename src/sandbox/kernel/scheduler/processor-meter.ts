/**
 * Who has the processor and since when it was charged for it: the accounts of CPU time and the number of switches. Decides
 * nothing.
 */
import { addUse, switchGroups } from "./group-accounts.ts";
import type { TaskEntity } from "./task-entity.ts";

/** Who hears of time that was used. */
export interface MeterWatcher {
  charged(task: TaskEntity, ranMs: number, nowMs: number): void;
  switched(task: TaskEntity): void;
}

/** Of the one processor. */
export class ProcessorMeter {
  readonly #watcher: MeterWatcher;
  /** Who had it last, and for the pressure of the others has it still. */
  #last: TaskEntity | null = null;
  #chargedToMs = 0;
  #switches = 0;
  #ranMs = 0;

  constructor(watcher: MeterWatcher) {
    this.#watcher = watcher;
  }

  /** Times it went from one task to another, and how long tasks had it, in ms. */
  get totals(): { readonly switches: number; readonly ranMs: number } {
    return { switches: this.#switches, ranMs: this.#ranMs };
  }

  /** `task` has it from `nowMs` on. */
  begin(task: TaskEntity, nowMs: number): void {
    this.#chargedToMs = nowMs;
    if (this.#last === task) return;
    switchGroups(this.#last?.group ?? null, task.group, nowMs);
    this.#last = task;
    this.#switches += 1;
    this.#watcher.switched(task);
  }

  /** Charges `task`, which has it, for the time up to `nowMs`. */
  charge(task: TaskEntity, nowMs: number): void {
    const ranMs = nowMs - this.#chargedToMs;
    this.#chargedToMs = nowMs;
    this.#ranMs += ranMs;
    task.task.cpu.ranMs += ranMs;
    addUse(task.group, ranMs, task.task.nice);
    this.#watcher.charged(task, ranMs, nowMs);
  }

  /** The task is over or goes elsewhere; whether it was the last that had the processor. */
  forget(task: TaskEntity): boolean {
    if (this.#last !== task) return false;
    this.#last = null;
    return true;
  }
}
