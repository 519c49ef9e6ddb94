/**
 * Before the page tests: builds the site, serves it twice (as `npm start` does, and as a plain static host under a
 * sub-path), and starts the one browser that all of them share.
 */
import path from "node:path";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { findBrowser } from "../../support/find-browser.mjs";
import { launchFlags } from "../../support/launch-flags.mjs";
import { buildSite, serveFolder, serveSite } from "../../support/site-server.mjs";
import { root } from "../../support/run-tool.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The site with the headers of `npm start`. */
    readonly siteUrl: string;
    /** The site from a plain static host, under a sub-path. */
    readonly bareUrl: string;
    /** Where to connect to the browser. */
    readonly browserUrl: string;
  }
}

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = await findBrowser({ install: false });
  if (!executablePath) throw new Error("The page tests need a browser.");
  const folder = path.join(root, "test", ".output", "site");
  await buildSite(folder);
  const [site, bare, browser] = await Promise.all([
    serveSite(folder),
    serveFolder(folder, { under: "/some/where/" }),
    chromium.launchServer({ executablePath, headless: true, args: launchFlags }),
  ]);
  project.provide("siteUrl", site.url);
  project.provide("bareUrl", bare.url);
  project.provide("browserUrl", browser.wsEndpoint());
  return async () => {
    await browser.close();
    await Promise.all([site.close(), bare.close()]);
  };
}
