import { describe, expect } from "vitest";
import { ending, expectLeft, medians, patient, run, small, well } from "./page-experiments.ts";
import { test } from "./page-test.ts";

/** A guest's kernel boots with no less. */
const guestMiB = 24;

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
