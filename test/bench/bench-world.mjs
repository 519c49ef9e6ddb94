/**
 * What a bench measures in: the built site and, where its parts are at hand, stock v86, served alike; and browsers.
 */
import { access, cp, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { chromium } from "playwright-core";
import { findBrowser } from "../support/find-browser.mjs";
import { launchFlags } from "../support/launch-flags.mjs";
import { root } from "../support/run-tool.mjs";
import { buildSite, serveFolder, serveSite } from "../support/site-server.mjs";

const output = path.join(root, "test", ".output", "bench");
/** Where the image recipe works; the same variable moves it. */
const images = path.join(
  process.env["GUESTHOUSE_IMAGES"] ?? path.join(root, "node_modules", ".cache", "guesthouse", "images"),
  "linux",
);

/** What stock v86 is put together from: name in the page, and where it comes from. */
const stockParts = [
  { name: "index.html", from: path.join(root, "test/bench/stock/index.html"), source: "this folder" },
  { name: "stock.mjs", from: path.join(root, "test/bench/stock/stock.mjs"), source: "this folder" },
  { name: "libv86.mjs", from: path.join(root, "node_modules/v86/build/libv86.mjs"), source: "npm ci" },
  { name: "v86.wasm", from: path.join(root, "node_modules/v86/build/v86.wasm"), source: "npm ci" },
  { name: "bios.bin", from: "/usr/share/seabios/bios.bin", source: "Debian's package seabios" },
  { name: "vgabios.bin", from: "/usr/share/seabios/vgabios-stdvga.bin", source: "Debian's package seabios" },
  { name: "bzImage", from: path.join(images, "bzImage"), source: "npm run images" },
];

/**
 * @typedef {{
 *   rounds: number | null, siteUrl: string, stockUrl: string | null, stockMissing: string | null, commandLine: string,
 *   launch: () => Promise<import("playwright-core").Browser>, close: () => Promise<void>,
 * }} World
 */

/**
 * Builds and serves. `rounds`: how often each part measures, if not as usual.
 * @param {(words: string) => void} say
 * @param {number | null} rounds
 * @returns {Promise<World>}
 */
export async function openWorld(say, rounds) {
  const executablePath = await findBrowser({ install: true });
  if (!executablePath) throw new Error("The bench needs a browser.");
  say("building the site");
  await buildSite(path.join(output, "site"));
  const site = await serveSite(path.join(output, "site"));
  const missing = await missingStockParts();
  if (missing) say(`stock v86 is left out: ${missing}`);
  const stock = missing ? null : await serveStock();
  const { commandLine } = JSON.parse(await readFile(path.join(root, "images/linux/image.json"), "utf8"));
  return {
    rounds,
    siteUrl: site.url,
    stockUrl: stock?.url ?? null,
    stockMissing: missing,
    commandLine,
    launch: () => chromium.launch({ executablePath, headless: true, args: launchFlags }),
    close: async () => {
      await site.close();
      await stock?.close();
    },
  };
}

async function missingStockParts() {
  for (const { from, source } of stockParts) {
    const there = await access(from).then(
      () => true,
      () => false,
    );
    if (!there) return `${from} is missing (from ${source})`;
  }
  return null;
}

async function serveStock() {
  const folder = path.join(output, "stock");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(
    stockParts.map(({ name, from }) => cp(from, path.join(folder, name), { dereference: true })),
  );
  // The same clocks as the site has.
  return serveFolder(folder, {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  });
}
