/**
 * Memory: whether a guest boots with 24 MiB, and what a guest of 32 MiB has left for its user.
 */
import { idlePage } from "../bench-page.mjs";
import { figure, target } from "../figures.mjs";

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function memory(world, say) {
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  const least = await freeAtPrompt(page, 24).catch((error) => {
    say(`24 MiB: ${String(error)}`);
    return null;
  });
  const usual = await freeAtPrompt(page, 32);
  say("memory");
  const reservedMiB = await page.evaluate(async () => {
    const [, machine] = guesthouse.machines;
    const sample = () => guesthouse.monitor.latest()?.machines.find(({ id }) => id === machine?.id);
    while (!sample()?.memoryUsedBytes) await new Promise((resolve) => setTimeout(resolve, 200));
    return (sample()?.memoryReservedBytes ?? 0) / 1024 / 1024;
  });
  await browser.close();
  return {
    guestOf24MiB: least ? { availableAtPrompt: figure("MiB", [least.available]) } : "did not boot",
    guestOf32MiB: {
      freeAtPrompt: figure("MiB", [usual.free]),
      availableAtPrompt: figure("MiB", [usual.available]),
      reservedByTheHost: figure("MiB", [reservedMiB]),
    },
    targets: [
      target("guests that boot with 24 MiB", least ? 1 : 0, ">=", 1),
      target("MiB free in a guest of 32 MiB", usual.available, ">=", 16),
    ],
  };
}

/**
 * What `free` says at the first prompt, in MiB.
 * @param {import("playwright-core").Page} page
 * @param {number} memoryMiB
 */
function freeAtPrompt(page, memoryMiB) {
  return page.evaluate(async (mib) => {
    const signal = AbortSignal.timeout(60_000);
    const machine = await guesthouse.addGuest({ memoryMiB: mib });
    await machine.console.waitFor(/# $/, { signal });
    const { output } = await machine.console.run("free -k", { signal });
    const [, , , unused = 0, , , available = 0] = (/^Mem:.*$/m.exec(output)?.[0] ?? "")
      .split(/\s+/)
      .map(Number);
    return { free: unused / 1024, available: available / 1024 };
  }, memoryMiB);
}
