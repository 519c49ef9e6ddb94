/**
 * What can be said of a machine in plain data: what lessons check, what words point at, what a link describes. Read
 * from the machine when asked; keeps nothing.
 */
import type { MonitorSample } from "../../monitor/sample.ts";
import { MIB } from "../../base/units.ts";
import type { MachineLimits } from "../machine-limits.ts";
import type { PlaygroundMachine } from "../playground.ts";

/** A machine's figures at the monitor's last look; `null` where it cannot be told. */
export interface MachineFigures {
  readonly cpuCores: number | null;
  readonly stealCores: number | null;
  readonly throttledCores: number | null;
  readonly memoryUsedMiB: number | null;
  readonly memoryReservedMiB: number | null;
}

/** A machine as it is now. */
export interface MachineFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: "guest" | "sandbox";
  readonly state: string;
  /** Of a guest. */
  readonly hypervisor: "type1" | "type2" | null;
  /** Of a sandbox: a whole system or one application. */
  readonly sandboxKind: "system" | "application" | null;
  /** Of an application. */
  readonly confinement: "portal" | "confined" | "none" | null;
  /** Whether a sandbox's root cannot be written. */
  readonly readOnly: boolean;
  readonly limits: MachineLimits;
  /** Words that may come from the machine: text only. */
  readonly endReason: string | null;
  readonly figures: MachineFigures;
}

const unknownFigures: MachineFigures = {
  cpuCores: null,
  stealCores: null,
  throttledCores: null,
  memoryUsedMiB: null,
  memoryReservedMiB: null,
};

/** The facts of a machine, with its figures out of `sample`. */
export function machineFacts(machine: PlaygroundMachine, sample: MonitorSample | null): MachineFacts {
  const { id, name, state, limits, endReason } = machine;
  const shared = { id, name, state, limits, endReason, figures: figuresOf(id, sample) };
  if (machine.kind === "guest") {
    const { hypervisor } = machine;
    return { ...shared, kind: "guest", hypervisor, sandboxKind: null, confinement: null, readOnly: false };
  }
  const { kind, options } = machine.sandbox;
  return {
    ...shared,
    kind: "sandbox",
    hypervisor: null,
    sandboxKind: kind,
    confinement: kind === "application" ? (options.confinement ?? "portal") : null,
    readOnly: options.readOnly ?? false,
  };
}

/** How many kernels run: the host's, and one in each guest that executes. */
export function kernelCount(machines: readonly Pick<MachineFacts, "kind" | "state">[]): number {
  const executing = machines.filter(
    ({ kind, state }) => kind === "guest" && (state === "running" || state === "shutting-down"),
  );
  return 1 + executing.length;
}

function figuresOf(id: string, sample: MonitorSample | null): MachineFigures {
  const found = sample?.machines.find((each) => each.id === id);
  if (!found) return unknownFigures;
  const { cpuCores, stealCores, throttledCores, memoryUsedBytes, memoryReservedBytes } = found;
  return {
    cpuCores,
    stealCores,
    throttledCores,
    memoryUsedMiB: memoryUsedBytes === null ? null : memoryUsedBytes / MIB,
    memoryReservedMiB: memoryReservedBytes / MIB,
  };
}
