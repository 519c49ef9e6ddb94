/**
 * Sandboxes: how soon one has its prompt, what an idle one takes, how fast the shared kernel switches and pipes, and how
 * starting goes with their number. Starts are timed with a view in sight that draws nothing of machines: no terminal, no chart.
 */
import { idlePage } from "../bench-page.mjs";
import { figure, target } from "../figures.mjs";

/** @typedef {import("playwright-core").Page} Page */

const crowds = [1, 10, 100, 1000];

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function sandboxes(world, say) {
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  await page.getByRole("button", { name: "Learn" }).click();
  const cold = await startToPrompt(page, 1);
  const warm = await startToPrompt(page, 30);
  say("sandboxes: start");
  const speed = await kernelSpeed(page);
  say("sandboxes: kernel");
  await page.context().close();
  const crowd = [];
  for (const count of crowds) {
    crowd.push(await manySandboxes(browser, world.siteUrl, count));
    say(`sandboxes: ${count}`);
  }
  await browser.close();
  const hundred = crowd.find(({ count }) => count === 100);
  const warmStart = figure("ms", warm);
  return {
    coldStart: figure("ms", cold),
    warmStart,
    kernel: speed,
    crowd,
    targets: [
      target("ms from asking for a warm sandbox to its prompt", warmStart.median, "<=", 20),
      target("MiB an idle sandbox takes beyond shared layers", hundred?.eachMiB ?? Number.NaN, "<=", 1),
    ],
  };
}

/**
 * Starts sandboxes one after the other; the ms each took to its prompt.
 * @param {Page} page
 * @param {number} count
 */
function startToPrompt(page, count) {
  return page.evaluate(async (times) => {
    const took = [];
    for (let time = 0; time < times; time++) {
      const from = performance.now();
      const machine = await guesthouse.addSandbox();
      await machine.console.waitFor(/# $/, { signal: AbortSignal.timeout(30_000) });
      took.push(performance.now() - from);
      await machine.destroy();
      await machine.remove();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return took;
  }, count);
}

/**
 * Per second of the kernel's own CPU time, so that the part of each frame it may take does not count.
 * @param {Page} page
 */
async function kernelSpeed(page) {
  const { switches, pipedMiB } = await page.evaluate(async () => {
    const { console } = guesthouse.host;
    const patience = () => ({ signal: AbortSignal.timeout(60_000) });
    /** @param {string} command */
    const measured = async (command) => {
      const read = "sed -n 's/^ctxt //p' /proc/stat; sed -n 's/^usage_usec //p' /sys/fs/cgroup/cpu.stat";
      const numbers = async () =>
        (await console.run(read, patience())).output.trim().split(/\s+/).map(Number);
      const [switchesBefore = 0, usedBefore = 0] = await numbers();
      await console.run(command, patience());
      const [switchesAfter = 0, usedAfter = 0] = await numbers();
      return { switches: switchesAfter - switchesBefore, seconds: (usedAfter - usedBefore) / 1e6 };
    };
    const small = await measured(
      "dd if=/dev/zero bs=1 count=30000 2>/dev/null | dd of=/dev/null bs=1 2>/dev/null",
    );
    const large = await measured("dd if=/dev/zero bs=64k count=4000 2>/dev/null | cat > /dev/null");
    return { switches: small.switches / small.seconds, pipedMiB: 250 / large.seconds };
  });
  return { contextSwitchesPerSecond: figure("1/s", [switches]), pipe: figure("MiB/s", [pipedMiB]) };
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {number} count
 */
async function manySandboxes(browser, url, count) {
  const page = await idlePage(browser, url, "guesthouse");
  await page.getByRole("button", { name: "Monitor" }).click();
  const cdp = await page.context().newCDPSession(page);
  await page.evaluate(async () => {
    const machine = await guesthouse.addSandbox();
    await machine.console.waitFor(/# $/, { signal: AbortSignal.timeout(30_000) });
  });
  const before = await memoryOf(cdp);
  const { ms, chargedBytes } = await page.evaluate(async (wanted) => {
    const signal = AbortSignal.timeout(300_000);
    const from = performance.now();
    const machines = await Promise.all(Array.from({ length: wanted }, () => guesthouse.addSandbox()));
    await Promise.all(machines.map((machine) => machine.console.waitFor(/# $/, { signal })));
    const took = performance.now() - from;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const sample = guesthouse.monitor.latest();
    const charged = sample?.machines.map(({ memoryUsedBytes }) => memoryUsedBytes ?? 0) ?? [];
    return { ms: took, chargedBytes: charged.reduce((sum, bytes) => sum + bytes, 0) / charged.length };
  }, count);
  const after = await memoryOf(cdp);
  await page.context().close();
  const mib = 1024 * 1024;
  return {
    count,
    untilAllHaveAPrompt: figure("ms", [ms]),
    /** The page's whole growth, its lists and charts included. */
    eachMiB: Number(((after - before) / count / mib).toPrecision(3)),
    eachChargedMiB: Number((chargedBytes / mib).toPrecision(3)),
  };
}

/**
 * Bytes of the page's JavaScript heap and of the buffers it holds, after collecting garbage.
 * @param {import("playwright-core").CDPSession} cdp
 */
async function memoryOf(cdp) {
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await cdp.send("Runtime.getHeapUsage");
  return usedSize + backingStorageSize;
}
