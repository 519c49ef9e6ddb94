import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { longTaskRetries, longTasksDuring } from "./long-tasks.ts";
import { PageGuest, prompt } from "./page-guest.ts";
import { openRehearsed, test } from "./page-test.ts";

const unhurried = { retry: longTaskRetries, timeout: 240_000 };

/** Calls `addGuest` so often in one task of the page. */
async function addAtOnce(page: Page, count: number): Promise<void> {
  await page.evaluate((times) => {
    for (let time = 0; time < times; time++) void guesthouse.addGuest({ memoryMiB: 24 });
  }, count);
}

/** Waits for the first prompts of the guests from `from` on, eight in all; tells the states of all. */
async function prompted(page: Page, from = 0): Promise<readonly string[]> {
  const places = Array.from({ length: 8 - from }, (_, at) => from + at);
  await Promise.all(places.map(async (at) => (await PageGuest.at(page, at)).waitFor(prompt)));
  return page.evaluate(() => guesthouse.machines.map(({ state }) => state));
}

const allRun = Array.from({ length: 8 }, () => "running");

describe("eight guests", () => {
  test("boot at once from one script with no long task in the page", unhurried, async ({ open }) => {
    const page = await openRehearsed(open);
    let states: readonly string[] = [];
    const longTasks = await longTasksDuring(page, async () => {
      await addAtOnce(page, 8);
      states = await prompted(page);
    });
    expect({ states, longTasks }).toEqual({ states: allRun, longTasks: [] });
  });

  test(
    "boot at once with no long task in the page, which takes input meanwhile",
    unhurried,
    async ({ open }) => {
      const page = await open();
      const first = await PageGuest.booted(page, { memoryMiB: 24 });
      await page.locator("gh-console").first().click();
      let states: readonly string[] = [];
      const longTasks = await longTasksDuring(page, async () => {
        await addAtOnce(page, 7);
        await page.keyboard.type("echo still $((40 + 2))\n");
        await first.waitFor(/^still 42$/m);
        states = await prompted(page, 1);
      });
      expect({ states, longTasks }).toEqual({ states: allRun, longTasks: [] });
    },
  );

  test("can be asked for in one dialog, with no long task in the page", unhurried, async ({ open }) => {
    const page = await openRehearsed(open);
    await page.keyboard.press("Shift+N");
    await page.getByLabel("How many").fill("8");
    await page.getByLabel("Memory", { exact: true }).fill("24");
    let states: readonly string[] = [];
    const longTasks = await longTasksDuring(page, async () => {
      await page.getByRole("button", { name: "Boot 8 guests" }).click();
      states = await prompted(page);
    });
    const names = await page.evaluate(() => guesthouse.machines.map(({ name }) => name));
    expect({ states, longTasks, names: new Set(names).size }).toEqual({
      states: allRun,
      longTasks: [],
      names: 8,
    });
  });
});
