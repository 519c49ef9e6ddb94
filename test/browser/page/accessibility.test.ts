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

describe("axe finds nothing", () => {
  test.for(looks)("in the $scheme page, $size", async ({ scheme, viewport }, { open }) => {
    const page = await open({ colorScheme: scheme, viewport });
    const found = [...(await axeFindings(page, "empty"))];
    const guest = await PageGuest.booted(page);
    await PageGuest.added(page, { start: false });
    await samplesPass(page, 2);
    found.push(...(await axeFindings(page, "with guests")));
    await guest.write("echo c > /proc/sysrq-trigger\n");
    await guest.waitForState("crashed");
    found.push(...(await axeFindings(page, "with a crashed guest")));
    await page.getByRole("button", { name: "Monitor" }).click();
    await page.locator("gh-monitor-view").waitFor();
    found.push(...(await axeFindings(page, "monitor")));
    await page.getByRole("button", { name: "All keys" }).click();
    await page.getByRole("dialog").first().waitFor();
    found.push(...(await axeFindings(page, "keys")));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New guest with options" }).click();
    await page.getByLabel("Memory", { exact: true }).waitFor();
    found.push(...(await axeFindings(page, "new guest")));
    expect(found).toEqual([]);
  });
});

describe("the page", () => {
  test.for(looks)("does not scroll as a whole: $scheme, $size", async ({ scheme, viewport }, { open }) => {
    const page = await open({ colorScheme: scheme, viewport });
    await PageGuest.booted(page);
    const overflow = await page.evaluate(() => {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
      return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight };
    });
    expect(overflow).toEqual({ x: 0, y: 0 });
  });
});
