/**
 * A machine's figures as text, out of its part of a sample, and the words that say how they were measured. Pure.
 */
import { MIB } from "../base/units.ts";
import type { MachineSample } from "../monitor/sample.ts";
import type { Machine } from "../playground/machine.ts";
import { formatFineMiB, formatMiB, formatPercent } from "./format.ts";
import { cpuHow, memoryHow, sandboxCpuHow, sandboxMemoryHow } from "./host-bar/figure-words.ts";

/** What a machine takes of the host. */
export interface MachineFigures {
  readonly cpu: string;
  readonly cpuHow: string;
  /** In MiB. */
  readonly memoryUsed: string;
  /** What stands after that, in a row: `/ 75 MiB`, and in a sentence: `of 64 MiB used`. */
  readonly memoryOf: string;
  readonly memoryRest: string;
  readonly memoryHow: string;
}

/** What is taken at one moment; `null` where it cannot be told. */
export interface Taken {
  readonly cpuCores: number | null;
  /** Cores kept from it by its own limit. */
  readonly throttledCores: number | null;
  /** Cores that others had instead of it. */
  readonly waitedCores: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryReservedBytes: number | null;
  /** `null` in sandboxes too. */
  readonly balloonBytes: number | null;
}

const all = (figure: 0 | null): Taken => ({
  cpuCores: figure,
  throttledCores: figure,
  waitedCores: figure,
  memoryUsedBytes: figure,
  memoryReservedBytes: figure,
  balloonBytes: figure,
});

/** What `machine` takes: nothing while it is off, which is known without a sample, and sooner than by one. */
export function takenBy({ isActive }: Pick<Machine, "isActive">, sample: MachineSample | null): Taken {
  if (!isActive) return all(0);
  if (!sample) return all(null);
  const { cpuCores, throttledCores, stealCores, governedCores, memoryKinds } = sample;
  const { memoryUsedBytes, memoryReservedBytes } = sample;
  return {
    cpuCores,
    throttledCores,
    waitedCores: stealCores === null ? null : stealCores + (governedCores ?? 0),
    memoryUsedBytes,
    memoryReservedBytes,
    balloonBytes: memoryKinds?.kind === "guest" ? memoryKinds.balloonBytes : null,
  };
}

/** The figures of `machine`. `kernelShare` is the part of a core that the host kernel may have; `null` while there is none. */
export function machineFigures(
  machine: Machine,
  sample: MachineSample | null,
  kernelShare: number | null,
): MachineFigures {
  const { cpuCores, memoryUsedBytes, memoryReservedBytes } = takenBy(machine, sample);
  const limit = memoryLimit(machine);
  const cpu = formatPercent(cpuCores);
  if (machine.kind === "guest") {
    return {
      cpu,
      memoryUsed: formatMiB(memoryUsedBytes),
      cpuHow,
      memoryHow,
      memoryOf: `/ ${formatMiB(memoryReservedBytes)} MiB`,
      memoryRest: `of ${limit} used`,
    };
  }
  const limited = machine.memoryMiB !== null;
  return {
    cpu,
    memoryUsed: formatFineMiB(memoryUsedBytes),
    cpuHow: sandboxCpuHow(kernelShare),
    memoryHow: sandboxMemoryHow,
    memoryOf: limited ? `/ ${limit}` : "MiB",
    memoryRest: limited ? `of ${limit} used` : "MiB used, no limit",
  };
}

/** Figures that read alike, their words included, are the same text. */
export function shownFigures(figures: MachineFigures): string {
  return Object.values(figures).join("\n");
}

/** Memory that a machine may have: `64 MiB`, `no limit`. */
export function memoryLimit({ memoryMiB }: Machine): string {
  if (memoryMiB === null) return "no limit";
  return `${Number.isInteger(memoryMiB) ? memoryMiB : formatMiB(memoryMiB * MIB)} MiB`;
}
