import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { PageGuest, prompt } from "./page-guest.ts";
import { numberedStream, watchStream, type StreamReport } from "./page-line.ts";
import { longTaskRetries, longTasksDuring } from "./long-tasks.ts";
import { phone, test, wide } from "./page-test.ts";
import type { GhConsole } from "../../../src/ui/console/gh-console.ts";

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** The character cells that the terminal on screen has: rows counted, columns measured. */
function drawnSize(page: Page): Promise<Size> {
  return page
    .locator("gh-console")
    .first()
    .evaluate((element: GhConsole): Size => {
      const drawn = element.shadowRoot?.querySelector(".xterm-rows");
      const screen = element.shadowRoot?.querySelector(".xterm-screen");
      const pen = document.createElement("canvas").getContext("2d");
      if (!drawn || !screen || !pen) return { rows: 0, columns: 0 };
      const { fontSize, fontFamily } = getComputedStyle(drawn);
      pen.font = `${fontSize} ${fontFamily}`;
      const cellWidth = pen.measureText("W".repeat(32)).width / 32;
      return { rows: drawn.childElementCount, columns: Math.round(screen.clientWidth / cellWidth) };
    });
}

async function guestSize(guest: PageGuest): Promise<Size> {
  const [rows = "", columns = ""] = (await guest.output("stty size")).split(" ");
  return { rows: Number(rows), columns: Number(columns) };
}

/** Waits until guest and terminal agree on a size with a width other than `before`, and tells it. */
async function agreedSize(page: Page, guest: PageGuest, before?: Size): Promise<Size> {
  let agreed: Size = { rows: 0, columns: 0 };
  const look = async (): Promise<string> => {
    const [drawn, told] = [await drawnSize(page), await guestSize(guest)];
    agreed = drawn;
    if (drawn.columns === before?.columns) return "the terminal has the size it had";
    if (drawn.columns === told.columns && drawn.rows === told.rows) return "agreed";
    return `drawn ${drawn.columns} by ${drawn.rows}, told ${told.columns} by ${told.rows}`;
  };
  await expect.poll(look, { timeout: 30_000, interval: 200 }).toBe("agreed");
  return agreed;
}

describe("a console", () => {
  test("tells the guest its size, at power-on and after every resize", async ({ open }) => {
    const page = await open({ viewport: wide });
    const guest = await PageGuest.booted(page);
    const first = await agreedSize(page, guest);
    await page.setViewportSize({ width: 1000, height: 600 });
    const second = await agreedSize(page, guest, first);
    await page.setViewportSize(phone);
    const third = await agreedSize(page, guest, second);
    expect(first.columns > second.columns && second.columns > third.columns && third.columns > 20).toBe(true);
  });

  test("takes a paste of 100 kB without loss, after asking", async ({ open }) => {
    const text = Array.from(
      { length: 1000 },
      (_, at) => `${String(at).padStart(6, "0")} ${"paste ".repeat(15)}end`,
    )
      .map((line) => `${line.slice(0, 99)}\n`)
      .join("");
    const page = await open();
    const guest = await PageGuest.booted(page);
    await guest.write("cat > /tmp/pasted\n");
    await page.locator("gh-console").first().click();
    await page.evaluate((clip) => navigator.clipboard.writeText(clip), text);
    await page.keyboard.press("Shift+Insert");
    await page.getByRole("dialog").getByRole("button", { name: "Paste", exact: true }).click();
    await guest.waitFor(/000999 .*\n/);
    await guest.write("\u0004");
    await guest.waitFor(prompt);
    expect(await guest.output("sha256sum < /tmp/pasted")).toBe(
      `${createHash("sha256").update(text).digest("hex")}  -`,
    );
  });

  test(
    "prints 50 MB with no byte lost or out of order, and the page stays awake",
    { retry: longTaskRetries, timeout: 300_000 },
    async ({ open }) => {
      const [blocks, lines] = [525, 1000];
      const page = await open();
      const guest = await PageGuest.booted(page);
      const stream = await watchStream(page, lines);
      let report: StreamReport | null = null;
      const longTasks = await longTasksDuring(page, async () => {
        await guest.write(`${numberedStream(blocks, lines)}\n`);
        report = await stream.ended(240_000);
      });
      expect({ report, longTasks }).toEqual({
        report: {
          bytes: expect.toSatisfy((bytes: number) => bytes > 50 * 1024 * 1024, "more than 50 MB"),
          wrong: [],
          blocks,
        },
        longTasks: [],
      });
    },
  );

  test("gives Ctrl+C to a guest that floods it", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    await page.locator("gh-console").first().click();
    await page.keyboard.type("head -c 1000000000 /dev/zero | tr '\\0' x\n");
    await guest.waitFor(/x{1000}/);
    await page.keyboard.press("Control+c");
    await guest.waitFor(prompt);
    expect(await guest.output("echo back")).toBe("back");
  });

  test("lets no escape sequence of a guest reach the page", async ({ open }) => {
    const page = await open();
    const title = await page.title();
    const guest = await PageGuest.booted(page);
    await page.evaluate(() => navigator.clipboard.writeText("mine"));
    // Window title with markup; clipboard (OSC 52); window size; a link that runs a script.
    await guest.run(
      String.raw`printf '\033]0;<img src=x onerror=alert(1)>\007\033]52;c;dGhlaXJz\007\033[8;10;10t'`,
    );
    await guest.run(String.raw`printf '\033]8;;javascript:alert(1)\007link\033]8;;\007'`);
    expect({
      clipboard: await page.evaluate(() => navigator.clipboard.readText()),
      title: await page.title(),
      images: await page.locator("img[src='x']").count(),
      links: await page.locator("a[href^='javascript:']").count(),
    }).toEqual({ clipboard: "mine", title, images: 0, links: 0 });
  });
});
