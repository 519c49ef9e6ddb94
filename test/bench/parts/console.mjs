/**
 * Console: how fast a guest can print, with its terminal on screen and without.
 */
import { addToPrompt, idlePage } from "../bench-page.mjs";
import { figure } from "../figures.mjs";

const usualRounds = 3;
const bytesPerRound = 8_000_000;

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function consoleThroughput(world, say) {
  const rounds = world.rounds ?? usualRounds;
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  await addToPrompt(page, 32);
  /** @param {string} command */
  const print = (command) =>
    page
      .locator("gh-console")
      .first()
      .evaluate(
        async (/** @type {import("../../../src/ui/console/gh-console.ts").GhConsole} */ element, typed) => {
          const [machine] = guesthouse.machines;
          const { line } = element;
          if (!line || !machine) throw new Error("there is no guest");
          let bytes = 0;
          const counting = line.attach((chunk) => {
            bytes += chunk.byteLength;
          });
          const from = performance.now();
          machine.console.write(`${typed}\n`);
          await machine.console.waitFor(/# $/);
          counting[Symbol.dispose]();
          return bytes / 1000 / (performance.now() - from);
        },
        command,
      );
  await print(`seq -w ${bytesPerRound / 100} > /tmp/lines`);
  const [block, lines] = [[], []].map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round++) {
    block?.push(await print(`head -c ${bytesPerRound} /dev/zero | tr '\\0' x; echo`));
    lines?.push(await print("for i in 1 2 3 4 5 6 7 8 9 10; do cat /tmp/lines; done"));
    say(`console ${round + 1} of ${rounds}`);
  }
  await browser.close();
  return { unbrokenText: figure("MB/s", block ?? []), shortLines: figure("MB/s", lines ?? []), targets: [] };
}
