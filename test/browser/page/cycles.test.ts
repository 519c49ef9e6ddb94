import type { CDPSession, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { guestWorkers, PageGuest, prompt } from "./page-guest.ts";
import { test } from "./page-test.ts";

const cycles = 100;

interface Held {
  readonly listeners: number;
  readonly nodes: number;
  readonly heapMiB: number;
}

/** What the page holds after garbage was collected. */
async function collected(page: Page, session: CDPSession): Promise<Held> {
  await expect.poll(() => guestWorkers(page)).toBe(0);
  for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return {
    listeners: metric("JSEventListeners"),
    nodes: metric("Nodes"),
    heapMiB: metric("JSHeapUsedSize") / 1024 / 1024,
  };
}

/** Waits until the page has drawn a frame and has nothing to do. */
function idles(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(() => resolve()))),
  );
}

/**
 * What the page holds once it holds the same at three looks: tiles, rows and terminals
 * come and go in turns of their own, after the machine.
 */
async function held(page: Page, session: CDPSession): Promise<Held> {
  // Where a machine had it, the keyboard comes to this row when that is gone, and the first time its tooltip is built.
  await page.locator("gh-host-row").getByRole("button").first().focus();
  let last = await collected(page, session);
  for (let same = 1; same < 3;) {
    await idles(page);
    const now = await collected(page, session);
    same = now.listeners === last.listeners && now.nodes === last.nodes ? same + 1 : 1;
    last = now;
  }
  return last;
}

async function end(guest: PageGuest): Promise<void> {
  await guest.perform("destroy");
  await guest.perform("remove");
}

async function cycle(page: Page, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await end(await PageGuest.added(page, { memoryMiB: 24 }));
}

describe("a hundred guests", () => {
  test(
    "come and go and leave no worker, listener, node or memory",
    { timeout: 300_000 },
    async ({ open }) => {
      const page = await open();
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.enable");
      // The first ones fill caches: the image, elements' styles, compiled code. Most are gone before they have a console.
      await end(await PageGuest.booted(page, { memoryMiB: 24 }));
      await cycle(page, 5);
      const before = await held(page, session);
      await cycle(page, cycles);
      const after = await held(page, session);
      expect({
        listeners: after.listeners - before.listeners,
        nodes: after.nodes - before.nodes,
        heapGrew: after.heapMiB - before.heapMiB > 4,
      }).toEqual({ listeners: 0, nodes: 0, heapGrew: false });
    },
  );

  test(
    "start and are destroyed as one machine, and leave no worker, listener or node",
    { timeout: 300_000 },
    async ({ open }) => {
      const page = await open();
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.enable");
      const guest = await PageGuest.added(page, { memoryMiB: 24, start: false });
      const startAndDestroy = async (times: number): Promise<void> => {
        for (let time = 0; time < times; time++) {
          await guest.perform("start");
          await guest.perform("destroy");
        }
      };
      await guest.perform("start");
      await guest.waitFor(prompt);
      await guest.perform("destroy");
      await startAndDestroy(5);
      const before = await held(page, session);
      await startAndDestroy(cycles);
      const after = await held(page, session);
      expect({
        listeners: after.listeners - before.listeners,
        nodes: after.nodes - before.nodes,
        heapGrew: after.heapMiB - before.heapMiB > 4,
      }).toEqual({ listeners: 0, nodes: 0, heapGrew: false });
    },
  );
});
