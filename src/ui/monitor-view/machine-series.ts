/**
 * What is drawn of one machine over time: its CPU, its memory by kind, its pressure, each as series with a name, a colour
 * and how it is measured. Pure.
 */
import { MIB } from "../../base/units.ts";
import type { MachineSample, MonitorSample } from "../../monitor/sample.ts";
import { frame, type ChartLayer, type StackedChart } from "./chart-layers.ts";
import { partOf } from "./machine-statistics.ts";
import { withGaps } from "./time-gaps.ts";

/** One series. */
export interface MachineSeries {
  readonly key: string;
  readonly title: string;
  readonly how: string;
  /** A CSS colour that may name a custom property. */
  readonly color: string;
  /** A pale layer, or a dashed line. */
  readonly strength: ChartLayer["strength"];
  /** Stacked on those before it, or a line from zero. */
  readonly drawn: "stacked" | "line";
  /** As a layer's. */
  readonly divides?: boolean;
  readonly value: (sample: MachineSample) => number | null;
}

/** Cores: what it used, and above it what it wanted and did not get, by who kept it. `color` is the machine's own. */
export function cpuSeries(kind: MachineSample["kind"], color: string): readonly MachineSeries[] {
  const guest = kind === "guest";
  const used = layer("used", "Used", color, ({ cpuCores }) => cpuCores);
  const capped = layer(
    "capped",
    guest ? "Capped" : "Throttled",
    "var(--gh-warning)",
    (sample) => sample.throttledCores,
  );
  const governed = layer("governed", "Governed", "var(--gh-page)", (sample) => sample.governedCores ?? 0);
  const steal = layer("steal", guest ? "Steal" : "Waited", "var(--gh-others)", (sample) => sample.stealCores);
  return [
    {
      ...used,
      how: guest ? "What its virtual processor took." : "The run time of its processes (cpu.stat).",
    },
    {
      ...capped,
      how: guest
        ? "What it wanted and its own CPU cap kept from it."
        : "What its processes wanted and its quota, cpu.max, kept from them.",
    },
    ...(guest ? [{ ...governed, how: "What the host held back in favour of guests of more weight." }] : []),
    {
      ...steal,
      how: guest
        ? "What it wanted and others had: the host’s operating system, or under type 1 our scheduler, gave the core to them."
        : "All its processes that could run waited: for the host kernel’s processor, or that one for the host’s.",
    },
  ];
}

const sandboxKinds = [
  ["anon", "Anonymous", "What its programs have allocated (anon).", "100%"],
  ["shmem", "Shared and tmpfs", "Files in memory: tmpfs, shared mappings (shmem).", "70%"],
  ["file", "Files", "What it wrote to its layer (file).", "45%"],
] as const;

/** MiB by kind, from what it uses up to all that is held for it. */
export function memorySeries(kind: MachineSample["kind"], color: string): readonly MachineSeries[] {
  return kind === "guest" ? guestMemory(color) : sandboxMemory(color);
}

function guestMemory(color: string): readonly MachineSeries[] {
  const of = (read: (kinds: GuestKinds) => number | null) => (sample: MachineSample) => {
    const { memoryKinds: kinds } = sample;
    return kinds?.kind === "guest" ? inMiB(read(kinds)) : null;
  };
  const rest = ({ ramBytes, usedBytes, balloonBytes }: GuestKinds): number =>
    Math.max(0, ramBytes - (usedBytes ?? 0) - balloonBytes);
  return [
    {
      ...layer(
        "used",
        "Used",
        color,
        of(({ usedBytes }) => usedBytes),
      ),
      divides: true,
      how: "By its kernel’s count: total less available, without the balloon.",
    },
    {
      ...layer("free", "Free in it", color, of(rest), "pale"),
      how: "RAM that its kernel could still give to a program.",
    },
    {
      ...layer(
        "balloon",
        "Balloon",
        "var(--gh-layers)",
        of(({ balloonBytes }) => balloonBytes),
      ),
      how: "Taken back from the guest. The browser has it again only when the guest ends.",
    },
    {
      ...layer(
        "emulator",
        "Emulator’s own",
        "var(--gh-page)",
        of(({ emulatorBytes }) => emulatorBytes),
      ),
      how: "What its emulator takes beside the RAM.",
    },
    {
      ...layer(
        "touched",
        "Touched",
        "var(--gh-text)",
        of(({ touchedBytes }) => touchedBytes),
      ),
      drawn: "line",
      how: "The part of all of it that was ever written: about what it costs the browser. A line.",
    },
  ];
}

