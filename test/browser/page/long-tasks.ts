/**
 * Long tasks of the page's main thread, as the browser itself reports them to the page: by the clock, as a user feels
 * them, whoever had the processor meanwhile.
 */
import type { Page } from "playwright-core";
import { mostForOthers, watchOthers } from "./thread-time.ts";

/**
 * How often a scenario that must have no long task is tried again. The clock does not tell a page that works from one
 * that waits for a core: one clean run shows what the page can do, and the bound stays what it
 * is. When all runs have long tasks, each one's are shown.
 */
export const longTaskRetries = 2;

/** How many of those that are not judged are printed, the longest first. */
const mostTold = 5;

/** From when on a task is long, in ms (W3C Long Tasks). */
const boundMs = 50;

/**
 * The long tasks while `act` ran, in words; they are printed as well. Those that came while other programs (none of this
 * test's own) had the cores are printed and not told: then nothing was proved.
 */
export async function longTasksDuring(page: Page, act: () => Promise<unknown>): Promise<readonly string[]> {
  const others = await watchOthers();
  const watching = await page.evaluateHandle(() => {
    const fromMs = performance.now();
    const found: string[] = [];
    const note = (entries: readonly PerformanceEntry[]): void => {
      for (const { startTime, duration } of entries)
        if (startTime >= fromMs)
          found.push(`${duration} ms, ${Math.round(startTime - fromMs)} ms after the start`);
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: "longtask" });
    return { found, note, observer };
  });
  await act();
  const taken = await others();
  const found = await watching.evaluate(async ({ found: all, note, observer }) => {
    // A task is reported after its end, and by a task of its own.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
    note(observer.takeRecords());
    observer.disconnect();
    return all;
  });
  const longTasks = found.filter((words) => Number.parseFloat(words) > boundMs);
  if (longTasks.length === 0) return [];
  const judged = taken <= mostForOthers;
  const told = longTasks.toSorted((a, b) => Number.parseFloat(b) - Number.parseFloat(a)).slice(0, mostTold);
  const why = judged ? "" : `Not judged: other programs took ${taken.toFixed(1)} cores. `;
  console.log(`${why}${longTasks.length} long tasks: ${told.join("; ")}.`);
  return judged ? longTasks : [];
}
