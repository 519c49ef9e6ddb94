/**
 * Heavy work one piece a frame: eight consoles made at once must not hold the page up.
 */
const waiting: (() => void)[] = [];
let running = false;

/** Resolves when it is the caller's turn: at once in the next frame, or after those who asked before. */
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
  setTimeout(() => {
    waiting.shift()?.();
    next();
  }, 16);
}
