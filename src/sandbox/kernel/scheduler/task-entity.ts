/**
 * What the scheduler keeps of one task: its place among its siblings and since when it waits.
 */
import type { Runnable } from "../runnable.ts";
import type { CpuGroup } from "./cpu-group.ts";
import type { EntityQueue } from "./entity-queue.ts";
import { Entity } from "./entity.ts";
import { weightOfNice } from "./nice-weights.ts";

/** A task on the queue of its group. Only `Scheduler` changes it. */
export class TaskEntity extends Entity {
  readonly task: Runnable<CpuGroup>;
  /** Where it is scheduled; the task itself may say another group while it is off its queue. */
  group: CpuGroup;
  /** The queue it was on before: its virtual time is of that one. `null` for a new task. */
  lastQueue: EntityQueue | null = null;
  /** It would run: neither waiting nor stopped. */
  runnable = false;
  /** Its cgroup is frozen: not queued, whatever it would. */
  frozen = false;
  /** Woken in the moment between its own wait and the scheduler's hearing of it. */
  wokenEarly = false;
  /** Since when, in ms, it waits for the processor, and how long its group had been held back by then. */
  waitsSinceMs = 0;
  heldBeforeMs = 0;

  constructor(task: Runnable<CpuGroup>) {
    super(weightOfNice(task.nice));
    this.task = task;
    this.group = task.group;
  }
}