type GuestKinds = Extract<MachineSample["memoryKinds"], { kind: "guest" }>;

function sandboxMemory(color: string): readonly MachineSeries[] {
  const of = (kinds: readonly string[]) => (sample: MachineSample) => {
    const { memoryKinds } = sample;
    if (memoryKinds?.kind !== "sandbox") return null;
    return inMiB(kinds.reduce((sum, name) => sum + (memoryKinds.chargedByKind[name] ?? 0), 0));
  };
  return [
    ...sandboxKinds.map(([name, title, how, share]) => ({
      ...layer(name, title, `color-mix(in srgb, ${color} ${share}, var(--gh-surface))`, of([name])),
      how,
    })),
    {
      ...layer("kernel", "Kernel objects", "var(--gh-page)", of(["kernel"])),
      how: "The host kernel’s own for it: tasks, inodes, tables (kernel).",
    },
    {
      ...layer("buffers", "Pipes and sockets", "var(--gh-others)", of(["pipe", "sock"])),
      how: "What waits in pipes and sockets (pipe, sock).",
    },
  ];
}

/** Percentages of time, the means of 10 s. A guest's processor waits for the host's; memory is as its kernel tells it. */
export function pressureSeries(kind: MachineSample["kind"], color: string): readonly MachineSeries[] {
  const guest = kind === "guest";
  const of =
    (resource: "cpu" | "memory", who: "some" | "full") =>
    ({ pressure }: MachineSample) =>
      pressure[resource]?.[who].avg10 ?? null;
  const line = (
    key: string,
    title: string,
    ink: string,
    strength: ChartLayer["strength"],
    value: MachineSeries["value"],
    how: string,
  ): MachineSeries => ({ ...layer(key, title, ink, value, strength), drawn: "line", how });
  return [
    line(
      "cpu-some",
      guest ? "Host’s CPU, some" : "CPU, some",
      color,
      "full",
      of("cpu", "some"),
      guest
        ? "Its one processor waited for the host’s, or was held back."
        : "Some of it waited for a processor.",
    ),
    line(
      "cpu-full",
      guest ? "Host’s CPU, full" : "CPU, full",
      color,
      "pale",
      of("cpu", "full"),
      "All that could run in it waited. A dashed line.",
    ),
    line(
      "memory-some",
      "Memory, some",
      "var(--gh-text)",
      "full",
      of("memory", "some"),
      "Some of it waited for memory.",
    ),
    line(
      "memory-full",
      "Memory, full",
      "var(--gh-text)",
      "pale",
      of("memory", "full"),
      "All of it waited for memory. A dashed line.",
    ),
  ];
}

/** A chart of `series` of one machine. `limit` is the dashed line, at a sample of it. */
export function machineChart(
  samples: readonly MonitorSample[],
  machineId: string,
  series: readonly MachineSeries[],
  { limit, zooms }: { readonly limit: (sample: MachineSample) => number; readonly zooms: boolean },
): StackedChart {
  const moments = withGaps(samples);
  const drawn = series.map((one) => ({
    drawn: one.drawn,
    layer: {
      key: one.key,
      machineId,
      color: one.color,
      strength: one.strength,
      divides: one.divides ?? false,
      values: moments.map(({ sample }) => {
        const part = partOf(sample, machineId);
        return part && one.value(part);
      }),
    },
  }));
  const those = (how: MachineSeries["drawn"]): readonly ChartLayer[] =>
    drawn.filter((each) => each.drawn === how).map((each) => each.layer);
  const limits = moments.map(({ sample }) => {
    const part = partOf(sample, machineId);
    return part && limit(part);
  });
  const highest = Math.max(0, ...limits.map((value) => value ?? 0));
  return { ...frame(moments), layers: those("stacked"), lines: those("line"), limit: highest, limits, zooms };
}

function layer(
  key: string,
  title: string,
  color: string,
  value: MachineSeries["value"],
  strength: ChartLayer["strength"] = "full",
): MachineSeries {
  return { key, title, how: "", color, strength, drawn: "stacked", value };
}

function inMiB(bytes: number | null): number | null {
  return bytes === null ? null : bytes / MIB;
}
