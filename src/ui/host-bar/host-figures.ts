/**
 * The host's figures out of the monitor's newest sample, with the words that say how each was measured. Pure.
 */
import type { MonitorSample } from "../../monitor/sample.ts";
import { emulatorOverheadMiB, type HostCapacity } from "../../playground/host-capacity.ts";
import type { Machine } from "../../playground/machine.ts";
import { formatCores, formatCount, formatFineMiB, formatMiB } from "../format.ts";
import { memoryLimit } from "../machine-figures.ts";
import { othersName, remainingCores } from "../remaining-cores.ts";
import { accentColor } from "../styles/tokens.ts";
import { cpuHow, memoryHow, sandboxCpuHow, sandboxMemoryHow } from "./figure-words.ts";
import type { BarPart } from "./gh-stacked-bar.ts";

/** The host, as far as its cores go. */
export interface HostCores {
  readonly cores: number;
  /** The part of a core that the host kernel may have; `null` while there is none. */
  readonly kernelShare: number | null;
}

/** A resource of the host: how much is used, by whom, and the words. */
export interface HostFigure {
  readonly used: string;
  readonly free: string;
  /** What is neither used by machines and page nor free, where that is known and there is any. */
  readonly others: string | null;
  readonly parts: readonly BarPart[];
  /** Each part with its figure, as lines. */
  readonly breakdown: string;
  /** How it was measured. */
  readonly how: string;
  /** What is free, and for whom. */
  readonly freeHow: string;
}

const shortHow =
  "While guests wait for a core none is free: the rest is then the browser's, its compiler's and other programs'.";

/** Less shows as none. */
const leastOthersCores = 0.05;

/** CPU of the host. */
export function cpuFigure(
  sample: MonitorSample | null,
  machines: readonly Machine[],
  host: HostCores,
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
  const isShort = sample !== null && sample.host.overheadCores !== null;
  const all = [...shares, page, ...(isShort ? [rest] : [])];
  return {
    used: formatCores(sample?.host.cpuCores ?? 0),
    free: formatCores(free),
    others: isShort && others >= leastOthersCores ? formatCores(others) : null,
    parts: all,
    breakdown: [
      ...lines(
        all,
        ({ name, figure }) => `${name}: ${figure}`,
        (share) => (share * host.cores).toFixed(2),
      ),
      ...(isShort
        ? [`Wanted and not given by the system (steal): ${waited.toFixed(2)}`]
        : [`${othersName}: n/a`]),
    ].join("\n"),
    how:
      `Cores used by machines and this page, of the ${formatCount(host.cores, "core")} the browser tells of. ` +
      `${howOf(machines, cpuHow, sandboxCpuHow(host.kernelShare))} The page's own share is an estimate: the time its timers, messages and frames take, as a mean of the last 3 s, and no more than the others leave. ` +
      shortHow,
    freeHow: `What is left of the cores. ${shortHow}`,
  };
}

/** The host's account of its memory: what can be given is decided by it. */
export type MemoryAccount = Pick<
  HostCapacity,
  "memoryBytes" | "takenBytes" | "freeBytes" | "leftForGuestMiB" | "memoryMiB" | "deviceMemoryGiB"
>;

