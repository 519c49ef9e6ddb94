/**
 * The table's figures, out of samples. Pure.
 */
import type { MachineSample, MonitorSample } from "../../monitor/sample.ts";
import { notAvailable } from "../format.ts";

/** Of one quantity over the shown span; `null` where nothing is known. */
export interface Spread {
  readonly mean: number | null;
  readonly max: number | null;
}

/** Mean and maximum of what is known. */
export function spread(values: readonly (number | null)[]): Spread {
  let sum = 0;
  let count = 0;
  let max: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    count++;
    max = max === null ? value : Math.max(max, value);
  }
  return { mean: count > 0 ? sum / count : null, max };
}

/** A machine's part of a sample. */
export function partOf(sample: MonitorSample | null, machineId: string): MachineSample | null {
  return sample?.machines.find(({ id }) => id === machineId) ?? null;
}

/** Cores with two decimals, as a table that compares small shares needs: `0.03`. */
export function formatFineCores(cores: number | null): string {
  return cores === null ? notAvailable : cores.toFixed(2);
}
