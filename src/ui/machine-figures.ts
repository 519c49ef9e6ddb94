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

const off = new Set(["shutoff", "crashed", "created", "exited"]);

/**
 * The figures of `machine`; a machine that is off takes nothing, and that is known without a sample. `kernelShare` is
 * the part of a core that the host kernel may have; `null` while there is none.
 */
export function machineFigures(
  machine: Machine,
  sample: MachineSample | null,
  kernelShare: number | null,
): MachineFigures {
  const isOff = off.has(machine.state);
  const reserved = isOff ? "0" : formatMiB(sample?.memoryReservedBytes ?? null);
  const limit = memoryLimit(machine);
  const cpu = formatPercent(isOff ? 0 : (sample?.cpuCores ?? null));
  const usedBytes = isOff ? 0 : (sample?.memoryUsedBytes ?? null);
  if (machine.kind === "guest") {
    return {
      cpu,
      memoryUsed: formatMiB(usedBytes),
      cpuHow,
      memoryHow,
      memoryOf: `/ ${reserved} MiB`,
      memoryRest: `of ${limit} used`,
    };
  }
  const limited = machine.memoryMiB !== null;
  return {
    cpu,
    memoryUsed: formatFineMiB(usedBytes),
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
