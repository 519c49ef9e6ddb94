import { describe, expect } from "vitest";
import { guestWorkers, PageGuest } from "./page-guest.ts";
import { test } from "./page-test.ts";

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

  test("is told in the dialog, which stays open with the refusal", async ({ open }) => {
    const page = await open({ deviceMemoryGiB: 0.25 });
    await page.keyboard.press("Shift+N");
    await page.getByLabel("Memory", { exact: true }).fill("512");
    await page.getByRole("button", { name: "Boot the guest" }).click();
    await page.getByRole("alert").getByText("117 MiB are left of 128 MiB").waitFor();
    expect(await page.evaluate(() => guesthouse.machines.length)).toBe(0);
  });
});
