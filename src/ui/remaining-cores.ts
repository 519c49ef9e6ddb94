/**
 * What is left of the host's cores, and whether it may be called free. Pure.
 */
import type { MonitorSample } from "../monitor/sample.ts";

/** What to call cores that are neither a machine's nor free. */
export const othersName = "Hypervisor overhead (compiler, timers), browser and other programs";

/** Cores that are no machine's and not the page's: free, or taken by others. */
export interface RemainingCores {
  readonly free: number;
  readonly others: number;
  /** Cores that machines wanted and the system gave to others. */
  readonly waited: number;
}

/** While machines wait for a core none is free: what is left over is then used by something nobody measures. */
export function remainingCores({ host }: MonitorSample): RemainingCores {
  const { freeCores: free, overheadCores, stealCores } = host;
  return overheadCores === null
    ? { free, others: 0, waited: 0 }
    : { free, others: overheadCores, waited: stealCores };
}
