/**
 * Several machines on one core of our own: the real emulator in Node, mostly with programs of a few bytes.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MachineConsole } from "../../src/playground/machine-console.ts";
import { systemClock } from "../../src/base/clock.ts";
import { bootElf, code } from "./support-boot-elf.ts";
import { linuxImage } from "./support-machine.ts";
import { TestHypervisor } from "./support-type-1.ts";

const spin = { image: bootElf(code.spin) };
const trap = { image: bootElf(code.trap) };

describe("guests that share a core of ours", () => {
  let host: TestHypervisor;
  beforeEach(() => {
    host = new TestHypervisor();
  });
  afterEach(() => host[Symbol.dispose]());

  it("get what they weigh", { retry: 2 }, async () => {
    const weights = [100, 200, 300, 400];
    for (const weight of weights) {
      const { cycle } = await host.boot(`w${weight}`, spin);
      await cycle.api.setCpuWeight(weight);
    }
    await host.shares(500);
    const shares = await host.shares(4_000);
    const whole = shares.reduce((sum, share) => sum + share, 0);
    const errors = weights.map((weight, at) => Math.abs((shares[at] ?? 0) / whole - weight / 1_000));
    expect(Math.max(...errors)).toBeLessThan(0.02);
  });

  // That they get no less is shown in virtual time: here the host's other work may keep it from them.
  it("get no more than their caps, alone and beside a busy one", { retry: 2 }, async () => {
    const { cycle } = await host.boot("capped", spin);
    await cycle.api.setCpuCap(0.25);
    await host.shares(300);
    const [alone = 0] = await host.shares(2_000);
    await host.boot("busy", spin);
    const [crowded = 0] = await host.shares(2_000);
    expect(Math.max(alone, crowded)).toBeLessThan(0.26);
    expect(Math.min(alone, crowded)).toBeGreaterThan(0.05);
  });

  it("report what they waited for each other as steal", { retry: 2 }, async () => {
    const first = await host.boot("first", spin);
    await host.boot("second", spin);
    const { sample } = await first.told("sampled");
    first.events.length = 0;
    const next = (await first.told("sampled")).sample;
    const elapsedMs = next.atMs - sample.atMs;
    const [cpu, steal] = [next.cpuMs - sample.cpuMs, next.stealMs - sample.stealMs];
    expect({
      half: cpu / elapsedMs < 0.6,
      whole: Math.abs((cpu + steal) / elapsedMs - 1) < 0.1,
    }).toEqual({ half: true, whole: true });
  });

  it("outlive one of them that traps, whose end is told", async () => {
    await host.boot("first", spin);
    const bad = await host.boot("bad", trap);
    await host.boot("second", spin);
    expect(await bad.told("crashed")).toEqual({ kind: "crashed", crash: "emulator-trap", detail: "HALT" });
    bad.cycle[Symbol.dispose]();
    const shares = await host.shares(500);
    expect({ guests: shares.length, running: shares.every((share) => share > 0) }).toEqual({
      guests: 2,
      running: true,
    });
  });

  it("stand still while paused and leave the core to the others", async () => {
    const paused = await host.boot("paused", spin);
    await host.boot("busy", spin);
    await paused.cycle.api.pause();
    const [still, busy = 0] = await host.shares(500);
    await paused.cycle.api.resume();
    const [resumed = 0] = await host.shares(500);
    expect({ still, busy: busy > 0, resumed: resumed > 0 }).toEqual({
      still: 0,
      busy: true,
      resumed: true,
    });
  });

  it("cost nothing when nobody has anything to do", async () => {
    const { cycle } = await host.boot("idle", spin);
    await cycle.api.pause();
    const { vcpus } = await host.schedule();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const later = await host.schedule();
    expect(later.vcpus.map(({ state, runMs }) => [state, runMs])).toEqual([["blocked", vcpus[0]?.runMs]]);
  });

  it("take turns that can be looked at", async () => {
    await host.boot("first", spin);
    await host.boot("second", spin);
    await host.shares(500);
    const { runs } = await host.schedule();
    const overlaps = runs.filter(({ fromMs }, at) => fromMs < (runs[at - 1]?.toMs ?? 0));
    expect({ guests: new Set(runs.map(({ guest }) => guest)), overlaps }).toEqual({
      guests: new Set(["first", "second"]),
      overlaps: [],
    });
  });

  it("give their memory back when they are destroyed, though others stay", async () => {
    const memories: WeakRef<object>[] = [];
    const { Instance } = WebAssembly;
    WebAssembly.Instance = new Proxy(Instance, {
      construct(target, args: [WebAssembly.Module, WebAssembly.Imports]) {
        const instance = new target(...args);
        const { memory } = instance.exports;
        if (memory) memories.push(new WeakRef(memory));
        return instance;
      },
    });
    try {
      await host.boot("stays", spin);
      const goes = await host.boot("goes", spin);
      goes.cycle[Symbol.dispose]();
    } finally {
      WebAssembly.Instance = Instance;
    }
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    for (let round = 0; round < 20 && memories[1]?.deref(); round++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      collect();
    }
    expect(memories.map((memory) => memory.deref() !== undefined)).toEqual([true, false]);
  });

  it(
    "echo a key within 20 ms at the median beside three busy ones",
    { retry: 2, timeout: 60_000 },
    async () => {
      const linux = await linuxImage();
      const guest = await host.boot("typist", { ...linux, memoryMiB: 32 });
      using console = new MachineConsole(guest.console, systemClock);
      await console.waitFor("# ");
      console.write("cat > /dev/null\n");
      await console.waitFor("null");
      for (const name of ["a", "b", "c"]) await host.boot(name, spin);
      await host.shares(500);
      const times: number[] = [];
      for (let key = 0; key < 60; key++) {
        await new Promise((resolve) => setTimeout(resolve, 15 + ((key * 7) % 30)));
        const from = performance.now();
        const echoed = new Promise<void>((resolve) => {
          const attached = guest.console.attach(() => {
            attached[Symbol.dispose]();
            resolve();
          });
        });
        guest.console.send(new TextEncoder().encode("a"));
        await echoed;
        times.push(performance.now() - from);
      }
      const median = times.toSorted((a, b) => a - b)[30] ?? Infinity;
      expect(median).toBeLessThan(20);
    },
  );
});
