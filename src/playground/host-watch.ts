/**
 * Reads the host for the monitor: what the page takes, what watching costs, what the browser says of memory, and each
 * machine. Knows nothing of how the machines came to be.
 */
import type { HostReading, MachineReading } from "../monitor/sample.ts";
import type { BrowserMemoryProbe } from "./browser-memory.ts";
import type { HostCapacity } from "./host-capacity.ts";
import type { HostSystem } from "./host-system.ts";
import type { MachineCounts, MemoryBesideProbe } from "./memory-beside.ts";
import type { PageMeter } from "./page-meter.ts";
import type { WatchMeter } from "./watch-meter.ts";

/** How the page is measured. What is not given is not told. */
export interface HostMeters {
  readonly pageMeter: PageMeter;
  /** What watching costs the page. */
  readonly watchMeter?: WatchMeter;
  /** What the browser says of its memory. */
  readonly browserMemory?: BrowserMemoryProbe;
  /** What machines cost the browser beside their own memory. */
  readonly memoryBeside?: MemoryBesideProbe;
}

/** What is read beside the meters. */
export interface WatchedHost {
  readonly capacity: HostCapacity;
  readonly hostSystem: HostSystem;
}

/** A machine, as far as it is counted. */
interface WatchedMachine {
  readonly kind: string;
  readonly hypervisor?: "type1" | "type2";
  readonly isActive: boolean;
  read(): MachineReading;
}

/** The host's readings, one after the other. */
export class HostWatch {
  readonly #meters: HostMeters;
  readonly #host: WatchedHost;
  /** What sandboxes have used, those that are gone included, in ms, when the page's share was last read. */
  #sandboxCpuMs = 0;

  constructor(meters: HostMeters, host: WatchedHost) {
    this.#meters = meters;
    this.#host = host;
  }

  /** The host with `machines` now. */
  read(machines: readonly WatchedMachine[]): HostReading {
    const { pageMeter, watchMeter, browserMemory, memoryBeside } = this.#meters;
    const { capacity, hostSystem } = this.#host;
    // Sandboxes run on the page's thread: what they took is theirs and not the page's.
    const sandboxes = hostSystem.host?.sandboxesUsage ?? null;
    const sandboxCpuMs = sandboxes?.cpuMs ?? 0;
    pageMeter.deduct(Math.max(0, sandboxCpuMs - this.#sandboxCpuMs));
    this.#sandboxCpuMs = sandboxCpuMs;
    return {
      cores: capacity.cores,
      memoryBytes: capacity.memoryBytes,
      pageCores: pageMeter.read(),
      layerBytes: hostSystem.host?.layerBytes ?? 0,
      pageWatching: watchMeter?.read() ?? null,
      browserMemory: browserMemory?.read() ?? null,
      memoryBeside: memoryBeside?.read(countMachines(machines)) ?? null,
      memoryPressure: sandboxes?.pressure.memory ?? null,
      machines: machines.map((machine) => machine.read()),
    };
  }
}

function countMachines(machines: readonly WatchedMachine[]): MachineCounts {
  const active = machines.filter(({ isActive }) => isActive);
  const guests = active.filter(({ kind }) => kind === "guest");
  const hosted = guests.filter(({ hypervisor }) => hypervisor === "type2").length;
  return {
    guests: guests.length,
    workers: hosted + (hosted < guests.length ? 1 : 0),
    machines: active.length,
  };
}
