import { describe, expect, it } from "vitest";
import { Accountant } from "../../../src/monitor/accounting.ts";
import { toCsv, toJson } from "../../../src/monitor/export.ts";
import { History, meanSample } from "../../../src/monitor/history.ts";
import { unknownRates } from "../../../src/monitor/machine-account.ts";
import { Monitor } from "../../../src/monitor/monitor.ts";
import type {
  HostReading,
  MachineReading,
  MachineTotals,
  MonitorSample,
  Pressure,
} from "../../../src/monitor/sample.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { hostSample, machineSample } from "../../support/monitor-samples.ts";

const web: MachineReading = {
  id: "m1",
  kind: "guest",
  state: "running",
  active: true,
  totals: {
    atMs: 1_000,
    cpuMs: 100,
    stealMs: 10,
    throttledMs: 0,
    governedMs: 0,
    hostThrottledMs: 0,
    instructions: 1_000_000,
    watchingMs: 0,
  },
  memoryReservedBytes: 45,
  memoryUsedBytes: 20,
  memoryKinds: null,
  kernelPressure: null,
  limits: { cpuCores: null, memoryBytes: null },
};

const calm: Pressure = { some: { avg10: 0, avg60: 0 }, full: { avg10: 0, avg60: 0 } };

const host = (...machines: MachineReading[]): HostReading => ({
  cores: 2,
  memoryBytes: 1_000,
  pageCores: 0.1,
  layerBytes: 7,
  pageWatching: { samplingCores: 0.0004, showingCores: 0.0006 },
  browserMemory: null,
  memoryBeside: null,
  memoryPressure: null,
  machines,
});

/** The reading after another second. */
const later = (
  { totals, ...reading }: MachineReading,
  elapsedMs: number,
  { cpuMs = 0, stealMs = 50, throttledMs = 0, governedMs = 0, hostThrottledMs = 0 }: Partial<MachineTotals>,
): MachineReading => ({
  ...reading,
  totals: totals && {
    atMs: totals.atMs + elapsedMs,
    cpuMs: totals.cpuMs + cpuMs,
    stealMs: totals.stealMs + stealMs,
    throttledMs: totals.throttledMs + throttledMs,
    governedMs: (totals.governedMs ?? 0) + (governedMs ?? 0),
    hostThrottledMs: (totals.hostThrottledMs ?? 0) + (hostThrottledMs ?? 0),
    instructions: (totals.instructions ?? 0) + 3_000_000,
    watchingMs: (totals.watchingMs ?? 0) + elapsedMs / 500,
  },
});

