/**
 * One machine's running totals over the last seconds, and the rates and pressure they make. Pure.
 */
import { PressureMeter, pressureOfOne, written } from "./pressure.ts";
import type { MachinePressure, MachineReading, MachineSample, MachineTotals } from "./sample.ts";
import { unchanged } from "./unchanged.ts";

type Rates = Pick<
  MachineSample,
  | "cpuCores"
  | "stealCores"
  | "throttledCores"
  | "governedCores"
  | "hostThrottledShare"
  | "instructionsPerSecond"
  | "watchingCores"
  | "ratesOver"
>;

/** Of a machine that has not said enough yet, or not lately. */
export const unknownRates: Rates = {
  cpuCores: null,
  stealCores: null,
  throttledCores: null,
  governedCores: null,
  hostThrottledShare: null,
  instructionsPerSecond: null,
  watchingCores: null,
  ratesOver: null,
};
/** Of a machine that may not run: known without asking. */
export const idleRates: Rates = {
  cpuCores: 0,
  stealCores: 0,
  throttledCores: 0,
  governedCores: 0,
  hostThrottledShare: 0,
  instructionsPerSecond: 0,
  watchingCores: 0,
  ratesOver: null,
};

/** A rate older than this says nothing about now, in ms. */
const staleMs = 3_000;
/** Rates are means over so long, in ms; reports come about once a second, and not to the millisecond. */
const windowMs = 3_000;
const slackMs = 500;

/** What is remembered of one machine. */
export class MachineAccount {
  /** Oldest first: the reports of the last window, from one power cycle. */
  #reports: readonly MachineTotals[] = [];
  /** When the monitor first saw the newest, by its own clock: a worker's may have stood still meanwhile. */
  #seenAtMs = 0;
  readonly #pressure = new PressureMeter();
  /** What was told last: it lends what stays as it was. */
  #last: MachineSample | null = null;

  /** The machine's part of the sample taken at `atMs`. */
  account(machine: MachineReading, atMs: number): MachineSample {
    this.#remember(machine.totals, atMs);
    if (!machine.active) this.#pressure.forget();
    const last = this.#last;
    const { id, kind, state, memoryReservedBytes, memoryUsedBytes } = machine;
    const kernelPressure = unchanged(last?.kernelPressure, writtenBoth(machine.kernelPressure));
    // A guest has one processor: when it waits, all that could run in it does.
    const cpu = kind === "sandbox" ? kernelPressure?.cpu : written(pressureOfOne(this.#pressure.averages));
    const pressure = { cpu: cpu ?? null, memory: kernelPressure?.memory ?? null };
    this.#last = {
      id,
      kind,
      state,
      ...this.#rates(machine, atMs),
      memoryReservedBytes,
      memoryUsedBytes,
      memoryKinds: unchanged(last?.memoryKinds, machine.memoryKinds),
      pressure: unchanged(last?.pressure, pressure),
      kernelPressure,
      limits: unchanged(last?.limits, machine.limits),
    };
    return this.#last;
  }

  #remember(totals: MachineTotals | null, atMs: number): void {
    const last = this.#reports.at(-1);
    // Totals that went back belong to a new power cycle: its first report has nothing to be compared with.
    if (!totals || !last || wentBack(last, totals)) {
      this.#reports = totals ? [totals] : [];
      this.#seenAtMs = atMs;
      return;
    }
    const elapsedMs = totals.atMs - last.atMs;
    if (elapsedMs === 0) return;
    const waitedMs = totals.stealMs - last.stealMs + (totals.governedMs ?? 0) - (last.governedMs ?? 0);
    this.#pressure.add(waitedMs / elapsedMs, elapsedMs);
    const oldestMs = totals.atMs - windowMs - slackMs;
    this.#reports = [...this.#reports.filter(({ atMs: reportMs }) => reportMs >= oldestMs), totals];
    // Reports that come seldom have nothing but each other to be compared with.
    if (this.#reports.length === 1) this.#reports = [last, totals];
    this.#seenAtMs = atMs;
  }

  #rates({ active }: MachineReading, atMs: number): Rates {
    if (!active) return idleRates;
    const [first, last] = [this.#reports[0], this.#reports.at(-1)];
    if (!first || !last || first === last || atMs - this.#seenAtMs > staleMs) return unknownRates;
    const elapsedMs = last.atMs - first.atMs;
    const rate = (name: keyof MachineTotals): number | null => {
      const [before, after] = [first[name], last[name]];
      return before === null || after === null ? null : (after - before) / elapsedMs;
    };
    const instructions = rate("instructions");
    return {
      cpuCores: rate("cpuMs"),
      stealCores: rate("stealMs"),
      throttledCores: rate("throttledMs"),
      governedCores: rate("governedMs"),
      hostThrottledShare: rate("hostThrottledMs"),
      instructionsPerSecond: instructions === null ? null : instructions * 1000,
      watchingCores: rate("watchingMs"),
      ratesOver: { fromMs: first.atMs, toMs: last.atMs },
    };
  }
}

function writtenBoth(pressure: MachinePressure | null): MachinePressure | null {
  return pressure && { cpu: written(pressure.cpu), memory: written(pressure.memory) };
}

function wentBack(before: MachineTotals, after: MachineTotals): boolean {
  const names = ["atMs", "cpuMs", "stealMs", "instructions"] as const;
  return names.some((name) => (after[name] ?? 0) < (before[name] ?? 0));
}
