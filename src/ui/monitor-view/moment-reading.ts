/**
 * One moment of the monitor in words, for who cannot see the charts. Pure.
 */
import type { MonitorSample } from "../../monitor/sample.ts";
import { formatFineMiB, formatMiB } from "../format.ts";
import { remainingCores } from "../remaining-cores.ts";
import type { KnownMachine } from "./known-machines.ts";
import { formatFineCores, partOf } from "./machine-statistics.ts";
import { timeOfDay } from "./time-span.ts";

/** The time and each machine's CPU and memory then. */
export function momentReading(sample: MonitorSample, machines: readonly KnownMachine[]): string {
  const parts = machines.flatMap(({ id, name }) => {
    const part = partOf(sample, id);
    if (!part) return [];
    const memory =
      part.kind === "sandbox"
        ? `${formatFineMiB(part.memoryUsedBytes)} MiB`
        : `${formatMiB(part.memoryUsedBytes)} of ${formatMiB(part.memoryReservedBytes)} MiB`;
    return [`${name} ${formatFineCores(part.cpuCores)} cores, ${memory}`];
  });
  return [timeOfDay(sample.atMs), ...parts].join("; ");
}

/** Cores used and free at one moment; while guests wait for a core, what others have. */
export function freeCores(sample: MonitorSample): string {
  const { free, others, waited } = remainingCores(sample);
  const used = `${formatFineCores(sample.host.cpuCores)} used`;
  return waited > 0
    ? `${used}, ${formatFineCores(others)} browser, compiler and others, 0.00 free`
    : `${used}, ${formatFineCores(free)} free`;
}

/** MiB taken, image layers included, and free at one moment. */
export function freeMemory({ host, machines }: MonitorSample): string {
  const reserved = machines.reduce(
    (sum, { memoryReservedBytes }) => sum + memoryReservedBytes,
    host.layerBytes,
  );
  return `${formatMiB(reserved)} reserved, ${formatMiB(Math.max(0, host.memoryBytes - reserved))} free`;
}