describe("the accountant", () => {
  it("gives rates over the time between two reports of a machine", () => {
    const accountant = new Accountant();
    accountant.account(host(web), 1_000);
    const sample = accountant.account(
      host(later(web, 1_000, { cpuMs: 500, throttledMs: 250, hostThrottledMs: 100 })),
      2_000,
    );
    // Of 5 %, what one of 10 s and one of 60 take in, with a kernel's two decimals.
    const felt = { avg10: 0.48, avg60: 0.08 };
    expect(sample).toEqual({
      atMs: 2_000,
      host: {
        cores: 2,
        memoryBytes: 1_000,
        pageCores: 0.1,
        layerBytes: 7,
        cpuCores: 0.6,
        stealCores: 0.05,
        overheadCores: null,
        freeCores: 1.4,
        watchingCores: expect.closeTo(0.003),
        showingCores: 0.0006,
        browserMemory: null,
        memoryBeside: null,
        pressure: { cpu: { ...calm, some: felt }, memory: null },
      },
      machines: [
        {
          id: "m1",
          kind: "guest",
          state: "running",
          cpuCores: 0.5,
          stealCores: 0.05,
          throttledCores: 0.25,
          governedCores: 0,
          hostThrottledShare: 0.1,
          instructionsPerSecond: 3_000_000,
          watchingCores: expect.closeTo(0.002),
          ratesOver: { fromMs: 1_000, toMs: 2_000 },
          limits: { cpuCores: null, memoryBytes: null },
          memoryReservedBytes: 45,
          memoryUsedBytes: 20,
          memoryKinds: null,
          pressure: { cpu: { some: felt, full: felt }, memory: null },
          kernelPressure: null,
        },
      ],
    });
  });

  it("gives means of three seconds", () => {
    const accountant = new Accountant();
    let reading = web;
    const shares = [100, 200, 900, 400, 0].map((cpuMs, at) => {
      accountant.account(host(reading), 1_000 * at);
      reading = later(reading, 1_000, { cpuMs });
      return accountant.account(host(reading), 1_000 * (at + 1)).machines[0]?.cpuCores?.toFixed(2);
    });
    expect(shares).toEqual(["0.10", "0.15", "0.40", "0.50", "0.43"]);
  });

  it("calls overhead what nobody has while machines wait for cores, so that the host's line adds up", () => {
    const accountant = new Accountant();
    accountant.account(host(web), 1_000);
    const { host: line } = accountant.account(host(later(web, 1_000, { cpuMs: 700, stealMs: 300 })), 2_000);
    expect([line.cpuCores, line.overheadCores, line.freeCores, line.stealCores]).toEqual([
      expect.closeTo(0.8),
      expect.closeTo(1.2),
      0,
      0.3,
    ]);
  });

  it("passes on the pressure that a machine's kernel tells, and works out how a guest's processor waited", () => {
    const kernelPressure = {
      cpu: { ...calm, some: { avg10: 9, avg60: 5 } },
      memory: { ...calm, some: { avg10: 7, avg60: 3 } },
    };
    const { machines } = new Accountant().account(
      host({ ...web, kernelPressure }, { ...web, id: "m2", kind: "sandbox", kernelPressure }),
      1_000,
    );
    expect(machines).toMatchObject([
      { pressure: { ...kernelPressure, cpu: calm }, kernelPressure },
      { pressure: kernelPressure, kernelPressure },
    ]);
  });

  it("holds once what is told again, and tells pressures with a kernel's two decimals", () => {
    const accountant = new Accountant();
    const told = (avg10: number, memoryBytes: number) => {
      const kernelPressure = { cpu: { ...calm, some: { avg10, avg60: 0 } }, memory: { ...calm } };
      const limits = { cpuCores: null, memoryBytes };
      const memoryKinds = {
        kind: "sandbox",
        chargedBytes: 1,
        kernelBytes: 0,
        chargedByKind: { anon: 1 },
      } as const;
      const box = { ...web, kind: "sandbox", kernelPressure, limits, memoryKinds };
      return accountant.account(host(box), 1_000).machines[0];
    };
    const [first, faded, changed] = [told(0.0021, 8), told(0.0019, 8), told(0.006, 9)];
    const parts = ["kernelPressure", "pressure", "limits", "memoryKinds"] as const;
    expect([
      parts.filter((part) => faded?.[part] !== first?.[part]),
      parts.filter((part) => changed?.[part] !== first?.[part]),
      changed?.pressure.cpu?.some.avg10,
    ]).toEqual([[], ["kernelPressure", "pressure", "limits"], 0.01]);
  });

  it("feels no wait of a guest that does not run any more", () => {
    const accountant = new Accountant();
    const waited = later(web, 1_000, { stealMs: 900 });
    accountant.account(host(web), 1_000);
    const running = accountant.account(host(waited), 2_000);
    const paused = accountant.account(host({ ...waited, state: "paused", active: false }), 3_000);
    expect([running, paused].map((sample) => (sample.host.pressure.cpu?.some.avg10 ?? 0) > 0)).toEqual([
      true,
      false,
    ]);
  });

  it("says nothing of a machine's rates before its second report", () => {
    const sample = new Accountant().account(host(web), 1_000);
    expect(sample.machines[0]).toMatchObject({
      cpuCores: null,
      stealCores: null,
      instructionsPerSecond: null,
    });
  });

  it("keeps a rate for a late report, and drops it when it says nothing about now", () => {
    const accountant = new Accountant();
    accountant.account(host(web), 1_000);
    const again = later(web, 1_000, { cpuMs: 500 });
    accountant.account(host(again), 2_000);
    const late = accountant.account(host(again), 4_000).machines[0]?.cpuCores;
    const stale = accountant.account(host(again), 6_000).machines[0]?.cpuCores;
    expect([late, stale]).toEqual([0.5, null]);
  });

  it("counts a machine that may not run as using nothing", () => {
    const sample = new Accountant().account(host({ ...web, active: false }), 1_000);
    expect(sample.machines[0]?.cpuCores).toBe(0);
  });

  it("begins anew when a machine's totals do", () => {
    const accountant = new Accountant();
    accountant.account(host(later(web, 1_000, { cpuMs: 500 })), 2_000);
    const rebooted = { ...web, totals: web.totals && { ...web.totals, atMs: 2_500, cpuMs: 5, stealMs: 0 } };
    expect(accountant.account(host(rebooted), 3_000).machines[0]?.cpuCores).toBeNull();
  });
});

