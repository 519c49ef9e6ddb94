import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type engine from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { PageGuest, samplesPass } from "./page-guest.ts";
import { phone, test, wide } from "./page-test.ts";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare global {
  /** Put into the page by the test. */
  var axe: typeof engine;
}

/** What axe finds wrong with the page as it is: rule, element, and what to do. */
async function findings(page: Page, where: string): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${JSON.stringify(target)}: ${failureSummary}`),
    );
  });
  return found.map((finding) => `${where}: ${finding}`);
}

const looks = [
  { scheme: "light", size: "wide", viewport: wide },
  { scheme: "dark", size: "wide", viewport: wide },
  { scheme: "light", size: "phone", viewport: phone },
  { scheme: "dark", size: "phone", viewport: phone },
] as const;

describe("axe finds nothing", () => {
  test.for(looks)("in the $scheme page, $size", async ({ scheme, viewport }, { open }) => {
    const page = await open({ colorScheme: scheme, viewport });
    const found = [...(await findings(page, "empty"))];
    const guest = await PageGuest.booted(page);
    await PageGuest.added(page, { start: false });
    await samplesPass(page, 2);
    found.push(...(await findings(page, "with guests")));
    await guest.write("echo c > /proc/sysrq-trigger\n");
    await guest.waitForState("crashed");
    found.push(...(await findings(page, "with a crashed guest")));
    await page.getByRole("button", { name: "Monitor" }).click();
    await page.locator("gh-monitor-view").waitFor();
    found.push(...(await findings(page, "monitor")));
    await page.getByRole("button", { name: "All keys" }).click();
    await page.getByRole("dialog").first().waitFor();
    found.push(...(await findings(page, "keys")));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New guest with options" }).click();
    await page.getByLabel("Memory", { exact: true }).waitFor();
    found.push(...(await findings(page, "new guest")));
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
