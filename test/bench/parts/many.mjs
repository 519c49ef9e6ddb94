/**
 * Many: one, two, four and eight guests booted at once: how long until all have a prompt, and the page's longest task.
 */
import { idlePage } from "../bench-page.mjs";
import { figure } from "../figures.mjs";

const usualRounds = 3;
const counts = [1, 2, 4, 8];

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function many(world, say) {
  const rounds = world.rounds ?? usualRounds;
  /** @type {Record<string, object>} */
  const byCount = {};
  for (const count of counts) {
    /** @type {{ms: number, longestTaskMs: number, longestGapMs: number}[]} */
    const samples = [];
    for (let round = 0; round < rounds; round++) {
      const browser = await world.launch();
      const page = await idlePage(browser, world.siteUrl, "guesthouse");
      samples.push(await page.evaluate(bootAtOnce, count));
      await browser.close();
    }
    say(`${count} at once`);
    byCount[`${count}`] = {
      untilAllHaveAPrompt: figure(
        "ms",
        samples.map(({ ms }) => ms),
      ),
      // 0: none longer than 50 ms, which is what the browser reports.
      longestPageTask: figure(
        "ms",
        samples.map(({ longestTaskMs }) => longestTaskMs),
      ),
      longestGapBetweenFrames: figure(
        "ms",
        samples.map(({ longestGapMs }) => longestGapMs),
      ),
    };
  }
  return { guestsAtOnce: byCount, targets: [] };
}

/**
 * In the page.
 * @param {number} count
 */
async function bootAtOnce(count) {
  let [longestTaskMs, longestGapMs, last, watching] = [0, 0, performance.now(), true];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  }).observe({ type: "longtask" });
  const frame = () => {
    const now = performance.now();
    longestGapMs = Math.max(longestGapMs, now - last);
    last = now;
    if (watching) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: count }, async () => {
      const machine = await guesthouse.addGuest({ memoryMiB: 32 });
      await machine.console.waitFor(/# $/);
    }),
  );
  const ms = performance.now() - from;
  watching = false;
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { ms, longestTaskMs, longestGapMs };
}
