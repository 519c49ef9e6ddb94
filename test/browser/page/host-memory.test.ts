import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import type { MonitorSample } from "../../../src/monitor/sample.ts";
import { guestWorkers, PageGuest, samplesPass } from "./page-guest.ts";
import { openRehearsed, test } from "./page-test.ts";
import { rendererBytes } from "./thread-time.ts";

/** Whatever is garbage is gone, so that what is left is the machines'. */
async function collectGarbage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (let round = 0; round < 2; round++) {
    await session.send("HeapProfiler.collectGarbage");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await session.detach();
}

/** Kind by kind, what the monitor says that the browser's process has grown by, in MiB; `null` while it can't say. */
function toldMiB({ host, machines }: MonitorSample): Readonly<Record<string, number>> | null {
  const touched = machines.flatMap(({ memoryKinds }) =>
    memoryKinds?.kind === "guest" ? [memoryKinds.touchedBytes] : [],
  );
  const { memoryBeside } = host;
  const heap = memoryBeside?.pageHeapBytes ?? null;
  const known = touched.filter((bytes) => bytes !== null);
  if (!memoryBeside || heap === null || known.length < touched.length) return null;
  return {
    "touched by guests": known.reduce((sum, bytes) => sum + bytes, 0) / MIB,
    "guests' workers": memoryBeside.workersBytes / MIB,
    screen: memoryBeside.screenBytes / MIB,
    browser: memoryBeside.browserBytes / MIB,
    "page's heap": heap / MIB,
  };
}

describe("the host's memory", () => {
  test("is not given twice: asking for too much says how much is left and creates nothing", async ({
    open,
  }) => {
    // A machine of 256 MiB, half of it for guests, each with 11 MiB of overhead.
    const page = await open({ deviceMemoryGiB: 0.25 });
    const refused = await PageGuest.tryAdding(page, { memoryMiB: 118 });
    const machines = await page.evaluate(() => guesthouse.machines.length);
    await expect.poll(() => guestWorkers(page)).toBe(0);
    expect({ refused, machines }).toEqual({
      refused: { code: "not-enough-memory", message: expect.stringContaining("117 MiB are left of 128 MiB") },
      machines: 0,
    });
  });

  test("is free again when a guest is destroyed", async ({ open }) => {
    const page = await open({ deviceMemoryGiB: 0.25 });
    const guest = await PageGuest.added(page, { memoryMiB: 100 });
    const whileTaken = await PageGuest.tryAdding(page, { memoryMiB: 100 });
    await guest.perform("destroy");
    const afterwards = await PageGuest.tryAdding(page, { memoryMiB: 100 });
    expect([whileTaken.code, afterwards.code]).toEqual(["not-enough-memory", "done"]);
  });

  test(
    "is told to a tenth of what the browser's process grows by: 4 guests and 20 sandboxes",
    { retry: 2, timeout: 240_000 },
    async ({ open }) => {
      const page = await openRehearsed(open);
      await collectGarbage(page);
      const before = await rendererBytes();
      for (let guest = 0; guest < 4; guest++) await PageGuest.booted(page, { memoryMiB: 32 });
      await page.evaluate(async () => {
        for (let sandbox = 0; sandbox < 20; sandbox++) {
          const box = await guesthouse.addSandbox();
          await box.console.waitFor("# ", { signal: AbortSignal.timeout(60_000) });
        }
      });
      const latest = (): Promise<MonitorSample | null> => page.evaluate(() => guesthouse.monitor.latest());
      const told = (sample: MonitorSample | null): ReturnType<typeof toldMiB> => sample && toldMiB(sample);
      await expect.poll(async () => told(await latest()), { timeout: 60_000 }).not.toBeNull();
      await collectGarbage(page);
      // The page's heap is looked at every fifth time.
      await samplesPass(page, 5);
      const after = await rendererBytes();
      const grownMiB =
        Math.max(...[...after].map(([pid, bytes]) => bytes - (before.get(pid) ?? bytes))) / MIB;
      const kinds = told(await latest()) ?? {};
      const sumMiB = Object.values(kinds).reduce((sum, mib) => sum + mib, 0);
      const words = Object.entries(kinds).map(([kind, mib]) => `${kind} ${mib.toFixed(1)}`);
      console.log(
        `told ${sumMiB.toFixed(1)} MiB (${words.join(", ")}), grown by ${grownMiB.toFixed(1)} MiB: ${(100 * (sumMiB / grownMiB - 1)).toFixed(1)} % off`,
      );
      expect(Math.abs(sumMiB / grownMiB - 1)).toBeLessThan(0.1);
    },
  );

  test("is told in the dialog, which stays open with the refusal", async ({ open }) => {
    const page = await open({ deviceMemoryGiB: 0.25 });
    await page.keyboard.press("Shift+N");
    await page.getByLabel("Memory", { exact: true }).fill("512");
    await page.getByRole("button", { name: "Boot the guest" }).click();
    await page.getByRole("alert").getByText("117 MiB are left of 128 MiB").waitFor();
    expect(await page.evaluate(() => guesthouse.machines.length)).toBe(0);
  });
});
