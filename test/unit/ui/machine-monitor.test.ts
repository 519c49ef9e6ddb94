import { expect, test } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import type { MachineSample, MonitorSample } from "../../../src/monitor/sample.ts";
import { cgroupEvents } from "../../../src/ui/monitor-view/cgroup-events.ts";
import { ceiling, stacked } from "../../../src/ui/monitor-view/chart-layers.ts";
import {
  cpuSeries,
  machineChart,
  memorySeries,
  pressureSeries,
} from "../../../src/ui/monitor-view/machine-series.ts";
import { columns, crowdOf, restFigures } from "../../../src/ui/monitor-view/crowd.ts";
import type { KnownMachine } from "../../../src/ui/monitor-view/known-machines.ts";
import { mostTaken } from "../../../src/ui/monitor-view/most-taken.ts";
import { hostSample, machineSample } from "../../support/monitor-samples.ts";

const machine = (id: string, changes: Partial<MachineSample> = {}): MachineSample =>
  machineSample(id, {
    cpuCores: 0.25,
    stealCores: 0.5,
    throttledCores: 0.125,
    memoryReservedBytes: 60 * MIB,
    memoryKinds: {
      kind: "guest",
      reservedBytes: 60 * MIB,
      ramBytes: 48 * MIB,
      emulatorBytes: 12 * MIB,
      touchedBytes: 20 * MIB,
      usedBytes: 10 * MIB,
      balloonBytes: 8 * MIB,
    },
    pressure: {
      cpu: { some: { avg10: 40, avg60: 20 }, full: { avg10: 30, avg60: 10 } },
      memory: null,
    },
    ...changes,
  });

const at = (atMs: number, ...machines: readonly MachineSample[]): MonitorSample => ({
  atMs,
  host: hostSample({ pageCores: 0.1, layerBytes: 2 * MIB }),
  machines,
});

test("a machine's CPU stacks what it used, what its cap kept, what the host held back and what others had", () => {
  const chart = machineChart([at(0, machine("m1"))], "m1", cpuSeries("guest", "red"), {
    limit: () => 0.4,
    zooms: false,
  });
  expect([stacked(chart.layers), chart.limit, ceiling(chart)]).toEqual([
    [[0.25], [0.375], [0.375], [0.875]],
    0.4,
    0.875 * 1.04,
  ]);
});

test("a guest's memory by kind adds up to what is held for it, whether or not its kernel has told", () => {
  const silent = machine("m1");
  const kinds = silent.memoryKinds?.kind === "guest" ? { ...silent.memoryKinds, usedBytes: null } : null;
  const samples = [at(0, machine("m1")), at(1000, machine("m1", { memoryKinds: kinds }))];
  const { layers, lines } = machineChart(samples, "m1", memorySeries("guest", "red"), {
    limit: () => 40,
    zooms: true,
  });
  expect([stacked(layers), lines?.map(({ values }) => values)]).toEqual([
    [
      [10, null],
      [40, 40],
      [48, 48],
      [60, 60],
    ],
    [[20, 20]],
  ]);
});

test("a sandbox's memory is stacked by what its cgroup was charged for", () => {
  const chargedByKind = { anon: MIB, file: 2 * MIB, kernel: MIB, pipe: MIB, sock: MIB };
  const memoryKinds = {
    kind: "sandbox",
    chargedBytes: 6 * MIB,
    kernelBytes: 3 * MIB,
    chargedByKind,
  } as const;
  const box = machine("m1", { kind: "sandbox", memoryKinds });
  const { layers } = machineChart([at(0, box)], "m1", memorySeries("sandbox", "red"), {
    limit: () => 64,
    zooms: true,
  });
  expect(stacked(layers)).toEqual([[1], [1], [3], [4], [6]]);
});

