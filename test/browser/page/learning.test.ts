import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { catalog } from "../../../images/catalog.ts";
import { builtInLessons } from "../../../src/playground/lessons/built-in-lessons.ts";
import { test } from "./page-test.ts";

const [image] = catalog;

/** Opens a lesson from the list of them. */
async function begin(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+Alt+g");
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await page.locator("gh-lesson-list").getByRole("button", { name: title }).click();
  await page.locator("gh-lesson-panel").getByRole("heading", { name: title }).waitFor();
}

/** Does what the step offers to do, and has it checked, until what it waits for is so. */
async function doStep(page: Page): Promise<void> {
  const panel = page.locator("gh-lesson-panel");
  const act = panel.getByRole("button", { name: "Do it for me" });
  const check = panel.getByRole("button", { name: "Check" });
  if ((await act.count()) > 0) await act.click();
  await expect
    .poll(
      async () => {
        if ((await panel.locator(".goal.met").count()) > 0) return "done";
        const idle = (await act.count()) === 0 || (await act.isEnabled());
        if (idle && (await check.count()) > 0 && (await check.isEnabled())) await check.click();
        return await panel.locator(".content").innerText();
      },
      { timeout: 45_000, interval: 100 },
    )
    .toBe("done");
}

/** Goes through the open lesson; gives the steps that waited for something. */
async function goThrough(page: Page): Promise<number> {
  const panel = page.locator("gh-lesson-panel");
  for (let checked = 0; ;) {
    if ((await panel.locator(".goal").count()) > 0) {
      await doStep(page);
      checked++;
    }
    const onward = panel.locator("footer button").last();
    const step = await panel.locator(".count").innerText();
    const last = (await onward.innerText()) === "Finish";
    await onward.click();
    if (last) return checked;
    await expect.poll(() => panel.locator(".count").innerText()).not.toBe(step);
  }
}

describe("every lesson", () => {
  test(
    "can be gone through, doing what its steps offer, on the same machines",
    { timeout: 240_000 },
    async ({ open }) => {
      const page = await open();
      const checked: Record<string, number> = {};
      for (const { id, title } of builtInLessons) {
        await begin(page, title);
        checked[id] = await goThrough(page);
      }
      const count = builtInLessons.length;
      await page.getByText(`${count} of ${count} completed.`).waitFor();
      expect(checked).toEqual(
        Object.fromEntries(
          builtInLessons.map(({ id, steps }) => [id, steps.filter(({ check }) => check).length]),
        ),
      );
    },
  );
});

const written = {
  format: "guesthouse-lesson-1",
  id: "a-teachers-own",
  title: "A teacher's own",
  summary: "Whether <b>this</b> is text.",
  minutes: 1,
  steps: [
    { title: "First", text: "Read <img src=x onerror=alert(1)> this." },
    {
      title: "Second",
      text: "Open the monitor.",
      check: { goal: "The monitor is open", when: { kind: "view", view: "monitor" } },
    },
  ],
};

function lessonFile(content: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name: "own.json", mimeType: "application/json", buffer: Buffer.from(content) };
}

describe("a lesson from a file", () => {
  test("is checked, is text, goes on where it was left, and goes into a link", async ({ open }) => {
    const page = await open();
    await page.keyboard.press("l");
    const input = page.getByLabel("Open a lesson from a file");
    await input.setInputFiles(lessonFile('{"format": "other"}'));
    await page
      .getByText("own.json cannot be used. lesson.format must be one of guesthouse-lesson-1.")
      .waitFor();
    await input.setInputFiles(lessonFile(JSON.stringify(written)));
    const panel = page.locator("gh-lesson-panel");
    await panel.getByText("Read <img src=x onerror=alert(1)> this.").waitFor();
    await panel.getByRole("button", { name: "Next" }).click();
    await panel.getByRole("button", { name: "Leave the lesson" }).click();
    await page.getByRole("button", { name: "Go on: A teacher's own" }).click();
    await panel.getByText("Step 2 of 2").waitFor();
    await page.getByRole("button", { name: "Page menu" }).click();
    await page.getByRole("menuitem", { name: "Copy link to this lesson" }).click();
    await page.getByText("is on the clipboard").first().waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());

    const other = await open({ url: link });
    await other.getByText("It brings a lesson along: A teacher's own, 2 steps.").waitFor();
    await other.getByRole("button", { name: "Open the lesson" }).click();
    await other.locator("gh-lesson-panel").getByRole("button", { name: "Next" }).click();
    await other.getByRole("button", { name: "Monitor" }).click();
    await other.locator("gh-lesson-panel").getByText("Done", { exact: true }).waitFor();
  });
});

