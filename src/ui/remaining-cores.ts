/**
 * What is left of the host's cores, and whether it may be called free. Pure.
 */
import type { MonitorSample } from "../monitor/sample.ts";

/** Cores that guests wanted and did not get: one busy guest on a free host is interrupted for some 0.06 of a core. */
const noticeableStealCores = 0.25;

/** What to call cores that are neither a guest's nor free. */
export const othersName = "Browser, compiler and other programs";

/** Cores that are no machine's and not the page's: free, or taken by others. */
export interface RemainingCores {
  readonly free: number;
  readonly others: number;
  /** Cores that guests wanted and the system gave to others. */
  readonly waited: number;
}

/** While guests wait for a core none is free: what is left over is then used by something nobody measures. */
export function remainingCores({ host, machines }: MonitorSample): RemainingCores {
  const left = Math.max(0, host.cores - host.cpuCores);
  const waited = machines.reduce((sum, { stealCores }) => sum + (stealCores ?? 0), 0);
  return waited >= noticeableStealCores
    ? { free: 0, others: left, waited }
    : { free: left, others: 0, waited: 0 };
}
