/**
 * Holds CPU shares to what there is. Some are timed by the wall clock, or were told a moment ago; where cores are short
 * they come to more than there are. Pure.
 */
import type { MachineSample } from "./sample.ts";

/** Shares of the same time. */
export interface CpuShares {
  readonly machines: readonly MachineSample[];
  /** The page's own, in cores; `null` where it can't be told. */
  readonly pageCores: number | null;
}

/**
 * `shares` that come to `cores` at most. Guests' meters tell when somebody else has the core. What runs on the page's thread,
 * sandboxes and the page itself, cannot: it has had what guests leave of one core at most, each its part of that. What
 * a machine is counted less was somebody else's: steal.
 */
export function withinCores({ machines, pageCores }: CpuShares, cores: number): CpuShares {
  const guests = machines.filter((machine) => !onPageThread(machine));
  const guestCores = sum(guests);
  const threadCores = sum(machines.filter(onPageThread)) + (pageCores ?? 0);
  const guestPart = partOf(cores, guestCores);
  const threadPart = partOf(Math.min(1, cores - guestCores * guestPart), threadCores);
  return {
    machines: machines.map((machine) => held(machine, onPageThread(machine) ? threadPart : guestPart)),
    pageCores: pageCores === null ? null : pageCores * threadPart,
  };
}

/** Sandboxes run on the page's one thread. */
export function onPageThread({ kind }: Pick<MachineSample, "kind">): boolean {
  return kind === "sandbox";
}

function partOf(most: number, cores: number): number {
  return cores > most ? Math.max(0, most) / cores : 1;
}

function held(machine: MachineSample, part: number): MachineSample {
  const { cpuCores, stealCores } = machine;
  if (part === 1 || cpuCores === null) return machine;
  const ownCores = cpuCores * part;
  return { ...machine, cpuCores: ownCores, stealCores: (stealCores ?? 0) + cpuCores - ownCores };
}

function sum(machines: readonly MachineSample[]): number {
  return machines.reduce((cores, { cpuCores }) => cores + (cpuCores ?? 0), 0);
}
