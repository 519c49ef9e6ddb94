/** That the host's line adds up: machines, page, overhead and what is free are all cores, and no more. */
import { describe, expect, it } from "vitest";
import { Accountant } from "../../../src/monitor/accounting.ts";
import { History } from "../../../src/monitor/history.ts";
import type {
  HostReading,
  MachineReading,
  MachineTotals,
  MonitorSample,
} from "../../../src/monitor/sample.ts";
import { withinCores } from "../../../src/monitor/within-cores.ts";
import { seeded } from "../../support/seeded.ts";
import { machineSample } from "../../support/monitor-samples.ts";

const guest = (cpuCores: number | null) => machineSample("guest", { cpuCores, stealCores: 0.1 });
const sandbox = (cpuCores: number | null) =>
  machineSample("sandbox", { kind: "sandbox", cpuCores, stealCores: 0 });
const shares = ({ machines, pageCores }: ReturnType<typeof withinCores>) => [
  ...machines.map(({ cpuCores, stealCores }) => [cpuCores, stealCores]),
  pageCores,
];

describe("shares of the cores", () => {
  it("stay as they are told while there is enough", () => {
    const told = { machines: [guest(0.9), guest(null), sandbox(0.5)], pageCores: 0.4 };
    expect(withinCores(told, 2)).toEqual(told);
  });

  it("on the page's thread are parts of what guests leave, and what they are counted less is steal", () => {
    expect(shares(withinCores({ machines: [guest(1.5), sandbox(0.6)], pageCores: 0.2 }, 2))).toEqual([
      [1.5, 0.1],
      [expect.closeTo(0.375), expect.closeTo(0.225)],
      expect.closeTo(0.125),
    ]);
  });

  it("on the page's thread come to one core, whatever guests leave", () => {
    expect(shares(withinCores({ machines: [sandbox(0.5)], pageCores: 1 }, 8))).toEqual([
      [expect.closeTo(1 / 3), expect.closeTo(1 / 6)],
      expect.closeTo(2 / 3),
    ]);
  });

  it("of guests alone that come to more than there is are parts of that", () => {
    const { machines, pageCores } = withinCores({ machines: [guest(1.5), guest(1)], pageCores: null }, 2);
    expect([machines.map(({ cpuCores }) => cpuCores), pageCores]).toEqual([
      [expect.closeTo(1.2), expect.closeTo(0.8)],
      null,
    ]);
  });
});

describe("the host's line", () => {
  const below = seeded(4);
  const random = (): number => below(1_000) / 1_000;
  const cores = 2;

  /** Machines that come and go, report when they like, and claim up to a core each. */
  function* readings(seconds: number): Generator<readonly [HostReading, atMs: number]> {
    const totals = new Map<string, MachineTotals>();
    for (let second = 0; second < seconds; second++) {
      const machines = ["a", "b", "c", "d"].flatMap((id): readonly MachineReading[] => {
        if (random() < 0.1) totals.delete(id);
        if (random() < 0.1) return [];
        const before = totals.get(id);
        const atMs = 1_000 * second - 900 * random();
        const ranMs = before ? (atMs - before.atMs) * random() : 0;
        const now = before && random() < 0.2 ? before : report(atMs, (before?.cpuMs ?? 0) + ranMs, before);
        totals.set(id, now);
        return [machine(id, now)];
      });
      yield [hostWith(machines), 1_000 * second];
    }
  }

  const report = (atMs: number, cpuMs: number, before: MachineTotals | undefined): MachineTotals => ({
    atMs,
    cpuMs,
    stealMs: (before?.stealMs ?? 0) + (random() < 0.5 ? 300 : 0),
    throttledMs: 0,
    governedMs: 0,
    hostThrottledMs: 0,
    instructions: 0,
    watchingMs: 0,
  });

  const machine = (id: string, totals: MachineTotals): MachineReading => ({
    id,
    kind: id < "c" ? "guest" : "sandbox",
    state: "running",
    active: true,
    totals,
    memoryReservedBytes: 1,
    memoryUsedBytes: null,
    memoryKinds: null,
    kernelPressure: null,
    limits: { cpuCores: null, memoryBytes: null },
  });

  const hostWith = (machines: readonly MachineReading[]): HostReading => ({
    cores,
    memoryBytes: 1_000,
    pageCores: random() < 0.1 ? null : random(),
    layerBytes: 0,
    pageWatching: null,
    browserMemory: null,
    memoryBeside: null,
    memoryPressure: null,
    machines,
  });

  const lineOf = ({ host, machines }: MonitorSample): number =>
    [...machines.map(({ cpuCores }) => cpuCores), host.pageCores, host.overheadCores].reduce<number>(
      (sum, part) => sum + (part ?? 0),
      host.freeCores,
    );

  it("comes to all cores in every sample and in every mean of the history, whatever is claimed", () => {
    const accountant = new Accountant();
    const history = new History({ fine: 100, coarse: 100, perMean: 10 });
    for (const [reading, atMs] of readings(1_000)) history.add(accountant.account(reading, atMs));
    const lines = history.samples().map(lineOf);
    expect(lines).toEqual(lines.map(() => expect.closeTo(cores, 9)));
  });

  it("has in what is used what machines and the page have, in means as well", () => {
    const accountant = new Accountant();
    const history = new History({ fine: 10, coarse: 100, perMean: 10 });
    for (const [reading, atMs] of readings(300)) history.add(accountant.account(reading, atMs));
    const unused = history
      .samples()
      .map(({ host }) => host.cpuCores + host.freeCores + (host.overheadCores ?? 0));
    expect(unused).toEqual(unused.map(() => expect.closeTo(cores, 9)));
  });
});
