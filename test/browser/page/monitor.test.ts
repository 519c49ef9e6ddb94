import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import type { MachineSample } from "../../../src/monitor/sample.ts";
import { median } from "../../../src/playground/experiments/statistics.ts";
import { PageGuest, samplesPass } from "./page-guest.ts";
import { test } from "./page-test.ts";
import { rendererBytes } from "./thread-time.ts";

function latest(page: Page, id: string): Promise<MachineSample | undefined> {
  return page.evaluate(
    (wanted) => guesthouse.monitor.latest()?.machines.find((each) => each.id === wanted),
    id,
  );
}

async function download(
  page: Page,
  button: RegExp,
): Promise<{ readonly name: string; readonly text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  const folder = await mkdtemp(path.join(tmpdir(), "guesthouse-"));
  const copy = path.join(folder, file.suggestedFilename());
  await file.saveAs(copy);
  const text = await readFile(copy, "utf8");
  await rm(folder, { recursive: true });
  return { name: file.suggestedFilename(), text };
}

describe("the monitor", () => {
  test("takes one sample a second", async ({ open }) => {
    const page = await open();
    await PageGuest.booted(page);
    await samplesPass(page, 7);
    const times = await page.evaluate(() => guesthouse.monitor.history().map(({ atMs }) => atMs));
    const apart = times.slice(1).map((atMs, index) => (atMs - (times[index] ?? 0)) / 1000);
    // One of them may be late where others have the cores.
    expect(Math.round(median(apart) ?? 0)).toBe(1);
  });

  test(
    "takes less than a millisecond a second of the page to measure, and half a percent of a core per guest",
    {
      retry: 2,
    },
    async ({ open }) => {
      const page = await open();
      for (let guest = 0; guest < 4; guest++) await PageGuest.booted(page, { memoryMiB: 24 });
      await page.evaluate(async () => {
        for (let sandbox = 0; sandbox < 10; sandbox++) await guesthouse.addSandbox({ memoryMiB: 8 });
      });
      await samplesPass(page, 14);
      const samples = await page.evaluate(() => guesthouse.monitor.history().slice(-5));
      const costs = samples.map(({ host, machines }) => {
        const inGuests = machines.map(({ watchingCores }) => watchingCores ?? 0);
        const all = inGuests.reduce((sum, cores) => sum + cores, 0);
        return {
          pageMs: 1_000 * ((host.watchingCores ?? 0) - (host.showingCores ?? 0) - all),
          showingMs: 1_000 * (host.showingCores ?? 0),
          guestPercent: 100 * Math.max(...inGuests),
        };
      });
      // By the clock on the wall: whoever else has the core meanwhile can only add to it.
      const least = (of: (cost: (typeof costs)[number]) => number): number => Math.min(...costs.map(of));
      const pageMs = least((cost) => cost.pageMs);
      const guestPercent = least((cost) => cost.guestPercent);
      console.log(
        `measuring took ${pageMs.toFixed(2)} ms of the page a second, showing it ${least((cost) => cost.showingMs).toFixed(1)} ms, a guest at most ${guestPercent.toFixed(3)} % of a core`,
      );
      expect({ pageMs, guestPercent }).toEqual({
        pageMs: expect.toSatisfy((ms: number) => ms > 0 && ms < 1, "less than 1 ms"),
        guestPercent: expect.toSatisfy((percent: number) => percent > 0 && percent < 0.5, "less than 0.5 %"),
      });
    },
  );

  test("gives a busy guest more of the processor than an idle one", async ({ open }) => {
    const page = await open();
    const [idle, busy] = [await PageGuest.booted(page), await PageGuest.booted(page)];
    await busy.write("while :; do :; done\n");
    await samplesPass(page, 5);
    const [idleSample, busySample] = [await latest(page, idle.id), await latest(page, busy.id)];
    const cores = await page.evaluate(() => guesthouse.monitor.latest()?.host.cores ?? 0);
    expect({
      busyTakesMore: (busySample?.cpuCores ?? 0) > 4 * (idleSample?.cpuCores ?? 1),
      busyRunsMore: (busySample?.instructionsPerSecond ?? 0) > 4 * (idleSample?.instructionsPerSecond ?? 1),
      possible: (busySample?.cpuCores ?? 9) <= 1.05,
      cores,
    }).toEqual({
      busyTakesMore: true,
      busyRunsMore: true,
      possible: true,
      cores: await page.evaluate(() => navigator.hardwareConcurrency),
    });
  });

  test("tells the memory that the guest's own kernel tells, and what the host holds for it", async ({
    open,
  }) => {
    const page = await open();
    const guest = await PageGuest.booted(page, { memoryMiB: 64 });
    await guest.run("head -c 8388608 /dev/zero > /tmp/eight-mebibytes");
    await samplesPass(page, 3);
    const sample = await latest(page, guest.id);
    const [, total = "", , , , , available = ""] =
      /^Mem:\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(await guest.output("free -k")) ?? [];
    const usedMiB = (Number(total) - Number(available)) / 1024;
    expect({
      reservedMiB: (sample?.memoryReservedBytes ?? 0) / MIB,
      usedApart: Math.abs((sample?.memoryUsedBytes ?? 0) / MIB - usedMiB),
      usedMiB,
    }).toEqual({
      reservedMiB: expect.toSatisfy(
        (mib: number) => mib >= 64 && mib <= 64 + 14,
        "64 MiB and the emulator's share",
      ),
      usedApart: expect.toSatisfy((mib: number) => mib < 1.5, "less than 1.5 MiB"),
      usedMiB: expect.toSatisfy((mib: number) => mib > 8, "more than what was written"),
    });
  });

  test(
    "divides the cores into machines, page, overhead and what is free, and no more, whoever wants them",
    { retry: 1 },
    async ({ open }) => {
      const page = await open();
      const busy = await Promise.all([1, 2, 3].map(() => PageGuest.booted(page, { memoryMiB: 24 })));
      for (const guest of busy) await guest.write("while :; do :; done\n");
      await page.evaluate(async () => {
        // On the page's thread, which cannot tell when others have its core.
        const sandbox = await guesthouse.addSandbox({
          memoryMiB: 8,
          command: ["sh", "-c", "while :; do :; done"],
        });
        await sandbox.waitForState("running");
      });
      await samplesPass(page, 5);
      const samples = await page.evaluate(() => guesthouse.monitor.history());
      const sums = samples.map(({ host, machines }) => {
        const parts = [...machines.map(({ cpuCores }) => cpuCores), host.pageCores, host.overheadCores];
        return parts.reduce<number>((sum, cores) => sum + (cores ?? 0), host.freeCores);
      });
      const last = samples.at(-1)?.host;
      // Three guests on two cores wait: then what nobody has is somebody's beside them.
      const scarce = (last?.cores ?? 9) < 3;
      expect({
        sums,
        watching: last?.watchingCores,
        overheadKnown: !scarce || typeof last?.overheadCores === "number",
      }).toEqual({
        sums: sums.map(() => expect.closeTo(last?.cores ?? 0, 9)),
        watching: expect.toSatisfy((cores: number) => cores > 0 && cores < 0.1, "some, but little"),
        overheadKnown: true,
      });
    },
  );

  test("tells of an idle machine that the host woke late that it was held back", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page, { memoryMiB: 24 });
    await guest.write("while :; do sleep 0.1; done\n");
    await samplesPass(page, 4);
    // Headless Chromium throttles no worker, hidden or frozen: so its processes stand still, as those of a host that sleeps.
    const pids = [...(await rendererBytes()).keys()];
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    for (const pid of pids) process.kill(pid, "SIGCONT");
    await samplesPass(page, 3);
    const samples = await page.evaluate((id) => guesthouse.monitor.history(id).slice(-4), guest.id);
    const most = Math.max(...samples.map(({ machines }) => machines[0]?.hostThrottledShare ?? 0));
    // Of a mean of 3 s, 1.5 s and less where the means before and after it were looked at.
    expect(most).toBeGreaterThan(0.2);
  });

  test("exports what it knows as CSV and JSON", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page, { name: "web" });
    await samplesPass(page, 3);
    await page.keyboard.press("Control+Alt+g");
    await page.getByRole("button", { name: "Monitor" }).click();
    const csv = await download(page, /CSV/);
    const json = await download(page, /JSON/);
    const [header = "", first = ""] = csv.text.split("\r\n");
    const parsed: { names: Record<string, string>; samples: unknown[] } = JSON.parse(json.text);
    expect({
      csv:
        csv.name.endsWith(".csv") && header.startsWith("time,host_cores,") && first.includes(",web,guest,"),
      json: json.name.endsWith(".json") && parsed.samples.length >= 3,
      names: parsed.names,
    }).toEqual({ csv: true, json: true, names: { [guest.id]: "web" } });
  });
});
