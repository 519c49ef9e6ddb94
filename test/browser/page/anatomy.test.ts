/**
 * The anatomy on the built page, held against the machines themselves: what it says of them is what they say.
 */
import { buffer } from "node:stream/consumers";
import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { axeFindings } from "./axe-findings.ts";
import { sandboxCatalog } from "../../../images/sandbox-catalog.ts";
import { PageGuest } from "./page-guest.ts";
import { test } from "./page-test.ts";

/** The anatomy of two sandboxes on the same lowest layer. */
async function openWithSandboxes(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await guesthouse.addSandbox({ name: "box" });
    await guesthouse.addSandbox({ name: "app", image: "lua" });
  });
  await page.keyboard.press("Control+Alt+g");
  await page.getByRole("button", { name: "Anatomy" }).click();
  await item(page, /^Application: lua\. Of app/).waitFor();
}

const item = (page: Page, name: RegExp): Locator => page.getByRole("treeitem", { name });

/** What the panel of a box says when it has been answered. */
async function told(page: Page, name: RegExp): Promise<string> {
  await item(page, name).click();
  const panel = page.locator("gh-anatomy-panel");
  await panel.getByText(/^Asked at/).waitFor();
  return await panel.evaluate((element) => element.shadowRoot?.textContent ?? "");
}

describe("the anatomy", () => {
  test("says of each machine what the machine says itself, and counts what is repeated", async ({ open }) => {
    const page = await open();
    await openWithSandboxes(page);
    const [web, bare] = await Promise.all([
      PageGuest.booted(page, { name: "web" }),
      PageGuest.booted(page, { name: "bare", hypervisor: "type1" }),
    ]);
    await item(page, /^Applications: init, sh\. Of web/).waitFor();
    await item(page, /^System: Guesthouse Linux\. Of bare/).waitFor();

    const release = await bare.output("uname -r");
    const uname = await web.output("uname -a");
    const numbers = await web.output(
      "for d in /sys/bus/pci/devices/*; do cut -c3- $d/vendor $d/device | tr '\n' ':'; echo; done",
    );
    const pci = numbers.split("\n").map((line) => line.replace(/:$/, ""));
    const runtime = await told(page, /^Layer runtime/);
    const hardware = await told(page, /^Virtual hardware: .* Of web/);
    const kernel = await told(page, /^Kernel: .* Of web/);
    const catalog = sandboxCatalog[0]?.layers[0];
    expect({
      drawn: await item(page, /^Kernel: .* Of bare/).getAttribute("aria-label"),
      missing: pci.filter((number) => !hardware.includes(number)),
      devices: pci.length,
      uname: kernel.includes(uname),
      digest: runtime.includes(`sha256:${catalog?.sha256}`),
      shared: runtime.includes("the host’s own system, box, app"),
      counts: (await page.locator("gh-anatomy-view summary").innerText()).replaceAll(/\s+/g, " ").trim(),
    }).toEqual({
      drawn: `Kernel: Linux ${release}. Of bare`,
      missing: [],
      devices: 8,
      uname: true,
      digest: true,
      shared: true,
      counts:
        "2 guests, 2 sandboxes: kernels 3, sets of virtual hardware 2, copies of the system 3, shared layers 1",
    });

    // What ends leaves the diagram, its panel with it, and the keyboard stays in the tree.
    await page.getByRole("button", { name: "Ask again" }).focus();
    await web.perform("destroy");
    await page.locator("gh-anatomy-panel").waitFor({ state: "detached" });
    const after = async (): Promise<unknown> => ({
      left: await item(page, /Of web/).count(),
      focused: await page.locator("gh-anatomy-diagram").evaluate((tree) => tree.matches(":focus-within")),
    });
    await expect.poll(after).toEqual({ left: 0, focused: true });
  });

  test("is a tree to the keyboard and to axe", async ({ open }) => {
    const page = await open();
    await openWithSandboxes(page);
    await item(page, /^Hardware/).focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"])
      await page.keyboard.press(key);
    await page.keyboard.press("Enter");
    await page.getByText(/^Asked at/).waitFor();
    const selected = page.locator('[role="treeitem"][aria-selected="true"]');
    expect({
      selected: await selected.getAttribute("aria-label"),
      focused: await selected.evaluate(
        (element) => (element.getRootNode() as ShadowRoot).activeElement === element,
      ),
      findings: await axeFindings(page),
    }).toEqual({ selected: "Layer host: 2 KiB", focused: true, findings: [] });
    await page.keyboard.press("Escape");
    await page.locator("gh-anatomy-panel").waitFor({ state: "detached" });
  });

  test("comes as a file that stands by itself: SVG and PNG", async ({ open }) => {
    const page = await open();
    await openWithSandboxes(page);
    const saved = async (format: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: `Export ${format}` }).click(),
      ]);
      return await buffer(await download.createReadStream());
    };
    const text = (await saved("SVG")).toString();
    const parsed = await page.evaluate((source) => {
      const { documentElement: root } = new DOMParser().parseFromString(source, "image/svg+xml");
      return { root: root.localName, boxes: root.querySelectorAll("g > title").length };
    }, text);
    expect({
      ...parsed,
      outside: text.match(/var\(|url\(|href/g),
      png: (await saved("PNG")).subarray(1, 4).toString(),
    }).toEqual({ root: "svg", boxes: await page.getByRole("treeitem").count(), outside: null, png: "PNG" });
  });

  test("adds a machine in each arrangement without leaving, and lets one stand out", async ({ open }) => {
    const page = await open();
    await page.getByRole("button", { name: "Anatomy" }).click();
    await page.getByRole("button", { name: "System sandbox" }).click();
    await item(page, /^Namespaces: 7 own\. Of system-1/).waitFor();
    await page.getByRole("button", { name: "Application sandbox" }).click();
    await item(page, /^Application: .* Of lua-1/).waitFor();
    await page.getByRole("button", { name: "System sandbox 1" }).click();
    const frame = item(page, /^Layer lua/)
      .locator("rect")
      .first();
    const shown = async (): Promise<unknown> => ({
      machines: await page.evaluate(() => guesthouse.machines.map(({ name, state }) => `${name} ${state}`)),
      pressed: await page.getByRole("button", { name: "System sandbox 1" }).getAttribute("aria-pressed"),
      recedes: await frame.getAttribute("stroke"),
    });
    await expect.poll(shown).toEqual({
      machines: ["system-1 running", "lua-1 running"],
      pressed: "true",
      recedes: "var(--gh-border)",
    });
  });
});

