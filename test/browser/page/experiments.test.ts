import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import type { ExperimentId } from "../../../src/playground/experiments/experiment.ts";
import type { ExperimentResult, SettingValue } from "../../../src/playground/experiments/result.ts";
import { median } from "../../../src/playground/experiments/statistics.ts";
import { guestWorkers } from "./page-guest.ts";
import { test } from "./page-test.ts";

/** A host with 128 MiB for machines: three guests of 24 MiB fit with their emulators, a fourth does not. */
const small = { deviceMemoryGiB: 0.25 };
const guestMiB = 24;
const longestMs = 200_000;

interface Ran {
  readonly result: ExperimentResult;
  /** The most that guests had reserved at once while it ran, by the monitor, in MiB. */
  readonly reservedMiB: number;
}

/** Runs an experiment by script, beside what the monitor tells meanwhile. */
function run(
  page: Page,
  id: ExperimentId,
  settings: Readonly<Record<string, SettingValue>>,
  mayEndSandboxes = false,
): Promise<Ran> {
  return page.evaluate(
    async ({ wanted, given, may, ms }) => {
      const experiment = guesthouse.experiments.find((each) => each.id === wanted);
      if (!experiment) throw new Error(`there is no ${wanted}`);
      const fromMs = guesthouse.monitor.latest()?.atMs ?? 0;
      const result = await experiment.run({
        settings: given,
        mayEndSandboxes: may,
        signal: AbortSignal.timeout(ms),
      });
      const reserved = guesthouse.monitor
        .history()
        .filter(({ atMs }) => atMs > fromMs)
        .map(({ machines }) =>
          machines
            .filter(({ kind }) => kind === "guest")
            .reduce((sum, { memoryReservedBytes }) => sum + memoryReservedBytes / 2 ** 20, 0),
        );
      return { result, reservedMiB: Math.max(0, ...reserved) };
    },
    { wanted: id, given: settings, may: mayEndSandboxes, ms: longestMs },
  );
}

/** Medians of a figure: of groups by their id, of curves by their id and place. */
function medians({ figures }: ExperimentResult, id: string): Readonly<Record<string, number>> {
  const figure = figures.find((each) => each.id === id);
  if (!figure) throw new Error(`there is no figure ${id}`);
  const values: readonly (readonly [string, readonly number[]])[] =
    figure.kind === "samples"
      ? figure.groups.map((group) => [group.id, group.values])
      : figure.curves.flatMap((curve) =>
          curve.points.map((point): [string, readonly number[]] => [
            `${curve.id} at ${point.x}`,
            point.values,
          ]),
        );
  return Object.fromEntries(values.map(([key, each]) => [key, median(each) ?? Number.NaN]));
}

/** How it ended and what failed. */
function ending({ outcome, failures }: ExperimentResult): unknown {
  return { outcome, failures };
}

const well = { outcome: { kind: "complete" }, failures: [] };

/** These machines are there and no worker of any: soon, as a worker that was ended, or a rehearsed boot, goes by itself. */
async function expectLeft(page: Page, machines: readonly string[]): Promise<void> {
  const left = async (): Promise<unknown> => ({
    machines: await page.evaluate(() => guesthouse.machines.map(({ name, state }) => `${name} ${state}`)),
    guests: guestWorkers(page),
    bare: page.workers().filter((worker) => worker.url().includes("bare-program")).length,
  });
  await expect.poll(left, { timeout: 30_000 }).toEqual({ machines, guests: 0, bare: 0 });
}

/** Enough on a machine that has much else to do. */
const patient = { timeout: 400_000 };

