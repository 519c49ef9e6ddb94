/**
 * Caps, weights and the CPU meter against Linux's own accounting of the guests' threads. The figures of both come from the
 * same seconds, so that whatever else the machine does cancels out; the meters' errors are printed mix by mix.
 */
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import type { MachineLimits } from "../../../src/playground/machine-limits.ts";
import type { AddGuestOptions } from "../../../src/playground/playground.ts";
import { PageGuest } from "./page-guest.ts";
import { test } from "./page-test.ts";
import { ThreadTime, watchOthers, type ThreadShare } from "./thread-time.ts";

/** The operating system gives a guest what it gives: where it was not even by this account, another try may be. */
const patient = { retry: 2, timeout: 240_000 };

/** Loads that the meter's constants were not fitted on. */
const loads = {
  idle: "",
  spinning: "while :; do :; done",
  hashing: "while :; do sha1sum /bin/busybox > /dev/null; done",
  sorting: "while :; do seq 3000 | sort -r | tail -1 > /dev/null; done",
  bursty: "while :; do seq 2000 > /dev/null; sleep 0.2; done",
} as const;
type Load = keyof typeof loads;

/** Where other programs take more of the machine than this, in cores, it says nothing of ours how quick or exact it is. */
const mostForOthers = 0.3;

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function started(page: Page, load: Load, options: AddGuestOptions = {}): Promise<PageGuest> {
  const guest = await PageGuest.booted(page, { memoryMiB: 24, ...options });
  if (load !== "idle") await guest.write(`${loads[load]}\n`);
  return guest;
}

async function startedAll(page: Page, all: readonly (readonly [Load, AddGuestOptions?])[]): Promise<void> {
  for (const [load, options] of all) {
    await started(page, load, options);
  }
}

function setLimits(page: Page, guest: PageGuest, changes: Partial<MachineLimits>): Promise<void> {
  return page.evaluate(
    async ({ id, limits }) => {
      await guesthouse.machines.find((machine) => machine.id === id)?.setLimits(limits);
    },
    { id: guest.id, limits: changes },
  );
}

/** How far a guest's share is from its cap, in points of a core. What it waited for others is not its cap's doing. */
function beside(cap: number, { ran, waited }: ThreadShare): number {
  const off = ran - cap;
  return 100 * (off > 0 ? off : Math.min(0, off + waited));
}

const points = (value: number): string => value.toFixed(1);

