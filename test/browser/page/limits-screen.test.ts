import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { axeFindings } from "./axe-findings.ts";
import { PageGuest, samplesPass } from "./page-guest.ts";
import { addSandbox } from "./page-sandbox.ts";
import { phone, test, wide } from "./page-test.ts";

const looks = [
  { scheme: "light", size: "wide", viewport: wide },
  { scheme: "dark", size: "phone", viewport: phone },
] as const;

/** A busy guest named `vm` and a busy sandbox named `box`, with the limits of both on the screen. */
async function openPanels(page: Page): Promise<void> {
  const guest = await PageGuest.booted(page, { name: "vm", memoryMiB: 32 });
  await guest.write("while :; do :; done\n");
  await addSandbox(page, { name: "box" });
  await page.evaluate(() => guesthouse.machines[1]?.console.write("while :; do :; done\n"));
  for (const name of ["vm", "box"])
    await page
      .getByRole("tablist", { name: `Views of ${name}` })
      .getByRole("tab", { name: "Details" })
      .click();
}

/** Gives a machine a CPU cap by its panel. */
async function setCap(page: Page, kind: "guest" | "sandbox", percent: number): Promise<void> {
  const field = page.locator(`gh-${kind}-details`).getByRole("spinbutton", { name: "CPU cap" });
  await field.fill(String(percent));
  await field.press("Enter");
}

describe("the panel of limits", () => {
  test("caps a guest and a sandbox, and both obey", { retry: 2 }, async ({ open }) => {
    const page = await open();
    await openPanels(page);
    await setCap(page, "guest", 20);
    await setCap(page, "sandbox", 10);
    await samplesPass(page, 6);
    const machines = await page.evaluate(() => guesthouse.monitor.latest()?.machines ?? []);
    // On a busy host a machine gets less than its cap: what it waited for then makes up the rest.
    const caps = [0.2, 0.1];
    const obeyed = machines.map(({ cpuCores, stealCores }, index) => ({
      under: (cpuCores ?? 9) < (caps[index] ?? 0) + 0.05,
      wanted: (cpuCores ?? 0) + (stealCores ?? 0) > (caps[index] ?? 9) - 0.05,
    }));
    expect(obeyed).toEqual([
      { under: true, wanted: true },
      { under: true, wanted: true },
    ]);
    expect(await page.evaluate(() => guesthouse.machines.map(({ limits }) => limits.cpuCap))).toEqual([
      0.2, 0.1,
    ]);
  });

  test.for(looks)("gives axe nothing to find: $scheme, $size", async ({ scheme, viewport }, { open }) => {
    const page = await open({ colorScheme: scheme, viewport: wide });
    await openPanels(page);
    await setCap(page, "guest", 2);
    await page.getByText("CPU cap cannot be 2").waitFor();
    await page.setViewportSize(viewport);
    expect(await axeFindings(page)).toEqual([]);
  });
});

/** The edge of a machine's limit on the host's bar. */
function edgeOf(page: Page, resource: "CPU" | "Memory", name: string) {
  return page.getByRole("slider", { name: `${resource} limit of ${name}` });
}

/** A type 1 guest named `vm` and a sandbox named `box`, both at their prompts. */
async function openBudget(page: Page): Promise<void> {
  await PageGuest.booted(page, { name: "vm", memoryMiB: 32, hypervisor: "type1" });
  await addSandbox(page, { name: "box", cpus: 0.5 });
}

describe("the host's bar", () => {
  test("changes limits by keyboard: the machines have them, and the sandbox's cgroup says so", async ({
    open,
  }) => {
    const page = await open();
    await openBudget(page);
    await edgeOf(page, "CPU", "vm").press("PageDown");
    await edgeOf(page, "CPU", "box").focus();
    for (const key of ["ArrowLeft", "ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
    await edgeOf(page, "Memory", "box").press("ArrowLeft");
    const told = async (): Promise<unknown> => ({
      limits: await page.evaluate(() =>
        guesthouse.machines.map(({ limits: { cpuCap, memoryMiB } }) => ({ cpuCap, memoryMiB })),
      ),
      words: await edgeOf(page, "CPU", "box").getAttribute("aria-valuetext"),
    });
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    await expect.poll(told, { timeout: 20_000 }).toEqual({
      limits: [
        { cpuCap: 0.75, memoryMiB: 32 },
        { cpuCap: 0.35, memoryMiB: 60 },
      ],
      words: `box: 0.35 of ${cores} cores`,
    });
    const files = await page.evaluate(() =>
      guesthouse.machines[1]?.execute("cd /sys/fs/cgroup && cat cpu.max memory.max"),
    );
    expect(files?.output).toBe("35000 100000\n62914560");
  });

  test("and the monitors give axe nothing to find, light and wide, dark and on a phone", async ({ open }) => {
    const page = await open();
    await openBudget(page);
    await page.getByRole("navigation").getByRole("button", { name: "Monitor" }).click();
    const found: string[] = [];
    const rows = page.locator("gh-monitor-table");
    for (const { scheme, viewport } of looks) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(viewport);
      await page.getByRole("slider", { name: "Who had the core" }).waitFor();
      found.push(...(await axeFindings(page)));
      await rows.getByRole("button", { name: "box" }).click();
      await page.getByText("What its cgroup has counted").waitFor();
      found.push(...(await axeFindings(page)));
      await rows.getByRole("button", { name: "box" }).click();
    }
    expect(found).toEqual([]);
  });
});
