import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { guestWorkers, PageGuest, samplesPass, verbs, welcome, type Verb } from "./page-guest.ts";
import { test } from "./page-test.ts";

const crash = "echo c > /proc/sysrq-trigger\n";

/** The codes with which every verb that does not fit `fitting` is refused. */
async function refusals(guest: PageGuest, fitting: readonly Verb[]): Promise<readonly string[]> {
  const others = verbs.filter((verb) => !fitting.includes(verb));
  return Promise.all(others.map(async (verb) => (await guest.perform(verb)).code));
}

/** The verbs that the machine's row offers, by its buttons and its menu. */
async function offered(page: Page): Promise<readonly string[]> {
  const actions = page.locator("gh-machine-row gh-machine-actions").first();
  await actions.getByRole("button", { name: "More actions" }).click();
  await actions.locator("wa-dropdown-item[value=remove]").waitFor({ state: "attached" });
  const shown = await actions.evaluate((element) => {
    const items = [...(element.shadowRoot?.querySelectorAll("[data-verb], wa-dropdown-item") ?? [])];
    return items
      .filter((item) => !item.hasAttribute("disabled"))
      .map((item) => item.getAttribute("data-verb") ?? item.getAttribute("value") ?? "");
  });
  await page.keyboard.press("Escape");
  // The menu has other entries, too: where the console is shown.
  return verbs.filter((verb) => shown.includes(verb));
}

const fitting: Readonly<Record<string, readonly Verb[]>> = {
  shutoff: ["start", "remove"],
  running: ["pause", "shutdown", "reboot", "reset", "destroy"],
  paused: ["resume", "reset", "destroy"],
  crashed: ["start", "destroy", "remove"],
};

const ways: readonly { readonly to: string; readonly by: (guest: PageGuest) => Promise<unknown> }[] = [
  { to: "shutoff", by: () => Promise.resolve() },
  { to: "running", by: (guest) => guest.perform("start") },
  { to: "paused", by: (guest) => guest.perform("pause") },
  {
    to: "crashed",
    by: async (guest) => {
      await guest.perform("resume");
      await guest.waitFor(welcome);
      await guest.write(crash);
    },
  },
];

describe("a guest's verbs", () => {
  test("are offered where they fit, and refused with wrong-state where they do not", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.added(page, { start: false });
    for (const { to, by } of ways) {
      await by(guest);
      await guest.waitForState(to);
      const fit = fitting[to] ?? [];
      const [codes, buttons] = [await refusals(guest, fit), await offered(page)];
      expect({ to, codes: [...new Set(codes)], buttons }).toEqual({
        to,
        codes: ["wrong-state"],
        buttons: fit,
      });
    }
  });

  test("pause stops the guest between two lines, and resume lets it go on from there", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    await guest.write("i=0; while :; do i=$((i+1)); echo tick $i; sleep 0.1; done\n");
    await guest.waitFor(/tick 5\s/);
    await guest.perform("pause");
    const paused = await guest.text();
    await samplesPass(page, 2);
    const later = await guest.text();
    const cpu = await page.evaluate(() => guesthouse.monitor.latest()?.machines[0]?.cpuCores);
    // The last whole line: another may have begun.
    const last = Number([...paused.matchAll(/tick (\d+)\s/g)].at(-1)?.[1]);
    await guest.perform("resume");
    await guest.waitFor(new RegExp(`tick ${last + 1}\\s`));
    expect({ state: await guest.state(), stood: later === paused, cpu }).toEqual({
      state: "running",
      stood: true,
      cpu: 0,
    });
  });

  test("shutdown asks the system, which powers off; start boots it anew", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    const outcome = await guest.perform("shutdown");
    const state = await guest.state();
    await guest.perform("start");
    // A shell prints its prompt again when its terminal gets another size.
    await guest.waitFor(welcome);
    expect({ outcome, state, answer: await guest.output("echo again") }).toEqual({
      outcome: { code: "done" },
      state: "shutoff",
      answer: "again",
    });
  });

  test.for(["reboot", "reset"] as const)("%s boots the system anew", async (verb, { open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    await guest.run("touch /tmp/mark");
    const outcome = await guest.perform(verb);
    await guest.waitFor(welcome);
    expect({ outcome, marked: (await guest.run("test -e /tmp/mark")).exitCode }).toEqual({
      outcome: { code: "done" },
      marked: 1,
    });
  });

  test("destroy pulls the plug at once, and remove takes the machine off the screen", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    const destroyed = await guest.perform("destroy");
    await expect.poll(() => guestWorkers(page)).toBe(0);
    const removed = await guest.perform("remove");
    await page.locator("gh-console-tile").waitFor({ state: "detached" });
    expect({ destroyed, removed, state: await guest.state() }).toEqual({
      destroyed: { code: "done" },
      removed: { code: "done" },
      state: "gone",
    });
  });
});

describe("a guest ends", () => {
  test("in shutoff when poweroff is typed", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    await guest.write("poweroff\n");
    await guest.waitForState("shutoff");
    await expect.poll(() => guestWorkers(page)).toBe(0);
  });

  test("in a new boot when reboot is typed", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    await guest.run("touch /tmp/mark");
    await guest.write("reboot\n");
    await guest.waitForState("starting");
    await guest.waitForState("running");
    // The shell that took the command prompts once more before its end.
    await guest.waitFor(welcome);
    expect((await guest.run("test -e /tmp/mark")).exitCode).toBe(1);
  });

  test("in crashed after a kernel panic, with the reason on screen and its console kept", async ({
    open,
  }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    await guest.run("echo famous last words");
    await guest.write(crash);
    await guest.waitForState("crashed");
    const kept = (await guest.text()).includes("famous last words");
    const banner = page.locator("gh-tile-banner");
    await banner.getByText(/sysrq triggered crash/).waitFor();
    await banner.getByRole("button", { name: "Start again" }).click();
    await guest.waitFor(welcome);
    expect({ kept, state: await guest.state() }).toEqual({ kept: true, state: "running" });
  });

  test("in crashed when its worker dies, and starts again", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page);
    const worker = page.workers().find((each) => each.url().includes("guest.worker"));
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new Error("killed by the test");
      }, 0);
    });
    await guest.waitForState("crashed");
    await page
      .locator("gh-tile-banner")
      .getByText(/worker died.*killed by the test/)
      .waitFor();
    await guest.perform("start");
    await guest.waitFor(welcome);
    expect(await guest.output("echo back")).toBe("back");
  });
});