/** Of a machine of which nothing is known but, perhaps, its CPU. */
function sampleAt(atMs: number, cpuCores: number | null): MonitorSample {
  const machine = machineSample("m1", {
    ...unknownRates,
    cpuCores,
    memoryReservedBytes: 45,
    memoryUsedBytes: null,
  });
  return {
    atMs,
    host: hostSample({ cpuCores: cpuCores ?? 0, memoryBytes: 1_000, layerBytes: 7 }),
    machines: [machine],
  };
}

describe("the history", () => {
  it("keeps the newest samples as they came and means of what is older, within bounds", () => {
    const history = new History({ fine: 2, coarse: 2, perMean: 2 });
    for (let second = 1; second <= 9; second++) history.add(sampleAt(second, second));
    expect(history.samples().map(({ atMs, machines }) => [atMs, machines[0]?.cpuCores])).toEqual([
      [4, 3.5],
      [6, 5.5],
      [7, 7],
      [8, 8],
      [9, 9],
    ]);
  });

  it("gives one machine's part, over the samples it is in", () => {
    const history = new History();
    history.add({ ...sampleAt(1, 1), machines: [] });
    history.add(sampleAt(2, 1));
    expect([history.samples("m1").map(({ atMs }) => atMs), history.samples("m9")]).toEqual([[2], []]);
  });

  it("counts a share that is not known as nothing, and takes what was used to have been as when it was known", () => {
    const [unknown, known] = [sampleAt(1, null), sampleAt(2, 0.4)];
    const used = known.machines.map((machine) => ({ ...machine, memoryUsedBytes: 20 }));
    const mean = meanSample([unknown, { ...known, machines: used }]);
    expect([mean.machines[0], mean.host.cpuCores, meanSample([unknown]).machines[0]]).toMatchObject([
      { cpuCores: 0.2, memoryUsedBytes: 20, stealCores: null },
      0.2,
      { cpuCores: null, memoryUsedBytes: null },
    ]);
  });

  it("counts a machine that was there for a part of the time for that part", () => {
    const [before, there] = [{ ...sampleAt(1, 0), machines: [] }, sampleAt(2, 0.4)];
    expect(meanSample([before, before, there, there]).machines).toMatchObject([
      { cpuCores: 0.2, memoryReservedBytes: 22.5 },
    ]);
  });
});

describe("the monitor", () => {
  it("samples once a second while it watches, and holds no timer when it does not", () => {
    const clock = new ManualClock();
    const monitor = new Monitor({ read: () => host(web), nowMs: () => clock.nowMs() }, clock);
    monitor.watch(true);
    clock.advance(3_500);
    monitor.watch(false);
    clock.advance(10_000);
    expect([monitor.history().map(({ atMs }) => atMs), clock.pending]).toEqual([
      [0, 1_000, 2_000, 3_000, 3_500],
      0,
    ]);
  });
});

describe("the export", () => {
  const names = new Map([["m1", 'a "name", odd']]);

  it("writes a row per machine and sample, with empty fields for what is unknown", () => {
    const [header, row, end] = toCsv([sampleAt(0, null)], names).split("\r\n");
    expect([header?.split(",").length, row, end]).toEqual([
      29,
      '1970-01-01T00:00:00.000Z,2,0,,1000,7,m1,"a ""name"", odd",guest,running,,,,,,,45,,,,,,,,,,,,',
      "",
    ]);
  });

  it("writes JSON that reads back as the samples", () => {
    const samples = [sampleAt(0, 1)];
    expect(JSON.parse(toJson(samples, names))).toEqual({
      format: "guesthouse-monitor-1",
      names: { m1: 'a "name", odd' },
      samples,
    });
  });
});