describe("a command beside a machine’s console", () => {
  test("answers from guest, sandbox and host, and leaves their consoles alone", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    const name = await guest.name();
    const ends = await page.evaluate(async () => {
      const box = await guesthouse.addSandbox({ name: "box" });
      await box.console.waitFor("# ", { signal: AbortSignal.timeout(20_000) });
      const [first] = guesthouse.machines;
      const question = "cat /proc/1/comm; hostname; test -t 0; echo beside $?; exit 3";
      const answers = await Promise.all([
        first?.execute(question),
        box.execute(question),
        guesthouse.host.execute("cat /proc/1/comm; hostname; exit 3"),
      ]);
      const given = await box
        .execute("sleep 600", { signal: AbortSignal.timeout(50) })
        .catch((error: DOMException) => error.name);
      const consoles = [first, box].map((machine) => machine?.console.text() ?? "beside");
      await box.destroy();
      const off = await box.execute("true").catch((error: { readonly code: string }) => error.code);
      return { answers, given, off, quiet: consoles.every((text) => !text.includes("beside")) };
    });
    const end = (output: string): object => ({ output, exitCode: 3, truncated: false });
    expect(ends).toEqual({
      answers: [end(`init\n${name}\nbeside 1`), end("init\nbox\nbeside 1"), end("init\nhost")],
      given: "TimeoutError",
      off: "wrong-state",
      quiet: true,
    });
  });
});
