/**
 * Type 1 in Chromium: Linux guests that share one worker get what they weigh, keep to their caps, and a typist among
 * them is served at once. By the scheduler's own account of time on the core; prints its figures.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalog } from "../../images/catalog.ts";
import { systemClock } from "../../src/base/clock.ts";
import { Disposables } from "../../src/base/disposable.ts";
import { BareHypervisor, spawnHypervisorThread } from "../../src/guest/bare-hypervisor.ts";
import { BootTurns } from "../../src/guest/boot-turns.ts";
import { Guest } from "../../src/guest/guest.ts";
import type { GuestLimits } from "../../src/guest/guest-limits.ts";
import { BootStore } from "../../src/playground/boot-store.ts";
import { MachineConsole } from "../../src/playground/machine-console.ts";

const [image] = catalog;
const weights = [100, 200, 300, 400];

describe("Linux guests on one core of ours", { timeout: 60_000, retry: 2 }, () => {
  const life = new Disposables();
  const store = new BootStore();
  const hypervisor = life.add(new BareHypervisor(spawnHypervisorThread, systemClock));
  const bootTurns = new BootTurns(2, systemClock);
  const spinners: Guest[] = [];

  async function booted(name: string): Promise<{ guest: Guest; console: MachineConsole }> {
    const guest = life.add(
      new Guest(
        { name, image, memoryMiB: image.minimumMemoryMiB },
        {
          spawnWorker: hypervisor.spawnGuest,
          loadBootMaterial: () => store.load(image),
          memoryBudget: { reserve: () => ({ [Symbol.dispose]: () => undefined }) },
          bootTurns,
          clock: systemClock,
        },
      ),
    );
    const console = life.add(new MachineConsole(guest.console, systemClock));
    await guest.start();
    await console.waitFor("# ");
    return { guest, console };
  }

  /**
   * What part each spinner had of the time that all used and of all time, until they have used `usedMs`: on a busy host
   * that takes longer, and what is left of the scheduler's grain is as small.
   */
  async function shares(usedMs: number): Promise<{ ofUsed: number[]; ofAll: number[] }> {
    const read = async () => {
      const schedule = await hypervisor.schedule();
      const ran = spinners.map(
        ({ name }) => schedule?.vcpus.find(({ guest }) => guest === name)?.runMs ?? Number.NaN,
      );
      return { atMs: schedule?.atMs ?? Number.NaN, ran };
    };
    const before = await read();
    let [after, ran, used] = [before, before.ran, 0];
    while (!(used >= usedMs)) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      after = await read();
      ran = after.ran.map((ranMs, at) => ranMs - (before.ran[at] ?? Number.NaN));
      used = ran.reduce((sum, each) => sum + each, 0);
    }
    const [total, elapsedMs] = [used, after.atMs - before.atMs];
    return { ofUsed: ran.map((each) => each / total), ofAll: ran.map((each) => each / elapsedMs) };
  }

  const limit = (changes: readonly Partial<GuestLimits>[]): Promise<unknown> =>
    Promise.all(spinners.map((guest, at) => guest.setLimits(changes[at] ?? {})));

  let typist: { guest: Guest; console: MachineConsole };
  beforeAll(async () => {
    typist = await booted("typist");
    typist.console.write("cat > /dev/null\n");
    await typist.console.waitFor("null");
    for (const weight of weights) {
      const { guest, console } = await booted(`w${weight}`);
      console.write("while :; do :; done\n");
      spinners.push(guest);
    }
  }, 60_000);
  afterAll(() => life[Symbol.dispose]());

  it("get what they weigh within 2 %, four of them busy", async () => {
    await limit(weights.map((cpuWeight) => ({ cpuWeight, cpuCap: null })));
    await shares(1_500);
    const { ofUsed } = await shares(3_000);
    const furthest = Math.max(...ofUsed.map((share, at) => Math.abs(share - (weights[at] ?? 0) / 1_000)));
    console.log(`weights ${weights.join(":")}: ${ofUsed.map((share) => share.toFixed(3)).join(" ")}`);
    expect(furthest).toBeLessThan(0.02);
  });

  it("get no more than their caps, within 1 %", async () => {
    const caps = [0.05, 0.1, 0.15, 0.2];
    await limit(caps.map((cpuCap) => ({ cpuWeight: 100, cpuCap })));
    await shares(500);
    const { ofAll } = await shares(1_500);
    const over = Math.max(...ofAll.map((share, at) => share - (caps[at] ?? 0)));
    console.log(`caps ${caps.join(" ")}: ${ofAll.map((share) => share.toFixed(3)).join(" ")}`);
    await limit(caps.map(() => ({ cpuCap: null })));
    expect(over).toBeLessThan(0.01);
  });

  it("leave a typist among them an echo within 20 ms at the median", async () => {
    await limit(weights.map(() => ({ cpuWeight: 100, cpuCap: null })));
    const { console: line } = typist.guest;
    const times: number[] = [];
    for (let key = 0; key < 60; key++) {
      await new Promise((resolve) => setTimeout(resolve, 20 + ((key * 7) % 30)));
      const from = performance.now();
      await new Promise<void>((resolve) => {
        const attached = line.attach(() => {
          attached[Symbol.dispose]();
          resolve();
        });
        line.send(new TextEncoder().encode("a"));
      });
      times.push(performance.now() - from);
    }
    const median = times.toSorted((a, b) => a - b)[30] ?? Number.NaN;
    console.log(`echo beside ${spinners.length} busy: median ${median.toFixed(1)} ms`);
    expect(median).toBeLessThan(20);
  });
});