/** Memory of the host. Taken and free are what the host counts, so that what it refuses fits them. */
export function memoryFigure(
  sample: MonitorSample | null,
  machines: readonly Machine[],
  account: MemoryAccount,
): HostFigure {
  const held = withSamples(sample, machines).filter(({ memoryReservedBytes }) => memoryReservedBytes > 0);
  const layerBytes = sample?.host.layerBytes ?? 0;
  const ofMachines = held.reduce((sum, { memoryReservedBytes }) => sum + memoryReservedBytes, layerBytes);
  const { memoryBytes: totalBytes, takenBytes, freeBytes, leftForGuestMiB } = account;
  // The sample may be from before a machine ended.
  const restBytes = Math.max(0, takenBytes - ofMachines);
  return {
    used: formatMiB(takenBytes),
    others: null,
    free: formatMiB(freeBytes),
    parts: [
      ...held.map(({ machine, memoryReservedBytes, memoryUsedBytes }) => ({
        name: machine.name,
        color: accentColor(machine.accent),
        share: memoryReservedBytes / totalBytes,
        solid: Math.min(1, (memoryUsedBytes ?? 0) / memoryReservedBytes),
      })),
      ...(layerBytes > 0
        ? [{ name: layersName, color: "var(--gh-layers)", share: layerBytes / totalBytes, solid: 1 }]
        : []),
      ...(restBytes > 0
        ? [{ name: restName, color: "var(--gh-others)", share: restBytes / totalBytes, solid: 1 }]
        : []),
    ],
    breakdown: [
      ...lines(
        held.map((each) => ({ ...each, share: each.memoryReservedBytes })),
        ({ machine, memoryReservedBytes, memoryUsedBytes }) =>
          machine.kind === "guest"
            ? `${machine.name}: ${formatMiB(memoryUsedBytes)} used of ${formatMiB(memoryReservedBytes)} MiB reserved`
            : `${machine.name}: ${formatFineMiB(memoryUsedBytes)} MiB used, ${limitWords(machine)}`,
        (bytes) => `${formatMiB(bytes)} MiB`,
      ),
      ...(layerBytes > 0 ? [`${layersName}: ${formatMiB(layerBytes)} MiB`] : []),
      ...(restBytes > 0 ? [`${restName}: ${formatFineMiB(restBytes)} MiB`] : []),
      "This page: n/a",
    ].join("\n"),
    how:
      `Memory taken by machines, as the host counts it. ${howOf(machines, memoryHow, sandboxMemoryHow)} ` +
      `${budgetHow(account)} What the page itself takes is n/a: no browser tells it while it runs.`,
    freeHow:
      `What machines may still take. Beside a guest’s RAM ${emulatorOverheadMiB} MiB are kept for its emulator: ` +
      `the next guest can have ${leftForGuestMiB} MiB.`,
  };
}

/** So many can be read. */
const mostLines = 24;

/** A line for each; of a crowd for those with the most, and one for the others with what `figure` makes of their sum. */
function lines<T extends { readonly share: number }>(
  parts: readonly T[],
  line: (part: T) => string,
  figure: (share: number) => string,
): readonly string[] {
  if (parts.length <= mostLines) return parts.map(line);
  const most = new Set(parts.toSorted((a, b) => b.share - a.share).slice(0, mostLines));
  const rest = parts.filter((part) => !most.has(part));
  const share = rest.reduce((sum, each) => sum + each.share, 0);
  return [...parts.filter((part) => most.has(part)).map(line), `And ${rest.length} more: ${figure(share)}`];
}

/** What to call image layers: they belong to no sandbox. */
const layersName = "Image layers, shared";

/** What to call what is counted beyond what each machine takes now. */
const restName = "Kept ready for emulators, and the host’s own";

function limitWords(machine: Machine): string {
  return machine.memoryMiB === null ? "no limit" : `limit ${memoryLimit(machine)}`;
}

/** The words for guests, and those for sandboxes where there are some. */
function howOf(machines: readonly Machine[], guests: string, sandboxes: string): string {
  const has = (kind: Machine["kind"]): boolean => machines.some((machine) => machine.kind === kind);
  if (!has("sandbox")) return guests;
  return has("guest") ? `Guests: ${guests} Sandboxes: ${sandboxes}` : sandboxes;
}

/** Where the memory budget comes from. */
function budgetHow({ memoryMiB, deviceMemoryGiB }: MemoryAccount): string {
  return deviceMemoryGiB === undefined
    ? `The budget of ${memoryMiB} MiB is our choice: this browser does not tell how much memory the device has.`
    : `The budget of ${memoryMiB} MiB is half of the ${deviceMemoryGiB} GiB that the browser says the device has.`;
}

function withSamples(sample: MonitorSample | null, machines: readonly Machine[]) {
  const samples = new Map(sample?.machines.map((each) => [each.id, each]));
  return machines.flatMap((machine) => {
    const own = samples.get(machine.id);
    return own ? [{ ...own, machine }] : [];
  });
}
