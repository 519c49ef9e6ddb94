/**
 * Echo: from a byte that is typed to its echo at the page, in a guest that idles and in one that is busy.
 */
import { idlePage } from "../bench-page.mjs";
import { figure } from "../figures.mjs";

const keys = 100;

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function echo(world, say) {
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  await page.evaluate(async () => {
    const machine = await guesthouse.addGuest();
    await machine.console.waitFor(/# $/);
    // The terminal echoes; no line editor redraws.
    machine.console.write("cat > /dev/null\n");
    await machine.console.waitFor(/null\n/);
  });
  const type = () =>
    page
      .locator("gh-console")
      .first()
      .evaluate(
        async (/** @type {import("../../../src/ui/console/gh-console.ts").GhConsole} */ element, count) => {
          const { line } = element;
          if (!line) throw new Error("the console has no line");
          const times = [];
          for (let key = 0; key < count; key++) {
            // At no fixed phase of any timer.
            await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 30));
            const from = performance.now();
            await new Promise((resolve) => {
              const attached = line.attach(() => {
                attached[Symbol.dispose]();
                resolve(undefined);
              });
              line.send(new TextEncoder().encode("a"));
            });
            times.push(performance.now() - from);
            if (key % 60 === 59) line.send(new TextEncoder().encode("\r"));
          }
          return times;
        },
        keys,
      );
  const idle = figure("ms", await type());
  say("echo, idle");
  await page.evaluate(async () => {
    const [machine] = guesthouse.machines;
    machine?.console.write("\u0003");
    await machine?.console.waitFor(/# $/);
    machine?.console.write("while :; do :; done & cat > /dev/null\n");
    await machine?.console.waitFor(/null\n/);
  });
  await page.waitForTimeout(2_000);
  const busy = figure("ms", await type());
  say("echo, busy");
  await browser.close();
  return { idle, busy, targets: [] };
}
