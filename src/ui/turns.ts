/**
 * Heavy work one piece a task, at most one a frame: eight consoles made at once must not hold the page up.
 */

/** Between two pieces of work, in ms: a frame at 60 a second, which the browser draws meanwhile. */
const paceMs = 16;

const waiting: (() => void)[] = [];
let running = false;
let lastMs = -Infinity;

/** Resolves when it is the caller's turn: in the next task if nobody had one within a frame, else after those before. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (!running) next();
  });
}

function next(): void {
  running = waiting.length > 0;
  if (!running) return;
  // A timer, not a frame: a page in the background has no frames and must still build its consoles.
  setTimeout(
    () => {
      waiting.shift()?.();
      lastMs = performance.now();
      next();
    },
    Math.max(0, lastMs + paceMs - performance.now()),
  );
}
