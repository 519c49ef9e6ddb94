/**
 * Work done as the second measure of limits on the processor: pieces done under each against those without one, and what
 * a piece took of the time that was counted, by which it shows whether the host was quiet. Pure.
 */
import { arrangementTitles } from "./arrangement.ts";
import { cpuCurves, cpuLimit, kindsOf, limitsOf, type CpuReading } from "./limits-readings.ts";
import type { Curve, Figure, SampleGroup } from "./result.ts";
import { median } from "./statistics.ts";
import { amount, digits } from "./words.ts";

const costUnit = { name: "CPU time", unit: "ms" };
/** In ids, for no limit. */
const free = "free";

/** Work done under each limit beside work in step with it, and the CPU time of a piece. */
export function workFigures(cpu: readonly CpuReading[]): readonly Figure[] {
  return [
    {
      kind: "curves",
      id: "work",
      title: "Work done under a limit",
      x: cpuLimit,
      y: { name: "work done", unit: "% of that without a limit" },
      curves: [
        ...cpuCurves(cpu, (reading) => workPercent(reading, cpu)),
        ...cpuCurves(cpu, (reading) => inStepPercent(reading, cpu)).map((curve): Curve => ({
          ...curve,
          id: `${curve.id} in step`,
          name: `${curve.name}, in step with its limit`,
          line: "dashed",
        })),
      ],
      marks: [],
    },
    {
      kind: "samples",
      id: "cost",
      title: "CPU time counted for a piece of work",
      quantity: costUnit,
      each: "measurement",
      scale: "linear",
      groups: kindsOf(cpu).flatMap((kind) => costs(cpu.filter((reading) => reading.kind === kind))),
    },
  ];
}

/** What the work of one kind of machine says of its limits, where it took `freePercent` of a core without one. */
export function workWords(own: readonly CpuReading[], freePercent: number | null): readonly string[] {
  const [first] = own;
  const limits = [...new Set(limitsOf(own))]
    .filter((percent) => freePercent !== null && percent <= freePercent)
    .toSorted((a, b) => a - b);
  const shares = limits.flatMap((limit) => {
    const under = own.filter(({ percent }) => percent === limit);
    const done = median(under.flatMap((reading) => workPercent(reading, own) ?? []));
    const inStep = median(under.flatMap((reading) => inStepPercent(reading, own) ?? []));
    return done === null || inStep === null
      ? []
      : [`${digits(done)} % at ${limit} % (in step: ${digits(inStep)} %)`];
  });
  if (!first || shares.length === 0) return [];
  return [
    `${arrangementTitles[first.kind]}: of the work done without a limit, ${shares.join(", ")}.${doubtWords(own)}`,
  ];
}

/** The same work on a quiet host does not cost so many times as much at one time as at another. */
const quietFactor = 1.5;

function doubtWords(own: readonly CpuReading[]): string {
  const groups = costs(own).map(({ id, values }) => ({
    isFree: id.endsWith(free),
    least: Math.min(...values),
    middle: median(values) ?? Number.NaN,
    most: Math.max(...values),
  }));
  const [widest] = groups.toSorted((one, other) => other.most / other.least - one.most / one.least);
  if (widest && widest.most > quietFactor * widest.least) {
    return ` The host was not quiet: the same piece of work, under the same limit, was counted to take ${digits(widest.least)} ms and ${amount(widest.most, costUnit)}, so work tells no more exactly than that.`;
  }
  const unheld = groups.find(({ isFree }) => isFree)?.middle;
  const cheapest = Math.min(...groups.filter(({ isFree }) => !isFree).map(({ middle }) => middle));
  if (unheld === undefined || unheld <= quietFactor * cheapest) return "";
  return ` Time and work disagree: a piece of work was counted to take ${digits(unheld)} ms without a limit and ${amount(cheapest, costUnit)} under one. Either others had the core while it was measured without a limit, or the limit was not kept; measure again on a quiet host.`;
}

/** CPU time of a piece of work in each reading of one kind of machine, by the limit. */
function costs(own: readonly CpuReading[]): readonly SampleGroup[] {
  const limits = [...new Set(own.map(({ percent }) => percent))];
  return limits
    .toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity))
    .flatMap((limit) => {
      const under = own.filter(({ percent, rate }) => percent === limit && rate > 0);
      const [first] = under;
      if (!first) return [];
      return [
        {
          id: `${first.kind} ${limit ?? free}`,
          name: `${arrangementTitles[first.kind]}, ${limit === null ? "no limit" : `${limit} %`}`,
          subject: first.kind,
          values: under.map(({ usedPercent, rate }) => (10 * usedPercent) / rate),
        },
      ];
    });
}

function workPercent(reading: CpuReading, cpu: readonly CpuReading[]): number | null {
  const rate = mean(without(reading, cpu).map((other) => other.rate));
  return rate === null || rate === 0 ? null : (100 * reading.rate) / rate;
}

/** The work that would be done if it fell just as the processor's time does. */
function inStepPercent(reading: CpuReading, cpu: readonly CpuReading[]): number | null {
  const taken = mean(without(reading, cpu).map(({ usedPercent }) => usedPercent));
  return reading.percent === null || taken === null || taken === 0
    ? null
    : Math.min(100, (100 * reading.percent) / taken);
}

/** The same machine without a limit, before the reading's run and after it. */
function without({ kind, run }: CpuReading, cpu: readonly CpuReading[]): readonly CpuReading[] {
  return cpu.filter(
    (other) => other.kind === kind && other.percent === null && (other.run === run || other.run === run + 1),
  );
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
