/**
 * Turns running totals into rates: one accountant for all machines. Pure; time comes in with the readings.
 */
import { pressureOfAll } from "./pressure.ts";
import { MachineAccount } from "./machine-account.ts";
import type { HostReading, MachineSample, MonitorSample } from "./sample.ts";
import { onPageThread, withinCores, type CpuShares } from "./within-cores.ts";

/** Machines that wait less than this, all together, in cores, do not show that cores are short. */
const leastSteal = 0.1;

/** Remembers what each machine reported in the last seconds and gives rates over them. */
export class Accountant {
  #accounts = new Map<string, MachineAccount>();

  /** The sample that `reading`, taken at `atMs` (ms since the epoch), makes with those before it. */
  account(reading: HostReading, atMs: number): MonitorSample {
    const accounts = new Map<string, MachineAccount>();
    const told = reading.machines.map((machine): MachineSample => {
      const account = this.#accounts.get(machine.id) ?? new MachineAccount();
      accounts.set(machine.id, account);
      return account.account(machine, atMs);
    });
    this.#accounts = accounts;
    const shares = withinCores({ machines: told, pageCores: reading.pageCores }, reading.cores);
    return { atMs, host: hostSample(reading, shares), machines: shares.machines };
  }
}

function hostSample(reading: HostReading, { machines, pageCores }: CpuShares): MonitorSample["host"] {
  const { cores, memoryBytes, layerBytes, pageWatching, browserMemory, memoryBeside } = reading;
  const cpuCores = sum(machines.map((machine) => machine.cpuCores)) + (pageCores ?? 0);
  // What waits inside the page's own kernel waits for that kernel's part of one thread, not for a core.
  const guests = machines.filter((machine) => !onPageThread(machine));
  const stealCores = sum(guests.map((machine) => machine.stealCores));
  // Not below nothing by rounding.
  const rest = Math.max(0, cores - cpuCores);
  const short = stealCores >= leastSteal;
  return {
    cores,
    memoryBytes,
    pageCores,
    layerBytes,
    cpuCores,
    stealCores,
    overheadCores: short ? rest : null,
    freeCores: short ? 0 : rest,
    watchingCores:
      pageWatching &&
      pageWatching.samplingCores +
        pageWatching.showingCores +
        sum(machines.map(({ watchingCores }) => watchingCores)),
    showingCores: pageWatching?.showingCores ?? null,
    browserMemory,
    memoryBeside,
    pressure: {
      cpu: pressureOfAll(guests.map(({ pressure }) => pressure.cpu)),
      memory: reading.memoryPressure,
    },
  };
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((all, value) => all + (value ?? 0), 0);
}
