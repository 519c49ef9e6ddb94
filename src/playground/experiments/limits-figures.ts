/** Figures and findings of the experiment on limits. Pure. */
import { arrangementTitles, type Arrangement } from "./arrangement.ts";
import type { Findings } from "./experiment.ts";
import type { Curve, CurvesFigure } from "./result.ts";
import { median } from "./statistics.ts";
import { amount, digits } from "./words.ts";

/** What a machine took under a limit on the processor, and what it got done. */
export interface CpuReading {
  readonly kind: Arrangement;
  readonly run: number;
  /** Of a core; `null` is no limit. */
  readonly percent: number | null;
  readonly usedPercent: number;
  /** Pieces of work a second. */
  readonly rate: number;
}

/** The most memory under a limit. */
export interface MemoryReading {
  readonly kind: Arrangement;
  readonly limitMiB: number;
  readonly peakMiB: number;
}

const cap = { name: "CPU limit", unit: "% of a core" };
const mebibytes = { unit: "MiB" };

/** All that is known so far. */
export function limitsReport(cpu: readonly CpuReading[], memory: readonly MemoryReading[]): Findings {
  const used: CurvesFigure = {
    kind: "curves",
    id: "cpu",
    title: "CPU used under a limit",
    x: cap,
    y: { name: "CPU used", unit: "% of a core" },
    curves: [...cpuCurves(cpu, ({ usedPercent }) => usedPercent), ideal(limitsOf(cpu))],
    marks: [],
  };
  const work: CurvesFigure = {
    kind: "curves",
    id: "work",
    title: "Work done under a limit",
    x: cap,
    y: { name: "work done", unit: "% of that without a limit" },
    curves: [
      ...cpuCurves(cpu, (reading) => workShare(reading, cpu)),
      ...kindsOf(cpu).flatMap((kind) => inStep(kind, cpu)),
    ],
    marks: [],
  };
  const peaks: CurvesFigure = {
    kind: "curves",
    id: "memory",
    title: "The most memory under a limit",
    x: { name: "limit (of a guest its RAM)", ...mebibytes },
    y: { name: "memory", ...mebibytes },
    curves: [...memoryCurves(memory), ideal(memory.map(({ limitMiB }) => limitMiB))],
    marks: [],
  };
  return { figures: [used, work, peaks], findings: [...cpuWords(cpu), ...memoryWords(memory)] };
}

function cpuCurves(
  cpu: readonly CpuReading[],
  value: (reading: CpuReading) => number | null,
): readonly Curve[] {
  return kindsOf(cpu).map((kind) => {
    const own = cpu.filter((reading) => reading.kind === kind);
    return curve(
      kind,
      own.flatMap((reading) => {
        const y = value(reading);
        return reading.percent === null || y === null ? [] : [[reading.percent, y] as const];
      }),
    );
  });
}

function memoryCurves(memory: readonly MemoryReading[]): readonly Curve[] {
  return kindsOf(memory).map((kind) =>
    curve(
      kind,
      memory
        .filter((reading) => reading.kind === kind)
        .map(({ limitMiB, peakMiB }) => [limitMiB, peakMiB] as const),
    ),
  );
}

function curve(kind: Arrangement, points: readonly (readonly [x: number, y: number])[]): Curve {
  const places = [...new Set(points.map(([x]) => x))].toSorted((a, b) => a - b);
  return {
    id: kind,
    name: arrangementTitles[kind],
    subject: kind,
    line: "solid",
    points: places.map((x) => ({ x, values: points.filter(([at]) => at === x).map(([, y]) => y) })),
  };
}

function ideal(limits: readonly number[]): Curve {
  const places = [...new Set(limits)].toSorted((a, b) => a - b);
  return {
    id: "ideal",
    name: "Just the limit",
    subject: "ideal",
    line: "dashed",
    points: places.map((x) => ({ x, values: [x] })),
  };
}

