import type { CDPSession, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { guestWorkers, PageGuest } from "./page-guest.ts";
import { test } from "./page-test.ts";

const cycles = 100;

interface Held {
  readonly listeners: number;
  readonly nodes: number;
  readonly heapMiB: number;
}

/** What the page holds after garbage was collected. */
async function held(page: Page, session: CDPSession): Promise<Held> {
  // What was released a moment ago is let go by tasks and frames that are still to come.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  await expect.poll(() => guestWorkers(page)).toBe(0);
  for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return {
    listeners: metric("JSEventListeners"),
    nodes: metric("Nodes") - (await comments(page)),
    heapMiB: metric("JSHeapUsedSize") / 1024 / 1024,
  };
}

/**
 * The comments in the page. They are not counted as held: Lit's `repeat` leaves the end marker of each item it removes
 * (`removePart` of lit-html 3.3), an empty comment that nobody else can take away.
 */
function comments(page: Page): Promise<number> {
  return page.evaluate(() => {
    const within = (node: Node): number => {
      const shadow = node instanceof Element && node.shadowRoot ? within(node.shadowRoot) : 0;
      const below = [...node.childNodes].reduce((sum, child) => sum + within(child), 0);
      return (node.nodeType === Node.COMMENT_NODE ? 1 : 0) + shadow + below;
    };
    return within(document);
  });
}

/** Tiles, rows and terminals come and go in turns of their own: those that are due are over after a second. */
function settled(page: Page): Promise<void> {
  return page.waitForTimeout(1_000);
}

async function cycle(page: Page, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    const guest = await PageGuest.added(page, { memoryMiB: 24 });
    await guest.perform("destroy");
    await guest.perform("remove");
  }
}

describe("a hundred guests", () => {
  test(
    "come and go and leave no worker, listener, node or memory",
    { timeout: 300_000 },
    async ({ open }) => {
      const page = await open();
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.enable");
      // The first ones fill caches: the image, elements' styles, compiled code.
      await cycle(page, 5);
      await settled(page);
      const before = await held(page, session);
      await cycle(page, cycles);
      await settled(page);
      const after = await held(page, session);
      expect({
        listeners: Math.max(0, after.listeners - before.listeners),
        nodes: Math.max(0, after.nodes - before.nodes),
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
