/**
 * Something that competes for the processor on one queue: a task, or a group of tasks as a whole. Knows its virtual run
 * time and its place, not what it is.
 */
import type { EntityQueue } from "./entity-queue.ts";

/** What stands on an `EntityQueue`. */
export abstract class Entity {
  /** Run time in ms, slowed by weight: who has least is next. */
  virtualMs = 0;
  weight: number;
  /** The queue it stands on; `null` when it is not runnable, or its group is throttled. */
  queue: EntityQueue | null = null;
  /** Its place in the queue's heap; only the queue sets it. */
  place = -1;
  /** Among equals, who came first; only the queue sets it. */
  turn = 0;

  constructor(weight: number) {
    this.weight = weight;
  }
}
