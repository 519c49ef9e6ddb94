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

/** Opens a page of the playground; it ends with the test. */
export type OpenPage = (options?: OpenOptions) => Promise<Page>;

interface Fixtures {
  readonly open: OpenPage;
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

/**
 * Opens a page and waits until it has rehearsed a boot, as it does a few seconds later: the emulator is compiled then, and
 * what the rehearsal took is released.
 */
export async function openRehearsed(open: OpenPage): Promise<Page> {
  let rehearsed: Promise<unknown> = Promise.resolve();
  const prepare = (page: Page): Promise<void> => {
    rehearsed = page
      .waitForEvent("worker", { predicate: (worker) => worker.url().includes("guest.worker") })
      .then((worker) => worker.waitForEvent("close"));
    return Promise.resolve();
  };
  const page = await open({ prepare });
  await rehearsed;
  return page;
}

async function pretendMemory(page: Page, gib: number): Promise<void> {
  await page.addInitScript((value) => {
    Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => value });
  }, gib);
}
