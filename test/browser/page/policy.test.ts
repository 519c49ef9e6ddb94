import { describe, expect } from "vitest";
import { PageGuest } from "./page-guest.ts";
import { openPlayground, test } from "./page-test.ts";
import { inject } from "vitest";

describe("the content security policy", () => {
  test("refuses inline script, eval and other origins", async ({ open }) => {
    const page = await open({ expectedProblems: [/policy: |console: .*Content Security Policy/i] });
    const outcome = await page.evaluate(async () => {
      // In a task of its own: the tool that evaluates this may use eval, the page may not.
      const evalRan = new Promise<boolean>((resolve) => {
        setTimeout(() => {
          try {
            // oxlint-disable-next-line typescript/no-implied-eval -- that it cannot be done is the point
            resolve(new Function("return true")() as boolean);
          } catch {
            resolve(false);
          }
        }, 0);
      });
      const script = document.createElement("script");
      script.textContent = "globalThis.inlineRan = true";
      document.head.append(script);
      const fetched = await fetch("https://example.com/").then(
        () => true,
        () => false,
      );
      return { eval: await evalRan, inline: "inlineRan" in globalThis, fetched };
    });
    expect(outcome).toEqual({ eval: false, inline: false, fetched: false });
  });

  test("is kept by a visit that uses everything: consoles, monitor, dialogs", async ({ open }) => {
    const page = await open();
    await PageGuest.booted(page);
    await page.getByRole("button", { name: "Monitor" }).click();
    await page.getByRole("button", { name: "All keys" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New guest with options" }).click();
    await page.keyboard.press("Escape");
    // What broke the policy, went wrong or left the origin would fail the test as it ends.
    await openPlayground(page, inject("siteUrl"));
    expect(await page.evaluate(() => guesthouse.machines.length)).toBe(0);
  });
});
