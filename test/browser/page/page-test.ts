/**
 * `test` with `open`: opens the playground in a page of its own, and fails the test for anything that may happen in no
 * page. All tests share one browser.
 */
import { chromium, type Browser, type Page } from "playwright-core";
import { expect, inject, test as base } from "vitest";
import { PageProblems } from "./page-problems.ts";

/** How a page is opened; by default wide, light, and from the server of `npm start`. */
export interface OpenOptions {
  readonly url?: string;
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What the browser is to tell of the machine's memory, in GiB. */
  readonly deviceMemoryGiB?: number;
  /** Problems that the test brings about on purpose. */
  readonly expectedProblems?: readonly RegExp[];
  /** Runs before the address is opened. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export const wide = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

interface Fixtures {
  readonly open: (options?: OpenOptions) => Promise<Page>;
}

let connected: Promise<Browser> | null = null;

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  open: async ({}, use) => {
    connected ??= chromium.connect(inject("browserUrl"));
    const browser = await connected;
    const opened: { readonly page: Page; readonly problems: PageProblems }[] = [];
    await use(async (options = {}) => {
      const url = options.url ?? inject("siteUrl");
      const context = await browser.newContext({
        viewport: options.viewport ?? wide,
        colorScheme: options.colorScheme ?? "light",
        permissions: ["clipboard-read", "clipboard-write"],
        reducedMotion: "reduce",
        acceptDownloads: true,
      });
      const page = await context.newPage();
      const problems = await PageProblems.watch(page, new URL(url).origin, options.expectedProblems ?? []);
      opened.push({ page, problems });
      if (options.deviceMemoryGiB !== undefined) await pretendMemory(page, options.deviceMemoryGiB);
      await options.prepare?.(page);
      await openPlayground(page, url);
      return page;
    });
    await Promise.all(opened.map(({ page }) => page.context().close()));
    expect(opened.flatMap(({ problems }) => problems.found)).toEqual([]);
  },
});

/** Opens `url` and waits for the playground. */
export async function openPlayground(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => "guesthouse" in globalThis);
}

async function pretendMemory(page: Page, gib: number): Promise<void> {
  await page.addInitScript((value) => {
    Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => value });
  }, gib);
}