test("pressure is drawn as lines, unknown where nobody tells, and gone where the machine was not", () => {
  const { layers, lines } = machineChart(
    [at(0), at(1000, machine("m1"))],
    "m1",
    pressureSeries("guest", "red"),
    {
      limit: () => 100,
      zooms: true,
    },
  );
  expect([layers, lines?.map(({ values }) => values)]).toEqual([
    [],
    [
      [null, 40],
      [null, 30],
      [null, null],
      [null, null],
    ],
  ]);
});

test("three take most: machines, and the page and the layers among them; who takes nothing is not named", () => {
  const known = [
    { id: "m1", name: "web", accent: 0, kind: "guest", state: "running" },
    { id: "m2", name: "db", accent: 1, kind: "guest", state: "running" },
    { id: "m3", name: "off", accent: 2, kind: "guest", state: "shutoff" },
  ] as const;
  const off = { cpuCores: 0, memoryReservedBytes: 0 };
  const { cpu, memory } = mostTaken(
    at(0, machine("m1", { cpuCores: 0.05 }), machine("m2", { cpuCores: 0.9 }), machine("m3", off)),
    known,
  );
  const words = (takers: typeof cpu): string =>
    takers.map(({ name, figure }) => `${name} ${figure}`).join(", ");
  expect([words(cpu), words(memory)]).toEqual([
    "db 0.90, this page 0.10, web 0.05",
    "web 60 MiB, db 60 MiB, image layers 2.0 MiB",
  ]);
});

test("a cgroup's counts are read from its files; a file that is not there has none", () => {
  const events = cgroupEvents([
    { name: "cpu.stat", text: "usage_usec 5\nnr_periods 40\nnr_throttled 12\nthrottled_usec 1250000" },
    { name: "pids.events", text: "max 3" },
  ]);
  expect(events.map(({ file, key, count }) => `${file} ${key}: ${count}`)).toEqual([
    "cpu.stat nr_periods: 40",
    "cpu.stat nr_throttled: 12",
    "cpu.stat throttled_usec: 1.25 s",
    "pids.events max: 3",
  ]);
});

const known = ["m0", "m1", "m2", "m3"].map((id): KnownMachine => ({
  id,
  name: id,
  accent: 0,
  kind: "sandbox",
  state: "running",
}));

/** Machine `mN` takes the Nth figure of cores, and as much memory as the others. */
const taking = (...cores: readonly number[]): MonitorSample =>
  at(0, ...cores.map((cpuCores, place) => machine(`m${place}`, { cpuCores })));

test("of a crowd those that took most stand apart, in order of creation, and the others are added up", () => {
  const samples = [taking(0.125, 0.5, 0.25, 0.125), taking(0.125, 0, 0.25, 0.75)];

  const crowd = crowdOf(samples, known, 2);

  expect({
    apart: crowd.apart.map(({ id }) => id),
    columns: columns([...samples, null], crowd, ({ cpuCores }) => cpuCores),
    rest: restFigures(samples, samples[1] ?? null, crowd),
  }).toEqual({
    apart: ["m1", "m3"],
    columns: {
      apart: [
        [0.5, 0, null],
        [0.125, 0.75, null],
      ],
      rest: [0.375, 0.375, null],
    },
    rest: {
      count: 2,
      cpuCores: 0.375,
      cpu: { mean: 0.375, max: 0.375 },
      memoryUsedBytes: 20 * MIB,
      memoryReservedBytes: 120 * MIB,
    },
  });
});

test("of a crowd the machine that is looked at stands apart whatever it took; of few all do", () => {
  const samples = [taking(0.125, 0.5, 0.25, 0)];

  const ids = [crowdOf(samples, known, 2, "m3"), crowdOf(samples, known, 4)].map(({ apart, rest }) =>
    [apart, rest].map((part) => part.map(({ id }) => id)),
  );

  expect(ids).toEqual([
    [
      ["m1", "m3"],
      ["m0", "m2"],
    ],
    [["m0", "m1", "m2", "m3"], []],
  ]);
});