describe("an experiment", () => {
  test(
    "on start-up, footprint, density and overhead has the shape that other measures have, and leaves nothing behind",
    patient,
    async ({ open }) => {
      const page = await open(small);
      await page.evaluate(() => guesthouse.addGuest({ name: "mine", start: false }));
      const machines = ["guest", "system-sandbox"];

      const start = await run(page, "start-up", { runs: 1, guestMiB });
      expect(ending(start.result)).toEqual(well);
      const ms = medians(start.result, "prompt");
      expect((ms["guest"] ?? 0) / (ms["system-sandbox"] ?? 0)).toBeGreaterThan(3);
      expect((ms["guest-type-1"] ?? 0) / (ms["application-sandbox"] ?? 0)).toBeGreaterThan(3);

      const footprint = await run(page, "footprint", { most: 2, guestMiB, machines });
      expect(ending(footprint.result)).toEqual(well);
      const memory = medians(footprint.result, "memory");
      // The monitor's own account of the same two guests, which it takes once a second.
      expect((memory["guest reserved at 2"] ?? 0) / footprint.reservedMiB).toBeCloseTo(1, 1);
      expect((memory["guest reserved at 2"] ?? 0) / (memory["guest reserved at 1"] ?? 0)).toBeCloseTo(2, 1);
      expect(memory["guest touched at 2"]).toBeLessThanOrEqual(memory["guest reserved at 2"] ?? 0);
      expect(memory["system-sandbox at 2"]).toBeGreaterThan(memory["system-sandbox at 1"] ?? Infinity);
      expect(memory["system-sandbox at 2"]).toBeLessThan(memory["guest touched at 2"] ?? 0);

      const density = await run(page, "density", { guestMiB, most: 4 });
      expect(ending(density.result)).toEqual(well);
      expect(density.result.findings).toEqual([
        expect.stringMatching(
          /^3 type 2 guests, .*the next was refused: The host cannot give 24 MiB: \d+ MiB are left of 128 MiB/,
        ),
        expect.stringMatching(/^4 system sandboxes, .*stopped at 4, as was set/),
      ]);

      const works = ["hash", "pipe"];
      const overhead = await run(page, "overhead", { works, machines, runs: 1, size: 4 });
      // All printed the same, or it would be among the failures; what is short is lost in noise at worst.
      expect(overhead.result.failures.filter(({ code }) => code !== "too-short")).toEqual([]);
      const ratios = medians(overhead.result, "ratios");
      expect(ratios["hash guest"]).toBeGreaterThan(1);
      expect(ratios["hash guest"]).toBeGreaterThan(ratios["hash system-sandbox"] ?? Infinity);

      await expectLeft(page, ["mine shutoff"]);
    },
  );

  test(
    "on isolation ends what its kernel was, and only with leave the user's sandboxes",
    patient,
    async ({ open }) => {
      const page = await open(small);
      await page.evaluate(async () => {
        const mine = await guesthouse.addSandbox({ name: "mine" });
        await mine.console.waitFor("# ");
      });
      const settings = { harms: ["panic"], machines: ["guest"], seconds: 1, guestMiB, sharedPanic: true };
      const refused = await run(page, "isolation", settings).then(
        () => "it ran",
        (error: unknown) => String(error),
      );
      expect(refused).toContain("these sandboxes would end with it: mine");
      await expectLeft(page, ["mine running"]);

      const { result } = await run(page, "isolation", settings, true);

      expect(ending(result)).toEqual(well);
      // A panic elsewhere ends no guest, and no sandbox but by its own kernel.
      expect(result.findings).toEqual([
        expect.stringMatching(
          /^Kernel panic in a guest (?!.*and ended).*; the offender ended: Kernel panic: sysrq/,
        ),
        expect.stringMatching(
          /^Kernel panic in the shared kernel: the witness guest [^,]*work, the witness system sandbox did (0 %|n\/a) of its work and ended/,
        ),
      ]);
      await expectLeft(page, []);
    },
  );

  test("on limits finds caps and limits kept", patient, async ({ open }) => {
    const page = await open(small);
    const machines = ["guest", "system-sandbox"];
    const given = { machines, caps: ["25"], sizes: ["32"], seconds: 2, runs: 1 };
    const { result } = await run(page, "limits", given);
    expect(ending(result)).toEqual(well);
    const used = medians(result, "cpu");
    const peaks = medians(result, "memory");
    const over = [
      ["guest at 25", used["guest at 25"], 25 + 10],
      ["sandbox at 25", used["system-sandbox at 25"], 25 + 5],
      ["guest at 32 MiB", peaks["guest at 32"], 32],
      ["sandbox at 32 MiB", peaks["system-sandbox at 32"], 32],
    ].filter(([, value, most]) => !(Number(value) > 0 && Number(value) <= Number(most)));
    expect(over).toEqual([]);
    // What got done knows nothing of the meter: unheld it would be more than twice what the limit allows.
    const work = medians(result, "work");
    const share = (kind: string): number =>
      (work[`${kind} at 25`] ?? 0) / (work[`${kind} in step at 25`] ?? 1);
    expect(share("system-sandbox")).toBeGreaterThan(0.2);
    expect(share("system-sandbox")).toBeLessThan(2);
    // The hog was let have nearly all.
    expect(peaks["system-sandbox at 32"]).toBeGreaterThan(28);
    await expectLeft(page, []);
  });

  test(
    "can be run and aborted by keyboard, stays in its view, and keeps what it measured",
    patient,
    async ({ open }) => {
      const page = await open(small);
      await page.keyboard.press("e");
      const runs = page.getByLabel("Runs");
      await runs.fill("0");
      await runs.press("Enter");
      await page.getByText("Runs: give a whole number from 1 to 50.").waitFor();
      await runs.fill("50");
      await runs.press("Enter");
      await page.getByText(/start ([2-9]|\d\d) of 50/).waitFor();
      await page.getByRole("button", { name: "Abort" }).press("Enter");
      await page.getByText("aborted: what was measured before is kept").waitFor();
      await page.getByRole("table", { name: "Until the first prompt" }).waitFor();
      await expectLeft(page, []);
    },
  );
});
