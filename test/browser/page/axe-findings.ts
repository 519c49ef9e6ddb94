/**
 * What axe finds wrong with the page under test, in words.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type engine from "axe-core";
import type { Page } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare global {
  /** Put into the page by a test. */
  var axe: typeof engine;
}

/** Each finding as the page is now: rule, element, and what to do. `where` says what of the page was open. */
export async function axeFindings(page: Page, where = "page"): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${JSON.stringify(target)}: ${failureSummary}`),
    );
  });
  return found.map((finding) => `${where}: ${finding}`);
}
