import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { catalog } from "../../../images/catalog.ts";
import { PageGuest, prompt } from "./page-guest.ts";
import { test } from "./page-test.ts";

const [image] = catalog;
const pattern = /\.elf[^/]*\.gz$/;

function altered(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  // In the middle of the compressed stream.
  const at = Math.floor(copy.length / 2);
  copy[at] = (copy[at] ?? 0) ^ 0x55;
  return copy;
}

const faults = [
  { title: "an altered image", serve: altered, codes: /^image-(?:corrupt|truncated)$/ },
  {
    title: "a truncated image",
    serve: (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2)),
    codes: /^image-truncated$/,
  },
  { title: "another image", serve: () => Buffer.from("no image at all"), codes: /^image-/ },
] as const;

/** Serves the image through `change` until the result is called. */
async function spoil(page: Page, change: (bytes: Buffer) => Buffer): Promise<void> {
  const bytes = await readFile(fileURLToPath(image.url));
  await page
    .context()
    .route(pattern, (route) => route.fulfill({ body: change(bytes), contentType: "application/gzip" }));
}

describe("an image that is not what the catalog says", () => {
  test.for(faults)(
    "$title gives a clear error, boots nothing, and is fetched anew",
    async (fault, { open }) => {
      const page = await open({ prepare: (opening) => spoil(opening, fault.serve) });
      const refused = await PageGuest.tryAdding(page, {});
      const guest = await PageGuest.at(page, 0);
      const state = await guest.state();
      const shown = await page.locator("gh-tile-banner").getByText(/image/i).first().textContent();
      await page.context().unroute(pattern);
      const again = await guest.perform("start");
      await guest.waitFor(prompt);
      expect({ refused, state, shown: shown?.trim(), again }).toEqual({
        refused: { code: expect.stringMatching(fault.codes), message: expect.stringContaining("image") },
        state: "shutoff",
        shown: expect.stringMatching(/image/i),
        again: { code: "done" },
      });
    },
  );

  test("is fetched once per visit, whatever the number of guests", async ({ open }) => {
    let fetches = 0;
    const page = await open({
      prepare: async (opening) => {
        await opening.context().route(pattern, async (route) => {
          fetches += 1;
          await route.continue();
        });
      },
    });
    await Promise.all([PageGuest.added(page), PageGuest.added(page), PageGuest.added(page)]);
    expect(fetches).toBe(1);
  });
});
