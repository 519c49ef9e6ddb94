/**
 * Pages of a bench: ours and stock v86's, driven alike. Times are taken in the page, by its own clock.
 */

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("./bench-world.mjs").World} World */

/** RAM of each guest that is compared, in MiB: enough for the firmware's 16 MiB and SeaBIOS's bzImage loader. */
export const comparedMiB = 64;

/**
 * A page with nothing in it yet that had time to fetch what it fetches ahead and to fall idle.
 * @param {Browser} browser
 * @param {string} url
 * @param {"guesthouse" | "StockGuest"} ready the global that says that its scripts ran
 * @returns {Promise<Page>}
 */
export async function idlePage(browser, url, ready) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction((name) => name in globalThis, ready);
  await page.waitForTimeout(2_000);
  return page;
}

/**
 * Boots one of our guests from a click on its button; resolves with the ms from click to prompt.
 * @param {Page} page
 * @returns {Promise<number>}
 */
export async function clickToPrompt(page) {
  await page.evaluate(() => {
    addEventListener("click", () => Object.assign(globalThis, { clickedAtMs: performance.now() }), {
      capture: true,
      once: true,
    });
  });
  await page.getByRole("button", { name: "Boot a Linux guest" }).click();
  return page.evaluate(async () => {
    while (guesthouse.machines.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await guesthouse.machines[0]?.console.waitFor(/# $/);
    return (
      performance.now() -
      /** @type {{clickedAtMs: number}} */ (/** @type {unknown} */ (globalThis)).clickedAtMs
    );
  });
}

/**
 * Adds one of our guests; resolves with the ms to its prompt.
 * @param {Page} page
 * @param {number} memoryMiB
 * @returns {Promise<number>}
 */
export function addToPrompt(page, memoryMiB) {
  return page.evaluate(async (mib) => {
    const from = performance.now();
    const machine = await guesthouse.addGuest({ memoryMiB: mib });
    await machine.console.waitFor(/# $/);
    return performance.now() - from;
  }, memoryMiB);
}

/**
 * Boots a guest of stock v86 in its page; resolves with the ms to its prompt.
 * @param {Page} page
 * @param {World} world
 * @returns {Promise<number>}
 */
export function stockToPrompt(page, { commandLine }) {
  return page.evaluate(
    async (options) => {
      const from = performance.now();
      const guest = new StockGuest(options);
      Object.assign(globalThis, { stockGuest: guest });
      await guest.waitFor(/# $/);
      return performance.now() - from;
    },
    { memoryMiB: comparedMiB, commandLine: `${commandLine} hostname=stock` },
  );
}
