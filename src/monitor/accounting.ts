/**
 * Turns running totals into rates: one accountant for all machines. Pure; time comes in with the readings.
 */
import type { HostReading, MachineReading, MachineSample, MachineTotals, MonitorSample } from "./sample.ts";

interface Rates {
  readonly cpuCores: number | null;
  readonly stealCores: number | null;
  readonly instructionsPerSecond: number | null;
}

interface Account {
  readonly totals: MachineTotals;
  /** When the monitor first saw these totals, by its own clock: a worker's may have stood still meanwhile. */
  readonly seenAtMs: number;
  readonly rates: Rates;
}

const unknown: Rates = { cpuCores: null, stealCores: null, instructionsPerSecond: null };
const none: Rates = { cpuCores: 0, stealCores: 0, instructionsPerSecond: 0 };

/** A rate older than this says nothing about now, in ms. */
const staleMs = 3_000;

/** Remembers each machine's last totals and gives rates over the time between two of its reports. */
export class Accountant {
  #accounts = new Map<string, Account>();

  /** The sample that `reading`, taken at `atMs` (ms since the epoch), makes with the one before it. */
  account(reading: HostReading, atMs: number): MonitorSample {
    const accounts = new Map<string, Account>();
    const machines = reading.machines.map((machine): MachineSample => {
      const account = accountOf(machine, this.#accounts.get(machine.id), atMs);
      if (account) accounts.set(machine.id, account);
      const { id, kind, state, memoryReservedBytes, memoryUsedBytes } = machine;
      return { id, kind, state, ...ratesOf(machine, account, atMs), memoryReservedBytes, memoryUsedBytes };
    });
    this.#accounts = accounts;
    const used = machines.reduce((sum, machine) => sum + (machine.cpuCores ?? 0), 0);
    const { cores, memoryBytes, pageCores, layerBytes } = reading;
    return {
      atMs,
      host: { cores, memoryBytes, pageCores, layerBytes, cpuCores: used + (pageCores ?? 0) },
      machines,
    };
  }
}

function accountOf(
  { totals }: MachineReading,
  before: Account | undefined,
  seenAtMs: number,
): Account | null {
  if (!totals) return null;
  // Totals that went back belong to a new power cycle: its first report has nothing to be compared with.
  if (!before || wentBack(before.totals, totals)) return { totals, seenAtMs, rates: unknown };
  const elapsedMs = totals.atMs - before.totals.atMs;
  if (elapsedMs === 0) return before;
  return {
    totals,
    seenAtMs,
    rates: {
      cpuCores: (totals.cpuMs - before.totals.cpuMs) / elapsedMs,
      stealCores: (totals.stealMs - before.totals.stealMs) / elapsedMs,
      instructionsPerSecond:
        totals.instructions === null
          ? null
          : ((totals.instructions - (before.totals.instructions ?? 0)) * 1000) / elapsedMs,
    },
  };
}

function wentBack(before: MachineTotals, after: MachineTotals): boolean {
  const names = ["atMs", "cpuMs", "stealMs", "instructions"] as const;
  return names.some((name) => (after[name] ?? 0) < (before[name] ?? 0));
}

function ratesOf(machine: MachineReading, account: Account | null, atMs: number): Rates {
  if (!machine.active) return none;
  if (!account || atMs - account.seenAtMs > staleMs) return unknown;
  return account.rates;
}
