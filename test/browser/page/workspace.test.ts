import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { PageGuest, prompt } from "./page-guest.ts";
import { openPlayground, test } from "./page-test.ts";

/** The consoles in the order in which they are shown. */
function shownConsoles(page: Page): Promise<readonly string[]> {
  return page.locator("gh-console-tile h2").allTextContents();
}

async function addTwo(page: Page): Promise<void> {
  await PageGuest.added(page, { name: "left", start: false });
  await PageGuest.added(page, { name: "right", start: false });
  await page.locator("gh-console-tile").nth(1).waitFor();
}

describe("the arrangement of consoles", () => {
  test("is remembered across a reload: order, and tiles or tabs", async ({ open }) => {
    const page = await open();
    await addTwo(page);
    await page.locator("gh-machine-row").first().getByRole("button", { name: "left", exact: true }).click();
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("Alt+Shift+ArrowRight");
    await expect.poll(() => shownConsoles(page)).toEqual(["right", "left"]);

    await openPlayground(page, page.url());
    await addTwo(page);
    await expect.poll(() => shownConsoles(page)).toEqual(["right", "left"]);
    await page.getByRole("button", { name: "Show consoles as tabs" }).click();
    await openPlayground(page, page.url());
    await PageGuest.added(page, { name: "left", start: false });
    await expect.poll(() => page.getByRole("toolbar", { name: "Consoles" }).isVisible()).toBe(true);
  });

  test("can be changed without rebooting a guest or losing what it printed", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page, { name: "left" });
    await guest.run("echo before the move; touch /tmp/mark");
    await PageGuest.added(page, { name: "right", start: false });
    await page.getByRole("button", { name: "Show consoles as tabs" }).click();
    await page.getByRole("button", { name: "Show consoles as tiles" }).click();
    const left = page.locator("gh-console-tile").filter({ has: page.getByRole("heading", { name: "left" }) });
    await left.locator(".xterm-rows").getByText("before the move").last().waitFor();
    expect((await guest.run("test -e /tmp/mark")).exitCode).toBe(0);
  });
});

/** Presses Tab until `name` has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
    });
    if (name.test(focused.trim())) return;
  }
  throw new Error(`no Tab leads to ${name.source}`);
}

describe("the keyboard alone", () => {
  test("boots a guest, types into it, leaves it, pauses it and lists all keys", async ({ open }) => {
    const page = await open();
    await tabTo(page, /Boot a Linux guest/);
    await page.keyboard.press("Enter");
    const guest = await PageGuest.at(page, 0);
    await guest.waitFor(prompt);
    await page.getByText("releases the keyboard").waitFor();
    await page.keyboard.type("echo by keyboard\n");
    await guest.waitFor(/^by keyboard$/m);
    await page.keyboard.press("Control+Alt+g");
    await tabTo(page, /^Pause /);
    await page.keyboard.press("Enter");
    await guest.waitForState("paused");
    await page.keyboard.press("?");
    await page.locator("gh-keys-dialog").getByText("Release the keyboard").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("gh-keys-dialog").getByText("Release the keyboard").waitFor({ state: "hidden" });
    expect(await guest.state()).toBe("paused");
  });

  test("is the console's while it has the focus, and the way out is shown", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    await page.locator("gh-console").first().click();
    await page.getByText("releases the keyboard").waitFor();
    await page.keyboard.type("n?");
    await guest.waitFor(/n\?/);
    expect({
      machines: await page.evaluate(() => guesthouse.machines.length),
      dialogs: await page.getByRole("dialog").count(),
    }).toEqual({ machines: 1, dialogs: 0 });
  });
});
