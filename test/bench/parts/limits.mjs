/**
 * How well the host is divided and how well that is told: caps and weights as Linux accounts for the guests' threads, the
 * error of the CPU meters, and what watching costs.
 */
import { addToPrompt, idlePage } from "../bench-page.mjs";
import { figure, target } from "../figures.mjs";
import { rendererPids, threadTimes } from "../thread-times.mjs";

const usualRounds = 3;
const caps = [0.1, 0.25, 0.5, 0.75];
const busy = "while :; do :; done\n";
const loads = [
  busy,
  "while :; do sha512sum /bin/busybox; done > /dev/null\n",
  "while :; do seq 4000 | shuf | sort | tail -n 1; done > /dev/null\n",
  "while :; do find / -xdev > /dev/null 2>&1; sleep 0.3; done\n",
];
const spanMs = 6_000;
const settleMs = 5_000;

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function limits(world, say) {
  const rounds = world.rounds ?? usualRounds;
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  const renderers = await rendererPids(browser);
  if ((await threadTimes(renderers).catch(() => new Map())).size === 0) {
    await browser.close();
    return { caps: "n/a: there is no /proc with schedstat here", targets: [] };
  }
  await addToPrompt(page, 24);
  await type(page, 0, busy);
  /** @type {Record<string, number[]>} */
  const taken = {};
  for (let round = 0; round < rounds; round++) {
    for (const cap of caps) {
      await set(page, 0, { cpuCap: cap });
      await page.waitForTimeout(500);
      const [share = 0] = await workerShares(page, renderers, 1);
      (taken[`cap ${100 * cap} %`] ??= []).push(100 * share);
    }
    say(`limits, caps ${round + 1} of ${rounds}`);
  }
  await set(page, 0, { cpuCap: null, cpuWeight: 200 });
  for (let more = 1; more < 4; more++) {
    await addToPrompt(page, 24);
    await type(page, more, busy);
  }
  await page.waitForTimeout(2 * settleMs);
  /** @type {number[]} */
  const weights = [];
  for (let round = 0; round < rounds; round++) {
    const [heavy = 0, light = 1] = await workerShares(page, renderers, 4);
    weights.push(heavy / light);
    say(`limits, weights ${round + 1} of ${rounds}`);
  }
  await set(page, 0, { cpuWeight: 100 });
  for (const [at, load] of loads.entries()) await type(page, at, `\u0003${load}`);
  await page.waitForTimeout(settleMs);
  /** @type {number[]} */
  const errors = [];
  /** @type {number[]} */
  const watching = [];
  /** @type {number[]} */
  const watchingEach = [];
  for (let round = 0; round < rounds; round++) {
    // The monitor's means are of 3 s, and about a second old.
    const shares = await workerShares(page, renderers, 4, 3_000);
    await page.waitForTimeout(500);
    const sample = await page.evaluate(() => guesthouse.monitor.latest());
    for (const [at, machine] of (sample?.machines ?? []).entries()) {
      errors.push(100 * Math.abs((machine.cpuCores ?? 0) - (shares[at] ?? 0)));
      watchingEach.push(100 * (machine.watchingCores ?? 0));
    }
    watching.push(100 * (sample?.host.watchingCores ?? 0));
    say(`limits, meters ${round + 1} of ${rounds}`);
  }
  await browser.close();
  const eachWatched = figure("% of a core", watchingEach);
  return {
    ...Object.fromEntries(
      Object.entries(taken).map(([name, shares]) => [name, figure("% of a core", shares)]),
    ),
    weightsOf200To100: figure("to one", weights),
    meterError: figure("points of a core", errors),
    watchingAGuest: eachWatched,
    watchingAll: figure("% of a core", watching),
    targets: [target("watching a guest, % of a core", eachWatched.median, "<=", 0.5)],
  };
}

/**
 * What each of the newest `count` workers takes of a core over a span, oldest first.
 * @param {import("playwright-core").Page} page
 * @param {readonly number[]} pids
 * @param {number} count
 */
async function workerShares(page, pids, count, overMs = spanMs) {
  const before = await threadTimes(pids);
  const from = performance.now();
  await page.waitForTimeout(overMs);
  const elapsedNs = (performance.now() - from) * 1e6;
  const after = await threadTimes(pids);
  return [...after]
    .filter(([, { name }]) => name.startsWith("DedicatedWorker"))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .slice(-count)
    .map(([id, { ns }]) => (ns - (before.get(id)?.ns ?? 0)) / elapsedNs);
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} index
 * @param {string} text
 */
async function type(page, index, text) {
  await page.evaluate(
    ([at, typed]) => guesthouse.machines[at]?.console.write(typed),
    /** @type {const} */ ([index, text]),
  );
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} index
 * @param {Partial<import("../../../src/playground/machine-limits.ts").MachineLimits>} changes
 */
async function set(page, index, changes) {
  await page.evaluate(
    ([at, limited]) => guesthouse.machines[at]?.setLimits(limited),
    /** @type {const} */ ([index, changes]),
  );
}
