/**
 * Guest throughput: a mix of work, as rounds done in the first ten seconds of it and from second 20 to 30, against
 * stock v86. Two guests at once are two workers of one page of ours, and two pages of stock v86.
 */
import { addToPrompt, comparedMiB, idlePage, stockToPrompt } from "../bench-page.mjs";
import { figure, ratio, target } from "../figures.mjs";

const usualRounds = 3;
const windows = { first: [0, 10_000], later: [20_000, 30_000] };

/** One round is a shell loop, a pipe of text tools, hashing, and forks; each part ends with a dot. */
const load = [
  "while :; do",
  "i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; printf .;",
  "seq 1500 | sort -rn | awk '{s+=$1; print s}' | sed 's/1/one/g' | wc -c > /dev/null; printf .;",
  "head -c 400000 /dev/zero | md5sum > /dev/null; head -c 200000 /dev/zero | sha256sum > /dev/null; printf .;",
  "for j in 1 2 3 4 5 6 7 8 9 10; do (:); cat /dev/null; done; printf .;",
  "done",
].join(" ");

/**
 * The dots of a window, by when each came: a part that began before the window counts by its share in it.
 * @param {readonly number[]} times ms since the load began
 * @param {readonly number[]} window
 */
function dotsWithin(times, [from = 0, to = 0]) {
  /** @param {number} at */
  const until = (at) => {
    const done = times.filter((time) => time <= at).length;
    const before = times[done - 1] ?? 0;
    const after = times[done] ?? before;
    return done + (after > before ? (at - before) / (after - before) : 0);
  };
  return until(to) - until(from);
}

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function throughput(world, say) {
  const rounds = world.rounds ?? usualRounds;
  /** @type {Record<string, {ours: number[], stock: number[]}>} */
  const samples = {};
  /**
   * @param {number} guests
   * @param {"ours" | "stock"} whose
   * @param {readonly (readonly number[])[]} times
   */
  const note = (guests, whose, times) => {
    for (const [name, window] of Object.entries(windows)) {
      const mean = times.reduce((sum, each) => sum + dotsWithin(each, window), 0) / times.length;
      (samples[`${guests} ${name}`] ??= { ours: [], stock: [] })[whose].push(mean / 4);
    }
  };
  for (let round = 0; round < rounds; round++) {
    for (const guests of [1, 2]) {
      const ours = async () => note(guests, "ours", await oursAtWork(world, guests));
      const theirs = async () => {
        if (world.stockUrl) note(guests, "stock", await stockAtWork(world, world.stockUrl, guests));
      };
      for (const measure of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) await measure();
      say(`throughput ${round + 1} of ${rounds}, ${guests} at once`);
    }
  }
  /** @param {string} key */
  const compared = (key) => {
    const ours = figure("rounds in 10 s, a guest", samples[key]?.ours ?? []);
    const theirs = samples[key]?.stock ?? [];
    if (theirs.length === 0) return { ours, stock: `n/a: ${world.stockMissing}`, ratio: null };
    const stock = figure("rounds in 10 s, a guest", theirs);
    return { ours, stock, ratio: ratio(ours, stock) };
  };
  const oneFirst = compared("1 first");
  const oneLater = compared("1 later");
  const twoFirst = compared("2 first");
  const twoLater = compared("2 later");
  return {
    oneGuest: { first10s: oneFirst, from20to30s: oneLater },
    twoGuests: { first10s: twoFirst, from20to30s: twoLater },
    targets: [
      ...wanted("one guest's throughput in the first 10 s over stock", oneFirst.ratio, 1.25),
      ...wanted("one guest's throughput from 20 to 30 s over stock", oneLater.ratio, 1),
      ...wanted("two guests' throughput in the first 10 s over stock", twoFirst.ratio, 1.25),
      ...wanted("two guests' throughput from 20 to 30 s over stock", twoLater.ratio, 1),
    ],
  };
}

/**
 * @param {string} what
 * @param {number | null} measured
 * @param {number} least
 */
function wanted(what, measured, least) {
  return measured === null ? [] : [target(what, measured, ">=", least)];
}

/**
 * When each guest's dots came, in ms since its load began.
 * @param {import("../bench-world.mjs").World} world
 * @param {number} guests
 * @returns {Promise<number[][]>}
 */
async function oursAtWork(world, guests) {
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  for (let guest = 0; guest < guests; guest++) await addToPrompt(page, comparedMiB);
  await page.waitForTimeout(1_000);
  await page
    .locator("gh-console")
    .nth(guests - 1)
    .waitFor();
  const times = await page
    .locator("gh-console")
    .evaluateAll(
      async (/** @type {import("../../../src/ui/console/gh-console.ts").GhConsole[]} */ elements, typed) => {
        const from = performance.now();
        return Promise.all(
          elements.map(async ({ line }) => {
            /** @type {number[]} */
            const dots = [];
            let echoed = false;
            line?.attach((bytes) => {
              for (const byte of bytes) {
                if (echoed && byte === 46) dots.push(performance.now() - from);
                // The echo of what was typed ends with a line feed.
                if (byte === 10) echoed = true;
              }
            });
            line?.send(new TextEncoder().encode(`${typed}\r`));
            await new Promise((resolve) => setTimeout(resolve, 31_000));
            return dots;
          }),
        );
      },
      load,
    );
  await browser.close();
  return times;
}

/**
 * The same of stock v86, a page each.
 * @param {import("../bench-world.mjs").World} world
 * @param {string} url
 * @param {number} guests
 * @returns {Promise<number[][]>}
 */
async function stockAtWork(world, url, guests) {
  const browsers = await Promise.all(Array.from({ length: guests }, () => world.launch()));
  const pages = await Promise.all(browsers.map((browser) => idlePage(browser, url, "StockGuest")));
  for (const page of pages) await stockToPrompt(page, world);
  await pages[0]?.waitForTimeout(1_000);
  const times = await Promise.all(
    pages.map((page) =>
      page.evaluate(async (typed) => {
        const from = performance.now();
        /** @type {number[]} */
        const dots = [];
        stockGuest.write(`${typed}\r`);
        await stockGuest.waitFor(/\n/);
        const until = from + 31_000;
        while (performance.now() < until) {
          await Promise.race([
            stockGuest.waitFor(/\./),
            new Promise((resolve) => setTimeout(resolve, 31_000)),
          ]);
          dots.push(performance.now() - from);
        }
        return dots;
      }, load),
    ),
  );
  await Promise.all(browsers.map((browser) => browser.close()));
  return times;
}
