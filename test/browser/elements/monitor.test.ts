import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { MIB } from "../../../src/base/units.ts";
import type { MonitorSample } from "../../../src/monitor/sample.ts";
import { Playground } from "../../../src/playground/playground.ts";
import { ceiling, cpuChart, memoryChart, stacked } from "../../../src/ui/monitor-view/chart-layers.ts";
import { GhCoreTimeline } from "../../../src/ui/monitor-view/gh-core-timeline.ts";
import { GhMonitorView } from "../../../src/ui/monitor-view/gh-monitor-view.ts";
import { freeCores } from "../../../src/ui/monitor-view/moment-reading.ts";
import { spread } from "../../../src/ui/monitor-view/machine-statistics.ts";
import { within } from "../../../src/ui/monitor-view/time-span.ts";
import { Workspace } from "../../../src/ui/workspace.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { hostSample, machineSample } from "../../support/monitor-samples.ts";
import { playgroundParts } from "../../support/playground-parts.ts";

let playground: Playground;
let view: GhMonitorView;

beforeEach(() => {
  playground = new Playground(playgroundParts(new ManualClock()));
});

afterEach(() => {
  view.remove();
  playground[Symbol.dispose]();
  vi.restoreAllMocks();
});

async function show(): Promise<void> {
  view = new GhMonitorView();
  view.playground = playground;
  view.workspace = new Workspace();
  view.style.height = "700px";
  document.body.append(view);
  await settled();
}

async function settled(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => requestAnimationFrame(resolve));
  await view.updateComplete;
}

async function sample(count: number): Promise<void> {
  for (let taken = 0; taken < count; taken++) {
    // The monitor stamps its samples with the time of day, in ms: each needs its own.
    await new Promise((resolve) => setTimeout(resolve, 3));
    playground.monitor.sample();
  }
}

const charts = () => [...view.renderRoot.querySelectorAll("gh-stacked-chart")];
const table = () => view.renderRoot.querySelector("gh-monitor-table");
const rows = (): readonly string[] =>
  [...(table()?.renderRoot.querySelectorAll("tbody th, tfoot th") ?? [])].map(({ textContent }) =>
    textContent.trim(),
  );

function button(name: string): HTMLButtonElement | undefined {
  return [...view.renderRoot.querySelectorAll("button")].find(
    ({ textContent }) => textContent.trim() === name,
  );
}

test("with nothing measured it says so, and what to do", async () => {
  await show();
  expect([view.renderRoot.querySelector(".empty h2")?.textContent, charts()]).toEqual([
    "Nothing has been measured yet",
    [],
  ]);
});

test("the table has a row per machine and one for the page, removed machines included", async () => {
  await playground.addGuest({ name: "web", start: false });
  const db = await playground.addGuest({ name: "db", start: false });
  await sample(2);
  await show();
  expect(rows()).toEqual(["web", "db", "This page"]);
  await db.remove();
  await sample(1);
  // Machines that come and go are drawn together, a while later.
  await expect.poll(() => table()?.renderRoot.querySelector(".removed")?.textContent).toBe("removed");
  expect(rows()).toEqual(["web", "db", "This page"]);
});

test("both charts follow one crosshair that the keyboard moves, and the table tells its figures", async () => {
  await playground.addGuest({ name: "web", start: false });
  await sample(5);
  await show();
  const [cpu, memory] = charts();
  const box = cpu?.renderRoot.querySelector<HTMLElement>(".box");
  box?.focus();
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  await settled();
  const third = playground.monitor.history().at(-3)?.atMs;
  expect([cpu?.crosshair, memory?.crosshair, table()?.moment?.atMs]).toEqual([third, third, third]);
  expect(box?.getAttribute("aria-valuetext")).toMatch(/web 0\.00 cores, 0 of 0 MiB$/);
  await userEvent.keyboard("{Escape}");
  await settled();
  expect([cpu?.crosshair, memory?.crosshair]).toEqual([null, null]);
});

test("pointing at a row highlights its machine in both charts", async () => {
  const machine = await playground.addGuest({ name: "web", start: false });
  await sample(2);
  await show();
  const pin = table()?.renderRoot.querySelector<HTMLButtonElement>("tbody button");
  pin?.focus();
  await settled();
  expect(charts().map(({ highlight }) => highlight)).toEqual([machine.id, machine.id]);
  pin?.blur();
  await settled();
  expect(charts().map(({ highlight }) => highlight)).toEqual([null, null]);
});

