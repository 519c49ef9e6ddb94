/** What the experiment on limits reads, and readings as curves. Pure. */
import { arrangementTitles, type Arrangement } from "./arrangement.ts";
import type { Curve } from "./result.ts";

/** What a machine took under a limit on the processor, and what it got done. */
export interface CpuReading {
  readonly kind: Arrangement;
  /** Without a limit there is one more than under each: run `n` lies between the `n`th and the next. */
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

/** What curves of the processor go by. */
export const cpuLimit = { name: "CPU limit", unit: "% of a core" };

/** A curve for each kind of machine over its limits; a reading without a value is left out. */
export function cpuCurves(
  cpu: readonly CpuReading[],
  value: (reading: CpuReading) => number | null,
): readonly Curve[] {
  return kindsOf(cpu).map((kind) =>
    curve(
      kind,
      cpu.flatMap((reading) => {
        const y = reading.kind === kind ? value(reading) : null;
        return reading.percent === null || y === null ? [] : [[reading.percent, y] as const];
      }),
    ),
  );
}

/** A kind's curve through all values at each place. */
export function curve(kind: Arrangement, points: readonly (readonly [x: number, y: number])[]): Curve {
  const places = [...new Set(points.map(([x]) => x))].toSorted((a, b) => a - b);
  return {
    id: kind,
    name: arrangementTitles[kind],
    subject: kind,
    line: "solid",
    points: places.map((x) => ({ x, values: points.filter(([at]) => at === x).map(([, y]) => y) })),
  };
}

/** The curve of who takes just what the limit says. */
export function ideal(limits: readonly number[]): Curve {
  const places = [...new Set(limits)].toSorted((a, b) => a - b);
  return {
    id: "ideal",
    name: "Just the limit",
    subject: "ideal",
    line: "dashed",
    points: places.map((x) => ({ x, values: [x] })),
  };
}

/** Kinds of machines that were read, in order. */
export function kindsOf(readings: readonly { readonly kind: Arrangement }[]): readonly Arrangement[] {
  return [...new Set(readings.map(({ kind }) => kind))];
}

/** The limit of each reading that has one. */
export function limitsOf(cpu: readonly CpuReading[]): readonly number[] {
  return cpu.flatMap(({ percent }) => percent ?? []);
}
