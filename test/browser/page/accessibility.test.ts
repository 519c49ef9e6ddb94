import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { axeFindings } from "./axe-findings.ts";
import { PageGuest, samplesPass } from "./page-guest.ts";
import { phone, test, wide } from "./page-test.ts";

const looks = [
  { scheme: "light", size: "wide", viewport: wide },
  { scheme: "dark", size: "wide", viewport: wide },
  { scheme: "light", size: "phone", viewport: phone },
  { scheme: "dark", size: "phone", viewport: phone },
] as const;

/** By how much the page as a whole could be scrolled. */
function overflow(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight };
  });
}

const fits = { x: 0, y: 0 };

describe("the page", () => {
  test.for(looks)(
    "gives axe nothing to find and does not scroll as a whole: $scheme, $size",
    async ({ scheme, viewport }, { open }) => {
      const page = await open({ colorScheme: scheme, viewport });
      const found = [...(await axeFindings(page, "empty"))];
      const guest = await PageGuest.booted(page);
      await PageGuest.added(page, { start: false });
      await samplesPass(page, 2);
      found.push(...(await axeFindings(page, "with guests")));
      const sizes: unknown[] = [await overflow(page)];
      await guest.write("echo c > /proc/sysrq-trigger\n");
      await guest.waitForState("crashed");
      found.push(...(await axeFindings(page, "with a crashed guest")));
      for (const title of ["Monitor", "Anatomy", "Ask", "Experiments", "Learn"]) {
        await page.getByRole("button", { name: title, exact: true }).click();
        await page.locator(`gh-${title.toLowerCase()}-view`).waitFor();
        found.push(...(await axeFindings(page, title)));
        sizes.push(await overflow(page));
      }
      await page.getByRole("button", { name: "All keys" }).click();
      await page.getByRole("dialog").first().waitFor();
      found.push(...(await axeFindings(page, "keys")));
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "New guest with options" }).click();
      await page.getByLabel("Memory", { exact: true }).waitFor();
      found.push(...(await axeFindings(page, "new guest")));
      expect({ found, sizes }).toEqual({ found: [], sizes: [fits, fits, fits, fits, fits, fits] });
    },
  );
});
