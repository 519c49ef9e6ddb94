/**
 * Work that is done once in a coming frame however often it is asked for. All such work shares a frame's time: eight
 * consoles that are to be fitted take as many frames as they need, and none of these becomes long.
 */

/** What a frame is given to, in ms, before the rest waits for the next: half a frame at 60 a second. */
const budgetMs = 8;

const due = new Map<FrameTask, () => void>();
let frame = 0;

/** Runs `work` at most once a frame; disposal cancels what is still to come. */
export class FrameTask implements Disposable {
  readonly #work: () => void;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Has the work done in the next frame that has time for it. */
  ask(): void {
    due.set(this, this.#work);
    frame ||= requestAnimationFrame(runDue);
  }

  [Symbol.dispose](): void {
    due.delete(this);
  }
}

function runDue(): void {
  frame = 0;
  const endMs = performance.now() + budgetMs;
  try {
    for (const [task, work] of due) {
      due.delete(task);
      work();
      if (performance.now() > endMs) break;
    }
  } finally {
    if (due.size > 0) frame ||= requestAnimationFrame(runDue);
  }
}