test("a machine is chosen by its row, has charts of its own with one crosshair, and goes back to all", async () => {
  const web = await playground.addGuest({ name: "web", start: false });
  await sample(4);
  await show();
  table()?.renderRoot.querySelector<HTMLButtonElement>("tbody button")?.click();
  await settled();
  const own = view.renderRoot.querySelector("gh-machine-monitor");
  const ownCharts = [...(own?.renderRoot.querySelectorAll("gh-stacked-chart") ?? [])];
  expect([view.workspace?.monitoredId, ownCharts.map(({ label }) => label), charts()]).toEqual([
    web.id,
    ["CPU over time of web", "Memory over time by kind of web", "Pressure over time of web"],
    [],
  ]);
  ownCharts[0]?.renderRoot.querySelector<HTMLElement>(".box")?.focus();
  await userEvent.keyboard("{ArrowLeft}");
  await settled();
  const before = playground.monitor.history().at(-2)?.atMs;
  expect(ownCharts.map(({ crosshair }) => crosshair)).toEqual([before, before, before]);
  expect(ownCharts[0]?.reading).toMatch(/Used 0\.00, Capped 0\.00, Governed 0\.00, Steal 0\.00$/);
  own?.renderRoot.querySelector("button")?.click();
  await settled();
  const focused = table()?.renderRoot.querySelector(":focus");
  expect([charts().length, focused?.textContent.trim()]).toEqual([2, "web"]);
});

test("the core's timeline tells who ran when, run by run, and stays while it is looked at", async () => {
  const schedule = {
    atMs: 10_000,
    vcpus: ["a", "b"].map((guest) => ({
      guest,
      weight: 100,
      state: "running" as const,
      runMs: 500,
      waitMs: 250,
      parkedMs: 0,
      blockedMs: 250,
    })),
    runs: [
      { guest: "a", fromMs: 9_000, toMs: 9_400 },
      { guest: "b", fromMs: 9_400, toMs: 9_900 },
    ],
  };
  const asked = vi.spyOn(playground.bareHypervisor, "schedule").mockResolvedValue(schedule);
  await show();
  const timeline = new GhCoreTimeline();
  timeline.playground = playground;
  document.body.append(timeline);
  const line = (): HTMLElement | null => timeline.renderRoot.querySelector<HTMLElement>("[role=slider]");
  await vi.waitFor(() => expect(line()).not.toBeNull());
  line()?.focus();
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}{+}");
  await timeline.updateComplete;
  expect([
    line()?.ariaValueText,
    Array.from(timeline.renderRoot.querySelectorAll("tbody tr"), ({ children }) =>
      Array.from(children, ({ textContent }) => textContent).join(", "),
    ),
    timeline.renderRoot.querySelector("[aria-pressed]")?.ariaPressed,
  ]).toEqual([
    "0.800 s ago: a had the core, for 400.0 ms",
    ["a, 100, 50 %, 25 %, 0 %, 25 %, 1, 400.0 ms", "b, 100, 50 %, 25 %, 0 %, 25 %, 1, 500.0 ms"],
    "true",
  ]);
  timeline.remove();
  expect(asked).toHaveBeenCalledTimes(1);
});

test("paused, the display keeps what it shows while sampling goes on", async () => {
  await playground.addGuest({ start: false });
  await sample(2);
  await show();
  button("Pause display")?.click();
  await settled();
  const shown = charts()[0]?.chart?.timesMs.length;
  await sample(3);
  await settled();
  expect(charts()[0]?.chart?.timesMs.length).toBe(shown);
  button("Resume display")?.click();
  await settled();
  expect(charts()[0]?.chart?.timesMs.length).toBe(playground.monitor.history().length);
});

test("what isn't seen isn't drawn", async () => {
  await playground.addGuest({ start: false });
  await sample(2);
  await show();
  view.style.display = "none";
  await settled();
  const before = charts()[0]?.chart;
  await sample(2);
  await settled();
  expect(charts()[0]?.chart).toBe(before);
  view.style.display = "";
  await vi.waitFor(() =>
    expect(charts()[0]?.chart?.timesMs.length).toBe(playground.monitor.history().length),
  );
});

