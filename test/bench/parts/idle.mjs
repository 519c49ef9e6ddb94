/**
 * Idle cost: what a guest at its prompt takes of a core, by Linux's own accounting of the renderer's threads.
 */
import { addToPrompt, idlePage } from "../bench-page.mjs";
import { figure, target } from "../figures.mjs";
import { rendererPids, threadTimes } from "../thread-times.mjs";

const usualRounds = 3;
const settleMs = 15_000;
const spanMs = 10_000;

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function idle(world, say) {
  const rounds = world.rounds ?? usualRounds;
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  const renderers = await rendererPids(browser);
  const empty = await shares(renderers, page).catch(() => null);
  if (!empty) {
    await browser.close();
    return { oneGuest: "n/a: there is no /proc with schedstat here", targets: [] };
  }
  await addToPrompt(page, 32);
  await page.waitForTimeout(settleMs);
  /** @type {number[]} */
  const workers = [];
  /** @type {number[]} */
  const whole = [];
  for (let round = 0; round < rounds; round++) {
    const share = await shares(renderers, page);
    workers.push(share.workers);
    whole.push(share.whole);
    say(`idle ${round + 1} of ${rounds}`);
  }
  await page.evaluate(() => guesthouse.machines[0]?.pause());
  await page.waitForTimeout(2_000);
  const paused = await shares(renderers, page);
  await browser.close();
  const guestWorker = figure("% of a core", workers);
  return {
    pageWithNoGuest: figure("% of a core", [empty.whole]),
    guestWorker,
    wholeRenderer: figure("% of a core", whole),
    pausedGuestWorker: figure("% of a core", [paused.workers]),
    targets: [target("an idle guest, % of a core", guestWorker.median, "<=", 0.5)],
  };
}

/**
 * What dedicated workers and the whole process take of a core, in percent, over a span.
 * @param {readonly number[]} pids
 * @param {import("playwright-core").Page} page
 */
async function shares(pids, page) {
  const before = await threadTimes(pids);
  const from = performance.now();
  await page.waitForTimeout(spanMs);
  const elapsedNs = (performance.now() - from) * 1e6;
  const after = await threadTimes(pids);
  let [workers, whole] = [0, 0];
  for (const [id, { name, ns }] of after) {
    const spent = ns - (before.get(id)?.ns ?? 0);
    whole += spent;
    if (name.startsWith("DedicatedWorker")) workers += spent;
  }
  return { workers: (100 * workers) / elapsedNs, whole: (100 * whole) / elapsedNs };
}