describe("a link to a playground", () => {
  test("makes the same machines with the same limits elsewhere, once that is agreed to", async ({ open }) => {
    const page = await open({ deviceMemoryGiB: 8 });
    await page.evaluate(async () => {
      const web = await guesthouse.addGuest({ name: "web", memoryMiB: 40, cpuCap: 0.5, cpuWeight: 300 });
      await guesthouse.addGuest({ name: "bare", hypervisor: "type1", start: false });
      const box = await guesthouse.addSandbox({ name: "box", cpus: 0.2, pidsLimit: 40, readOnly: true });
      await guesthouse.addSandbox({ name: "app", image: "lua", confinement: "confined", start: false });
      await web.setLimits({ memoryMiB: 32 });
      await box.setLimits({ memoryMiB: 24 });
    });
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("m");
    await page.getByRole("button", { name: "Page menu" }).click();
    await page.getByRole("menuitem", { name: "Copy link to this playground" }).click();
    await page.getByText("is on the clipboard").first().waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const state = (of: Page): Promise<unknown> =>
      of.evaluate(() =>
        guesthouse.machines.map(({ name, kind, hypervisor, state: now, limits }) => ({
          name,
          kind,
          hypervisor,
          now,
          limits,
        })),
      );

    const other = await open({ url: link, deviceMemoryGiB: 8 });
    await other.getByText("a guest web: 40 MiB, at most 50 % of a core, CPU weight 300").waitFor();
    expect(await state(other)).toEqual([]);
    await other.getByRole("button", { name: "Make 4 machines" }).click();
    await other.locator("gh-monitor-view").waitFor();
    await expect.poll(() => state(other), { timeout: 30_000 }).toEqual(await state(page));
  });
});

describe("a question to every machine", () => {
  test("is answered by host, guests and sandboxes at once, and what differs is marked", async ({ open }) => {
    const page = await open();
    await page.evaluate(async () => {
      await Promise.all([
        guesthouse.addGuest({ name: "web", memoryMiB: 32 }),
        guesthouse.addGuest({ name: "game", memoryMiB: 32 }),
        guesthouse.addSandbox({ name: "box" }),
        guesthouse.addSandbox({ name: "app", image: "lua" }),
      ]);
    });
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("q");
    await page.getByLabel("Time limit").selectOption("120 s");
    await page.getByLabel("Ask every machine").fill("uname -r; cat /proc/1/comm; echo same");
    await page.keyboard.press("Enter");
    const answers = page.locator("gh-answers");
    await expect.poll(() => answers.getByText("exit code 0").count(), { timeout: 60_000 }).toBe(5);
    const verdict = (name: string): Promise<string> =>
      answers
        .locator("th")
        .filter({ has: page.getByText(name, { exact: true }) })
        .locator(".verdict")
        .innerText();
    const names = ["host", "web", "game", "box", "app"];
    const asked = await page.evaluate(async () =>
      (await guesthouse.ask("hostname", { machines: ["host", "web", "box"], limitMs: 60_000 })).map(
        ({ name, answer }) => [name, answer.kind === "answered" ? answer.output : answer.kind],
      ),
    );
    expect({
      verdicts: await Promise.all(names.map(verdict)),
      marked: (await answers.locator(".changed").allTextContents()).map((text) => text.trim()),
      asked,
    }).toEqual({
      verdicts: [
        "compared with",
        "1 line not as host",
        "1 line not as host",
        "same as host",
        "1 line not as host",
      ],
      marked: [`≠differs: ${image.kernelVersion}`, `≠differs: ${image.kernelVersion}`, "≠differs: lua"],
      asked: [
        ["host", "host"],
        ["web", "web"],
        ["box", "box"],
      ],
    });
  });
});
