/**
 * The host's figures out of the monitor's newest sample, with the words that say how each was measured. Pure.
 */
import { MIB } from "../../base/units.ts";
import type { MonitorSample } from "../../monitor/sample.ts";
import type { Machine } from "../../playground/machine.ts";
import { formatCores, formatCount, formatMiB } from "../format.ts";
import { othersName, remainingCores } from "../remaining-cores.ts";
import { accentColor } from "../styles/tokens.ts";
import type { BarPart } from "./gh-stacked-bar.ts";

/** What the host has in all. */
export interface HostSize {
  readonly cores: number;
  readonly memoryMiB: number;
}

/** A resource of the host: how much is used, by whom, and the words. */
export interface HostFigure {
  readonly used: string;
  readonly free: string;
  readonly parts: readonly BarPart[];
  /** Each part with its figure, as lines. */
  readonly breakdown: string;
  /** How it was measured. */
  readonly how: string;
}

/** How a guest's CPU share is measured. */
export const cpuHow =
  "An estimate: the time its worker thread worked over the last second or so, with the time taken out in which the " +
  "system gave the core to others. The browser tells no thread's CPU time.";

/** How a guest's memory is measured. */
export const memoryHow =
  "Used: the guest kernel's own figure, told through the virtio balloon. Reserved: the emulator's WebAssembly " +
  "memory, which holds the guest's RAM and about 11 MiB of its own.";

/** CPU of the host. */
export function cpuFigure(
  sample: MonitorSample | null,
  machines: readonly Machine[],
  host: HostSize,
): HostFigure {
  const pageCores = sample?.host.pageCores ?? null;
  const running = withSamples(sample, machines);
  const { free, others, waited } = sample
    ? remainingCores(sample)
    : { free: host.cores, others: 0, waited: 0 };
  const shares = running.map(({ machine, cpuCores }) => ({
    name: machine.name,
    color: accentColor(machine.accent),
    share: (cpuCores ?? 0) / host.cores,
    solid: 1,
    figure: cpuCores === null ? "n/a" : cpuCores.toFixed(2),
  }));
  const page = {
    name: "This page (estimate)",
    color: "var(--gh-page)",
    share: (pageCores ?? 0) / host.cores,
    solid: 1,
    figure: pageCores === null ? "n/a" : pageCores.toFixed(2),
  };
  const rest = {
    name: othersName,
    color: "var(--gh-others)",
    share: others / host.cores,
    solid: 1,
    figure: others.toFixed(2),
  };
  const all = [...shares, page, ...(waited > 0 ? [rest] : [])];
  return {
    used: formatCores(sample?.host.cpuCores ?? 0),
    free: formatCores(free),
    parts: all,
    breakdown: [
      ...all.map(({ name, figure }) => `${name}: ${figure}`),
      ...(waited > 0 ? [`Wanted and not given by the system: ${waited.toFixed(2)}`] : []),
    ].join("\n"),
    how:
      `Cores used by machines and this page, of the ${formatCount(host.cores, "core")} the browser tells of. ` +
      `${cpuHow} The page's own share is an estimate: the time its timers, messages and frames take. ` +
      "While guests wait for a core none is free: the rest is then the browser's, its compiler's and other programs'.",
  };
}

/** Memory of the host. */
export function memoryFigure(
  sample: MonitorSample | null,
  machines: readonly Machine[],
  host: HostSize,
  budget: string,
): HostFigure {
  const held = withSamples(sample, machines).filter(({ memoryReservedBytes }) => memoryReservedBytes > 0);
  const reservedBytes = held.reduce((sum, { memoryReservedBytes }) => sum + memoryReservedBytes, 0);
  const totalBytes = host.memoryMiB * MIB;
  return {
    used: formatMiB(reservedBytes),
    free: formatMiB(Math.max(0, totalBytes - reservedBytes)),
    parts: held.map(({ machine, memoryReservedBytes, memoryUsedBytes }) => ({
      name: machine.name,
      color: accentColor(machine.accent),
      share: memoryReservedBytes / totalBytes,
      solid: Math.min(1, (memoryUsedBytes ?? 0) / memoryReservedBytes),
    })),
    breakdown: [
      ...held.map(
        ({ machine, memoryReservedBytes, memoryUsedBytes }) =>
          `${machine.name}: ${formatMiB(memoryUsedBytes)} used of ${formatMiB(memoryReservedBytes)} MiB reserved`,
      ),
      "This page: n/a",
    ].join("\n"),
    how: `Memory reserved for machines. ${memoryHow} ${budget} What the page itself takes is n/a: no browser tells it while it runs.`,
  };
}

/** Where the memory budget comes from. */
export function budgetHow(memoryMiB: number, deviceMemoryGiB: number | undefined): string {
  return deviceMemoryGiB === undefined
    ? `The budget of ${memoryMiB} MiB is our choice: this browser does not tell how much memory the device has.`
    : `The budget of ${memoryMiB} MiB is half of the ${deviceMemoryGiB} GiB that the browser says the device has.`;
}

function withSamples(sample: MonitorSample | null, machines: readonly Machine[]) {
  return machines.flatMap((machine) => {
    const own = sample?.machines.find(({ id }) => id === machine.id);
    return own ? [{ ...own, machine }] : [];
  });
}
