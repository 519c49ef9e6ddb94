/**
 * Breaking machines on the built page, and following one thing through them: what is told is what their kernels say.
 */
import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { axeFindings } from "./axe-findings.ts";
import type { AttackReport } from "../../../src/playground/break-it/attack-report.ts";
import type { TraceReport } from "../../../src/playground/trace/trace-report.ts";
import type { GhAttackReport } from "../../../src/ui/break-it/gh-attack-report.ts";
import type { GhTraceResult } from "../../../src/ui/trace/gh-trace-result.ts";
import { PageGuest } from "./page-guest.ts";
import { addSandbox } from "./page-sandbox.ts";
import { test } from "./page-test.ts";

/** Opens the dialog of a machine by its menu. */
async function breakIt(page: Page, name: string): Promise<Locator> {
  await page.keyboard.press("Control+Alt+g");
  await page
    .getByRole("button", { name: `More actions for ${name}` })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Break it" }).click();
  await page.getByRole("dialog", { name: `Break ${name}` }).waitFor();
  return page.locator("gh-break-it-dialog");
}

/** Does one attack; `confirm` answers the question before it. */
async function attack(page: Page, dialog: Locator, title: string, confirm = false): Promise<AttackReport> {
  await dialog.getByRole("button", { name: new RegExp(`^Do it…?: ${title}\\. `) }).click();
  if (confirm) await dialog.getByRole("button", { name: title, exact: true }).click();
  await dialog.getByRole("heading", { name: new RegExp(`^${title} in `) }).waitFor({ timeout: 60_000 });
  return await page
    .locator("gh-attack-report")
    .evaluate((element) => (element as GhAttackReport).report as AttackReport);
}

describe("breaking a machine", () => {
  test("a sandbox meets its limits, is refused a panic, and nobody else ends", async ({ open }) => {
    const page = await open();
    await addSandbox(page, { name: "box", memoryMiB: 16, pidsLimit: 24 });
    await addSandbox(page, { name: "other" });
    const dialog = await breakIt(page, "box");
    const memory = await attack(page, dialog, "Eat memory");
    const panic = await attack(page, dialog, "Panic");
    const found = await axeFindings(page);
    await dialog.getByRole("button", { name: "Close" }).click();
    expect({
      memory: [memory.exitCode, memory.defences[0]?.words],
      panic: [panic.exitCode, panic.printed],
      others: panic.bystanders.map(({ name, stateAfter }) => [name, stateAfter]),
      found,
    }).toEqual({
      memory: [137, "The kernel's OOM killer killed 1 of its processes: memory.max is 16 MiB."],
      panic: [1, "sh: can't create /proc/sysrq-trigger: Permission denied"],
      others: [["other", "running"]],
      found: [],
    });
  });

  test("a guest's panic is asked about first, ends it, and leaves the sandboxes as they were", async ({
    open,
  }) => {
    const page = await open();
    await addSandbox(page, { name: "box" });
    const guest = await PageGuest.booted(page, { name: "web", memoryMiB: 32 });
    const dialog = await breakIt(page, "web");
    const panic = await attack(page, dialog, "Panic", true);
    expect({
      state: await guest.state(),
      words: panic.defences[0]?.words,
      others: panic.bystanders.map(({ name, stateBefore, stateAfter }) => [name, stateBefore, stateAfter]),
    }).toEqual({
      state: "crashed",
      words: expect.stringMatching(/^It is crashed now: Kernel panic: sysrq triggered crash/),
      others: [["box", "running", "running"]],
    });
  });
});

describe("following one thing", () => {
  test("a key goes through a guest's virtual hardware, and through a sandbox by system calls", async ({
    open,
  }) => {
    const page = await open();
    await addSandbox(page, { name: "box" });
    const guest = await PageGuest.booted(page, { name: "web", memoryMiB: 32 });
    await page.keyboard.press("Control+Alt+g");
    await page.getByRole("button", { name: "Anatomy" }).click();
    const form = page.locator("gh-trace");
    await form.getByLabel("Runs").fill("2");
    await form.getByRole("button", { name: "Follow" }).click();
    await form.getByRole("heading", { name: "A key press" }).waitFor({ timeout: 60_000 });
    const report = await page
      .locator("gh-trace-result")
      .evaluate((element) => (element as GhTraceResult).report as TraceReport);
    const [inGuest, inSandbox] = report.machines;
    // What the guest does by itself meanwhile, as just after its boot, is not what is looked for.
    const figure = (id: string): number => {
      const found = inGuest?.figures.find((each) => each.id === id);
      return (found?.value?.most ?? 0) + (found?.without?.median ?? 0);
    };
    const layers = (steps: TraceReport["machines"][number]["steps"] | undefined): readonly string[] =>
      (steps ?? []).map(({ layer }) => layer);
    expect({
      guest: layers(inGuest?.steps),
      sandbox: layers(inSandbox?.steps),
      ports: figure("ports") >= 3,
      interrupts: figure("interrupts") >= 1,
      executed: figure("instructions") > 5_000,
      calls: inSandbox?.calls.some(({ call }) => call === 'write(2, "x")'),
      found: await axeFindings(page),
    }).toEqual({
      guest: [
        "page",
        "hypervisor",
        "virtual hardware",
        "guest kernel",
        "guest kernel",
        "process",
        "hypervisor",
        "page",
      ],
      sandbox: ["page", "host kernel", "host kernel", "host kernel", "process", "page"],
      ports: true,
      interrupts: true,
      executed: true,
      calls: true,
      found: [],
    });
    // What was typed is gone again, or it would be part of this command.
    expect(await guest.output("echo clean")).toBe("clean");
  });
});
