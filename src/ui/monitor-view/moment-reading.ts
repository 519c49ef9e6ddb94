/**
 * One moment of the monitor in words, for who cannot see the charts. Pure.
 */
import type { MonitorSample } from "../../monitor/sample.ts";
import { formatFineMiB, formatMiB } from "../format.ts";
import { remainingCores } from "../remaining-cores.ts";
import { restFigures, type Crowd, type CrowdFigures } from "./crowd.ts";
import { formatFineCores, partOf } from "./machine-statistics.ts";
import { timeOfDay } from "./time-span.ts";

/** The time and each machine's CPU and memory then; of a crowd, those that are told of one by one. */
export function momentReading(sample: MonitorSample, crowd: Crowd): string {
  const parts = crowd.apart.flatMap(({ id, name }) => {
    const part = partOf(sample, id);
    if (!part) return [];
    const memory =
      part.kind === "sandbox"
        ? `${formatFineMiB(part.memoryUsedBytes)} MiB`
        : `${formatMiB(part.memoryUsedBytes)} of ${formatMiB(part.memoryReservedBytes)} MiB`;
    return [`${name} ${formatFineCores(part.cpuCores)} cores, ${memory}`];
  });
  const rest = crowd.rest.length > 0 ? [restWords(restFigures([], sample, crowd))] : [];
  return [timeOfDay(sample.atMs), ...parts, ...rest].join("; ");
}

function restWords({ count, cpuCores, memoryUsedBytes }: CrowdFigures): string {
  return `${count} more ${formatFineCores(cpuCores)} cores, ${formatFineMiB(memoryUsedBytes)} MiB`;
}

/** Cores used and free at one moment; while guests wait for a core, what others have. */
export function freeCores(sample: MonitorSample): string {
  const { free, others, waited } = remainingCores(sample);
  const used = `${formatFineCores(sample.host.cpuCores)} used`;
  return waited > 0
    ? `${used}, ${formatFineCores(others)} browser, compiler and others, 0.00 free`
    : `${used}, ${formatFineCores(free)} free`;
}

/**
 * MiB that machines and image layers had at one moment. What was free is not told: the host keeps more for emulators than
 * they have taken, and only its bar knows how much.
 */
export function reservedMemory({ host, machines }: MonitorSample): string {
  const reserved = machines.reduce(
    (sum, { memoryReservedBytes }) => sum + memoryReservedBytes,
    host.layerBytes,
  );
  return `${formatMiB(reserved)} reserved`;
}
