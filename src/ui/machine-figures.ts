/**
 * A machine's figures as text, out of its part of a sample. Pure.
 */
import type { MachineSample } from "../monitor/sample.ts";
import type { Machine } from "../playground/machine.ts";
import { formatMiB, formatPercent } from "./format.ts";

/** What a machine takes of the host. Memory in MiB. */
export interface MachineFigures {
  readonly cpu: string;
  readonly memoryUsed: string;
  readonly memoryReserved: string;
}

const off = new Set(["shutoff", "crashed", "created", "exited"]);

/** The figures of `machine`; a machine that is off takes nothing, and that is known without a sample. */
export function machineFigures(machine: Machine, sample: MachineSample | null): MachineFigures {
  if (off.has(machine.state)) return { cpu: formatPercent(0), memoryUsed: "0", memoryReserved: "0" };
  return {
    cpu: formatPercent(sample?.cpuCores ?? null),
    memoryUsed: formatMiB(sample?.memoryUsedBytes ?? null),
    memoryReserved: formatMiB(sample?.memoryReservedBytes ?? null),
  };
}
