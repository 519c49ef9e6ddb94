/**
 * Makes the pictures of the README from the real page: builds the site, starts machines, has them do something, and
 * photographs every view, wide and as on a phone, light and dark, into test/screenshots/.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { chromium } from "playwright-core";
import { findBrowser } from "./support/find-browser.mjs";
import { launchFlags } from "./support/launch-flags.mjs";
import { root } from "./support/run-tool.mjs";
import { buildSite, serveSite } from "./support/site-server.mjs";

const folder = path.join(root, "test", "screenshots");
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** What each machine shows: a name, its memory, and what is typed. */
const cast = [
  {
    kind: "guest",
    name: "web",
    memoryMiB: 48,
    typed: ["uname -sr", "head -n 3 /proc/meminfo", "ls --color=always -w 60 /"],
  },
  { kind: "sandbox", name: "cache", memoryMiB: 32, typed: ["uname -sr", "ps", "cat /proc/self/cgroup"] },
  {
    kind: "guest",
    name: "db",
    memoryMiB: 64,
    typed: ["i=0; while :; do i=$((i+1)); [ $((i % 20000)) = 0 ] && echo count $i; done"],
  },
  {
    kind: "sandbox",
    name: "worker",
    memoryMiB: 16,
    typed: ["i=0; while :; do i=$((i+1)); [ $((i % 20000)) = 0 ] && echo count $i; done"],
  },
];

/**
 * The views, and what is done in each before it is photographed.
 * @type {readonly {title: string, act?: (page: import("playwright-core").Page) => Promise<void>}[]}
 */
const views = [
  { title: "Consoles" },
  { title: "Monitor" },
  {
    title: "Anatomy",
    act: async (page) => {
      await page.evaluate(() =>
        guesthouse.addSandbox({ name: "script", image: "lua", memoryMiB: 16 }).then(() => undefined),
      );
      await page.getByRole("treeitem", { name: /^Application: lua/ }).waitFor();
      await page.getByRole("treeitem", { name: /^Virtual hardware: .* Of web/ }).click();
      await page.getByText(/^Asked at/).waitFor();
    },
  },
  {
    title: "Ask",
    act: async (page) => {
      await page.getByRole("textbox", { name: "Ask every machine" }).fill("uname -r; hostname");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Save as JSON" }).and(page.locator(":enabled")).waitFor();
    },
  },
  {
    title: "Experiments",
    act: async (page) => {
      // Machines that spin would be measured with what starts.
      await page.evaluate(() =>
        Promise.all(
          guesthouse.machines
            .filter(({ name }) => ["db", "worker"].includes(name))
            .map((each) => each.pause()),
        ).then(() => undefined),
      );
      await page.getByRole("spinbutton", { name: "Runs" }).fill("3");
      await page.getByRole("button", { name: "Run", exact: true }).click();
      // Not while it runs: then its machines would be among those of the pictures.
      await page.getByText(/ · complete$/).waitFor({ timeout: 180_000 });
    },
  },
  { title: "Learn" },
];

/**
 * Starts the cast and lets the meters fill.
 * @param {import("playwright-core").Page} page
 */
async function play(page) {
  await page.evaluate(async (machines) => {
    const signal = AbortSignal.timeout(120_000);
    for (const { kind, name, memoryMiB, typed } of machines) {
      const options = { name, memoryMiB };
      const machine = await (kind === "guest"
        ? guesthouse.addGuest(options)
        : guesthouse.addSandbox(options));
      await machine.console.waitFor(/# $/, { signal });
      // Once the terminal is there: what is typed wraps at its width.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      for (const line of typed) {
        machine.console.write(`${line}\n`);
        await new Promise((resolve) => setTimeout(resolve, 700));
      }
    }
  }, cast);
  await page.waitForFunction(() => guesthouse.monitor.history().length >= 40, undefined, {
    timeout: 120_000,
  });
}

const executablePath = await findBrowser({ install: true });
if (!executablePath) process.exit(1);
await mkdir(folder, { recursive: true });
const site = path.join(root, "test", ".output", "screenshots-site");
await buildSite(site);
const server = await serveSite(site);
const browser = await chromium.launch({ executablePath, headless: true, args: launchFlags });
const page = await browser.newPage({ viewport: sizes.wide, reducedMotion: "reduce" });
await page.goto(server.url);
await page.waitForFunction(() => "guesthouse" in globalThis);
await play(page);
for (const { title, act } of views) {
  await page
    .getByRole("navigation", { name: "Views" })
    .getByRole("button", { name: title, exact: true })
    .click();
  await act?.(page);
  await page.mouse.move(0, 0);
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme });
      // A few frames and a sample: sizes, colours and charts have settled.
      await page.waitForTimeout(2_500);
      const name = `${title.toLowerCase()}-${size}-${colorScheme}.png`;
      await page.screenshot({ path: path.join(folder, name) });
      console.log(`test/screenshots/${name}`);
    }
  }
  await page.setViewportSize(sizes.wide);
}
await browser.close();
await server.close();
process.exit();
