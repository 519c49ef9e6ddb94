/** Tells the developer of an error that nobody catches, without disturbing who noticed it. */

const { reportError: standard } = globalThis as { reportError?: (error: unknown) => void };

/** Reports as an uncaught exception does; Node 20 lacks `reportError`, so there it is thrown on its own. */
export function report(error: unknown): void {
  if (standard) standard(error);
  else {
    queueMicrotask(() => {
      throw error;
    });
  }
}
