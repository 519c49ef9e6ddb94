/**
 * Sandboxes of the page under test, added through `globalThis.guesthouse` from Node.
 */
import type { Page } from "playwright-core";
import type { AddSandboxOptions } from "../../../src/playground/playground.ts";

/** Adds a sandbox and waits for its first prompt, root's or a user's. */
export async function addSandbox(page: Page, options: AddSandboxOptions = {}): Promise<void> {
  await page.evaluate(async (asked) => {
    const { console } = await guesthouse.addSandbox(asked);
    await console.waitFor(/[#$] $/, { signal: AbortSignal.timeout(30_000) });
  }, options);
}
