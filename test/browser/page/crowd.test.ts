import { describe, expect } from "vitest";
import { PageGuest, prompt } from "./page-guest.ts";
import { longTasksDuring } from "./long-tasks.ts";
import { test } from "./page-test.ts";

describe("eight guests", () => {
  // Caches that other programs on the host's cores emptied make tasks longer: once more is allowed, a longer task is not.
  test(
    "boot at once with no long task in the page, which takes input meanwhile",
    { retry: 2, timeout: 240_000 },
    async ({ open }) => {
      const page = await open();
      const first = await PageGuest.booted(page, { memoryMiB: 24 });
      await page.locator("gh-console").first().click();
      const longTasks = await longTasksDuring(page, async () => {
        const others = Array.from({ length: 7 }, () => PageGuest.added(page, { memoryMiB: 24 }));
        await page.keyboard.type("echo still $((40 + 2))\n");
        await first.waitFor(/^still 42$/m);
        await Promise.all(others.map(async (guest) => (await guest).waitFor(prompt)));
      });
      const states = await page.evaluate(() => guesthouse.machines.map(({ state }) => state));
      expect({ states, longTasks }).toEqual({
        states: Array.from({ length: 8 }, () => "running"),
        longTasks: [],
      });
    },
  );

  test("can be asked for in one dialog", async ({ open }) => {
    const page = await open();
    await page.keyboard.press("Shift+N");
    await page.getByLabel("How many").fill("5");
    await page.getByLabel("Memory", { exact: true }).fill("24");
    await page.getByRole("button", { name: "Boot 5 guests" }).click();
    const guests = [0, 1, 2, 3, 4].map((at) => PageGuest.at(page, at));
    await Promise.all(guests.map(async (guest) => (await guest).waitForState("running")));
    const names = await Promise.all(guests.map(async (guest) => (await guest).name()));
    expect(new Set(names).size).toBe(5);
  });
});