test("the history is exported as files, and their addresses are revoked", async () => {
  const files: Blob[] = [];
  const names: string[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
    if (file instanceof Blob) files.push(file);
    return "blob:made";
  });
  const revoke = vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(this: HTMLAnchorElement) {
    names.push(this.download.replace(/\d[\dT-]+\d/, "TIME"));
  });
  await playground.addGuest({ name: "web", start: false });
  await sample(1);
  await show();
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  button("Export CSV")?.click();
  button("Export JSON")?.click();
  vi.runAllTimers();
  vi.useRealTimers();
  const [csv, json] = await Promise.all(files.map((file) => file.text()));
  expect([names, csv?.split(",")[0], csv?.includes(",web,guest,"), json?.includes('"web"')]).toEqual([
    ["guesthouse-TIME.csv", "guesthouse-TIME.json"],
    "time",
    true,
    true,
  ]);
  expect(revoke).toHaveBeenCalledTimes(2);
});

test("out of the page, the charts are gone", async () => {
  await playground.addGuest({ start: false });
  await sample(2);
  await show();
  const chart = charts()[0];
  expect(chart?.renderRoot.querySelectorAll("canvas")).toHaveLength(1);
  view.remove();
  expect(chart?.renderRoot.querySelectorAll("canvas")).toHaveLength(0);
});

function sampleAt(
  atMs: number,
  cores: readonly (number | null)[],
  usedMiB: number | null = 10,
): MonitorSample {
  const memoryUsedBytes = usedMiB === null ? null : usedMiB * MIB;
  return {
    atMs,
    host: hostSample({ memoryBytes: 100 * MIB, pageCores: 0.1 }),
    machines: cores.map((cpuCores, index) => machineSample(`m${index + 1}`, { cpuCores, memoryUsedBytes })),
  };
}

const two = [
  { id: "m1", name: "a", accent: 0, kind: "guest", state: "running" },
  { id: "m2", name: "b", accent: 1, kind: "guest", state: "running" },
] as const;

test("CPU stacks machines, then the page; a machine not there yet adds nothing, what is unknown is a gap", () => {
  const { layers, limit } = cpuChart([sampleAt(0, [0.5]), sampleAt(1, [null, 0.25])], two);
  expect([stacked(layers), limit]).toEqual([
    [
      [0.5, null],
      [0.5, null],
      [0.6, null],
      [0.6, null],
    ],
    2,
  ]);
});

test("while guests wait for a core none is free: the rest is others'", () => {
  const calm = sampleAt(0, [1.5]);
  const host = { ...calm.host, cpuCores: 1.6 };
  const waiting = { ...calm, host: { ...host, stealCores: 0.3, overheadCores: 0.4, freeCores: 0 } };
  const { layers } = cpuChart(
    [
      { ...calm, host },
      { ...waiting, atMs: 1 },
    ],
    two.slice(0, 1),
  );
  expect([layers.at(-1)?.values.map((cores) => cores?.toFixed(1)), freeCores(waiting)]).toEqual([
    ["0.0", "0.4"],
    "1.60 used, 0.40 browser, compiler and others, 0.00 free",
  ]);
});

test("where the monitor did not tick there is a gap, not a line", () => {
  const chart = cpuChart([sampleAt(0, [1]), sampleAt(2000, [1]), sampleAt(6000, [1])], two.slice(0, 1));
  expect([chart.timesMs, chart.sampledMs, chart.layers[0]?.values]).toEqual([
    [0, 2000, 4000, 6000],
    [0, 2000, 6000],
    [1, 1, null, 1],
  ]);
});

test("memory stacks what is used and the rest of what is reserved", () => {
  const { layers, limit } = memoryChart([sampleAt(0, [0], 10), sampleAt(1, [0], null)], two.slice(0, 1));
  expect([layers.map(({ values }) => values), stacked(layers), limit]).toEqual([
    [
      [10, null],
      [30, 40],
    ],
    [
      [10, null],
      [40, 40],
    ],
    100,
  ]);
});

test("the memory chart comes closer while little is reserved, the CPU chart always shows all cores", () => {
  const little = [{ ...sampleAt(0, [0]), host: { ...sampleAt(0, []).host, memoryBytes: 8192 * MIB } }];
  expect([ceiling(memoryChart(little, two)), ceiling(cpuChart(little, two))]).toEqual([64, 2.08]);
});

test("a span holds its samples and one before them", () => {
  const samples = [0, 1000, 2000, 3000].map((atMs) => sampleAt(atMs, []));
  expect(within(samples, 1000).map(({ atMs }) => atMs)).toEqual([1000, 2000, 3000]);
});

test("mean and maximum leave out what is unknown", () => {
  expect([spread([1, null, 3]), spread([null])]).toEqual([
    { mean: 2, max: 3 },
    { mean: null, max: null },
  ]);
});