/** The work that a kind would do if it fell as the processor's time does; none where it is not known what it had without a limit. */
function inStep(kind: Arrangement, cpu: readonly CpuReading[]): readonly Curve[] {
  const free = freePercent(kind, cpu);
  if (free === null || free <= 0) return [];
  return [
    {
      id: `${kind} in step`,
      name: `${arrangementTitles[kind]}, in step with its limit`,
      subject: kind,
      line: "dashed",
      points: ideal(limitsOf(cpu.filter((reading) => reading.kind === kind))).points.map(({ x }) => ({
        x,
        values: [Math.min(100, (100 * x) / free)],
      })),
    },
  ];
}

/** What a kind took of a core without a limit, at the median. */
function freePercent(kind: Arrangement, cpu: readonly CpuReading[]): number | null {
  return median(
    cpu
      .filter((reading) => reading.kind === kind && reading.percent === null)
      .map(({ usedPercent }) => usedPercent),
  );
}

/** Against the same machine in the same run without a limit. */
function workShare({ kind, run, rate }: CpuReading, all: readonly CpuReading[]): number | null {
  const free = all.find(
    (reading) => reading.kind === kind && reading.run === run && reading.percent === null,
  );
  return !free || free.rate === 0 ? null : (100 * rate) / free.rate;
}

function cpuWords(cpu: readonly CpuReading[]): readonly string[] {
  return kindsOf(cpu).flatMap((kind) => {
    const own = cpu.filter((reading) => reading.kind === kind);
    const free = freePercent(kind, cpu);
    const errors = own.flatMap(({ percent, usedPercent }) =>
      // A limit above what it gets anyway is no limit.
      percent === null || (free !== null && percent > free) ? [] : [usedPercent - percent],
    );
    const off = median(errors.map(Math.abs));
    if (off === null) {
      return free === null
        ? []
        : [
            `${arrangementTitles[kind]}: without a limit it got only ${digits(free)} % of a core, less than every limit that was tried, so nothing can be said of them.`,
          ];
    }
    const worst = Math.max(...errors.map(Math.abs));
    const without = free === null ? "" : ` Without a limit it took ${digits(free)} % of a core.`;
    return [
      `${arrangementTitles[kind]}: off the CPU limit by ${digits(off)} points at the median, ${digits(worst)} at most.${without}`,
      ...workWords(kind, own, free),
    ];
  });
}

/** What the work says of the same limits: it knows nothing of the meter, but in what it is set against without a limit. */
function workWords(kind: Arrangement, own: readonly CpuReading[], free: number | null): readonly string[] {
  if (free === null || free <= 0) return [];
  const limits = [...new Set(limitsOf(own))].filter((percent) => percent <= free).toSorted((a, b) => a - b);
  const shares = limits.flatMap((limit) => {
    const done = median(
      own.filter(({ percent }) => percent === limit).flatMap((reading) => workShare(reading, own) ?? []),
    );
    return done === null
      ? []
      : [`${digits(done)} % at ${limit} % (in step: ${digits((100 * limit) / free)} %)`];
  });
  return shares.length === 0
    ? []
    : [`${arrangementTitles[kind]}: of the work done without a limit, ${shares.join(", ")}.`];
}

function memoryWords(memory: readonly MemoryReading[]): readonly string[] {
  return kindsOf(memory).flatMap((kind) => {
    const rest = memory
      .filter((reading) => reading.kind === kind)
      .map((each) => each.limitMiB - each.peakMiB);
    const left = median(rest);
    if (left === null) return [];
    return [
      `${arrangementTitles[kind]}: the most memory stayed ${amount(left, mebibytes)} below the limit at the median, ${amount(Math.min(...rest), mebibytes)} at least.`,
    ];
  });
}

function kindsOf(readings: readonly { readonly kind: Arrangement }[]): readonly Arrangement[] {
  return [...new Set(readings.map(({ kind }) => kind))];
}

function limitsOf(cpu: readonly CpuReading[]): readonly number[] {
  return cpu.flatMap(({ percent }) => percent ?? []);
}
