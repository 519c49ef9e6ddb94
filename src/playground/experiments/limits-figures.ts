/** Figures and findings of the experiment on limits. Pure. */
import { arrangementTitles, type Arrangement } from "./arrangement.ts";
import type { Findings } from "./experiment.ts";
import {
  cpuCurves,
  cpuLimit,
  curve,
  ideal,
  kindsOf,
  limitsOf,
  type CpuReading,
  type MemoryReading,
} from "./limits-readings.ts";
import { workFigures, workWords } from "./limits-work.ts";
import type { Curve, CurvesFigure } from "./result.ts";
import { median } from "./statistics.ts";
import { amount, digits } from "./words.ts";

const mebibytes = { unit: "MiB" };

/** All that is known so far. */
export function limitsReport(cpu: readonly CpuReading[], memory: readonly MemoryReading[]): Findings {
  const used: CurvesFigure = {
    kind: "curves",
    id: "cpu",
    title: "CPU used under a limit",
    x: cpuLimit,
    y: { name: "CPU used", unit: "% of a core" },
    curves: [...cpuCurves(cpu, ({ usedPercent }) => usedPercent), ideal(limitsOf(cpu))],
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
  return {
    figures: [used, ...workFigures(cpu), peaks],
    findings: [...cpuWords(cpu), ...memoryWords(memory)],
  };
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

/** What a kind took of a core without a limit, at the median. */
function freePercent(kind: Arrangement, cpu: readonly CpuReading[]): number | null {
  return median(
    cpu
      .filter((reading) => reading.kind === kind && reading.percent === null)
      .map(({ usedPercent }) => usedPercent),
  );
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
      ...workWords(own, free),
    ];
  });
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
