/**
 * Boot: from the click on the button to the first prompt, against stock v86 with BIOS and bzImage of the same kernel.
 */
import { addToPrompt, clickToPrompt, comparedMiB, idlePage, stockToPrompt } from "../bench-page.mjs";
import { figure, ratio, target } from "../figures.mjs";

const usualRounds = 7;

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function boot(world, say) {
  const rounds = world.rounds ?? usualRounds;
  const [cold, next, stock] = [[], [], []].map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round++) {
    const ours = async () => {
      const browser = await world.launch();
      const page = await idlePage(browser, world.siteUrl, "guesthouse");
      cold?.push(await clickToPrompt(page));
      next?.push(await addToPrompt(page, comparedMiB));
      await browser.close();
    };
    const theirs = async () => {
      if (!world.stockUrl) return;
      const browser = await world.launch();
      const page = await idlePage(browser, world.stockUrl, "StockGuest");
      stock?.push(await stockToPrompt(page, world));
      await browser.close();
    };
    // Noise that grows or shrinks over the run falls on both alike.
    for (const measure of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) await measure();
    say(`boot ${round + 1} of ${rounds}`);
  }
  const clickToFirstPrompt = figure("ms", cold ?? []);
  const nextGuestToPrompt = figure("ms", next ?? []);
  if (!stock || stock.length === 0) {
    return { clickToFirstPrompt, nextGuestToPrompt, stock: `n/a: ${world.stockMissing}`, targets: [] };
  }
  const stockToFirstPrompt = figure("ms", stock);
  const share = ratio(clickToFirstPrompt, stockToFirstPrompt);
  return {
    clickToFirstPrompt,
    nextGuestToPrompt,
    stockToFirstPrompt,
    ratio: share,
    targets: [target("boot, click to prompt, over stock v86", share, "<=", 0.35)],
  };
}
