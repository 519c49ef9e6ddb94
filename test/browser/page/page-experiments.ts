/** Experiments run by script in a page, and what is left of them. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { ExperimentId } from "../../../src/playground/experiments/experiment.ts";
import type { ExperimentResult, SettingValue } from "../../../src/playground/experiments/result.ts";
import { median } from "../../../src/playground/experiments/statistics.ts";
import { guestWorkers } from "./page-guest.ts";

/** A host with 128 MiB for machines: three guests of 24 MiB fit with their emulators, a fourth does not. */
export const small = { deviceMemoryGiB: 0.25 };
const longestMs = 200_000;

interface Ran {
  readonly result: ExperimentResult;
  /** The most that guests had reserved at once while it ran, by the monitor, in MiB. */
  readonly reservedMiB: number;
}

/** Runs an experiment by script, beside what the monitor tells meanwhile. */
export function run(
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
export function medians({ figures }: ExperimentResult, id: string): Readonly<Record<string, number>> {
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
export function ending({ outcome, failures }: ExperimentResult): unknown {
  return { outcome, failures };
}

export const well = { outcome: { kind: "complete" }, failures: [] };

/** These machines are there and no worker of any: soon, as a worker that was ended, or a rehearsed boot, goes by itself. */
export async function expectLeft(page: Page, machines: readonly string[]): Promise<void> {
  const left = async (): Promise<unknown> => ({
    machines: await page.evaluate(() => guesthouse.machines.map(({ name, state }) => `${name} ${state}`)),
    guests: guestWorkers(page),
    bare: page.workers().filter((worker) => worker.url().includes("bare-program")).length,
  });
  await expect.poll(left, { timeout: 30_000 }).toEqual({ machines, guests: 0, bare: 0 });
}

/** Enough on a machine that has much else to do. */
export const patient = { timeout: 400_000 };