describe("a CPU cap", () => {
  for (const [others, title] of [
    [0, "alone"],
    [3, "beside three busy ones"],
  ] as const) {
    test(`holds a busy guest within 3 points of a core ${title}`, patient, async ({ open }) => {
      const page = await open();
      const guest = await started(page, "spinning");
      await startedAll(
        page,
        Array.from({ length: others }, () => ["spinning"] as const),
      );
      const time = await ThreadTime.ofWorkers(1 + others);
      const errors: number[] = [];
      for (const cap of [0.1, 0.25, 0.5, 0.75]) {
        await setLimits(page, guest, { cpuCap: cap });
        await pass(500);
        const [share] = await time.during(() => pass(4_000));
        if (!share) throw new Error("the guest's thread was not found");
        errors.push(beside(cap, share));
        console.log(
          `cap ${100 * cap} % ${title}: took ${points(100 * share.ran)} %, waited ${points(100 * share.waited)} %`,
        );
      }
      expect(errors).toEqual(
        errors.map(() => expect.toSatisfy((error: number) => Math.abs(error) <= 3, "3 points at most")),
      );
    });
  }

  test("leaves the guest's clock right and a key's echo quick", patient, async ({ open, skip }) => {
    const page = await open();
    const others = await watchOthers();
    const guest = await PageGuest.booted(page, { memoryMiB: 24, cpuCap: 0.25 });
    await guest.run(`(${loads.spinning}) &`);
    const uptime = async (): Promise<number> => Number(await guest.output("cut -d' ' -f1 /proc/uptime"));
    const [before, beganMs] = [await uptime(), performance.now()];
    const echoes = await page.evaluate(async (id) => {
      const machine = guesthouse.machines.find((candidate) => candidate.id === id);
      if (!machine) throw new Error(`there is no machine ${id}`);
      const took: number[] = [];
      for (let key = 0; key < 21; key++) {
        const began = performance.now();
        machine.console.write("k");
        await machine.console.waitFor("k", { signal: AbortSignal.timeout(5_000) });
        took.push(performance.now() - began);
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      machine.console.write("\u0015");
      return took.toSorted((a, b) => a - b);
    }, guest.id);
    await pass(4_000);
    const [after, elapsedMs] = [await uptime(), performance.now() - beganMs];
    const drift = ((after - before) * 1000) / elapsedMs - 1;
    const median = echoes[10] ?? Infinity;
    console.log(
      `at 25 %: drift ${points(100 * drift)} %, echo ${points(median)} ms, ${points(echoes[18] ?? 0)} at the 90th percentile`,
    );
    // A command at the prompt of a capped guest takes a while itself, which is neither's fault.
    const taken = await others();
    skip(taken > mostForOthers, `other programs took ${points(100 * taken)} % of a core`);
    expect([Math.abs(drift) < 0.03, median < 60]).toEqual([true, true]);
  });
});

describe("CPU weights", () => {
  test(
    "give two busy guests of 200 and 100 two to one where cores are short",
    patient,
    async ({ open, skip }) => {
      const page = await open();
      const others = await watchOthers();
      await startedAll(page, [["spinning", { cpuWeight: 200 }], ["spinning"], ["spinning"], ["spinning"]]);
      await pass(8_000);
      const time = await ThreadTime.ofWorkers(4);
      const shares = await time.during(() => pass(15_000));
      const [first = 0, second = 1] = shares.map(({ ran }) => ran);
      console.log(
        `200:100:100:100 got ${shares.map(({ ran }) => points(100 * ran)).join(", ")} %: ${(first / second).toFixed(2)} to one`,
      );
      const taken = await others();
      skip(taken > mostForOthers, `other programs took ${points(100 * taken)} % of a core`);
      expect(Math.abs(first / second / 2 - 1)).toBeLessThan(0.1);
    },
  );
});

/**
 * How far the meter may be from the operating system's account, in points of a core. It is to come to 2 and 5; a guest
 * that hashes is read up to 6 points low so far: long stretches without a checkpoint are taken for preemption.
 */
const mostMeanPoints = 8;
const mostWorstPoints = 12;

describe("the CPU meter", () => {
  const mixes: readonly (readonly (readonly [Load, AddGuestOptions?])[])[] = [
    [["hashing"]],
    [["sorting"], ["idle"]],
    [["spinning"], ["bursty"], ["hashing"], ["sorting", { cpuCap: 0.25 }]],
  ];
  for (const mix of mixes) {
    const name = mix.map(([load, options]) => (options ? `${load} capped` : load)).join(", ");
    test(`agrees with the operating system on ${name}`, patient, async ({ open, skip }) => {
      const page = await open();
      await startedAll(page, mix);
      await pass(3_500);
      const time = await ThreadTime.ofWorkers(mix.length);
      const others = await watchOthers();
      const errors: number[] = [];
      for (let turn = 0; turn < 3; turn++) {
        const shares = await time.during(() => pass(3_000));
        // A worker reports once a second and the monitor looks once a second: what it shows is a second old.
        await pass(1_000);
        const sample = await page.evaluate(() => guesthouse.monitor.latest());
        for (const [at, { ran, waited }] of shares.entries()) {
          const meter = sample?.machines[at];
          errors.push(100 * ((meter?.cpuCores ?? 0) - ran));
          console.log(
            `${mix[at]?.[0]}: ${points(100 * (meter?.cpuCores ?? 0))} % where it took ${points(100 * ran)} %; ` +
              `steal ${points(100 * (meter?.stealCores ?? 0))} % where it waited ${points(100 * waited)} %`,
          );
        }
      }
      const mean = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
      const worst = Math.max(...errors.map(Math.abs));
      console.log(`${name}: ${points(mean)} points off on average, ${points(worst)} at worst`);
      const taken = await others();
      skip(taken > mostForOthers, `other programs took ${points(100 * taken)} % of a core`);
      expect([mean <= mostMeanPoints, worst <= mostWorstPoints]).toEqual([true, true]);
    });
  }
});
