/**
 * What an attack needs of a machine: its shell, its state, and the figures of its defences. Guests, sandboxes and the
 * host as such.
 */
import { MIB } from "../../base/units.ts";
import type { GuestMachine } from "../guest-machine.ts";
import type { HostSystem } from "../host-system.ts";
import type { SandboxMachine } from "../sandbox-machine.ts";
import type { AttackedKind } from "./attack.ts";

/** Running totals and levels of one moment; `null` where there is no such figure. */
export interface DefenceFigures {
  readonly throttledMs: number | null;
  /** Time it wanted a core and others had it, in ms. */
  readonly waitedMs: number | null;
  /** Its limit in cores; `null` is none. */
  readonly cpuCap: number | null;
  readonly memoryBytes: number | null;
  readonly memoryPeakBytes: number | null;
  readonly memoryMaxBytes: number | null;
  readonly oomKills: number | null;
  readonly pids: number | null;
  readonly pidsMax: number | null;
  readonly pidsRefused: number | null;
}

/** A machine that is attacked, or stands by. */
export interface Attacked {
  /** As the monitor knows it. */
  readonly id: string;
  readonly kind: AttackedKind;
  readonly name: string;
  readonly memoryMiB: number | null;
  state(): string;
  /** Why it ended, in words that may be its own. */
  endReason(): string | null;
  figures(): DefenceFigures | null;
  execute(
    command: string,
    signal: AbortSignal,
  ): Promise<{ readonly output: string; readonly exitCode: number }>;
}

/** A guest of the playground. */
export function attackedGuest(machine: GuestMachine): Attacked {
  return {
    id: machine.id,
    kind: "guest",
    name: machine.name,
    memoryMiB: machine.memoryMiB,
    state: () => machine.state,
    endReason: () => machine.endReason,
    figures: () => {
      const { totals, memoryUsedBytes } = machine.read();
      if (!totals) return null;
      return {
        throttledMs: totals.throttledMs,
        waitedMs: totals.stealMs,
        cpuCap: machine.limits.cpuCap,
        memoryBytes: memoryUsedBytes,
        memoryPeakBytes: null,
        memoryMaxBytes: machine.memoryMiB * MIB,
        oomKills: null,
        pids: null,
        pidsMax: null,
        pidsRefused: null,
      };
    },
    execute: (command, signal) => machine.execute(command, { signal }),
  };
}

/** A sandbox of the playground. */
export function attackedSandbox(machine: SandboxMachine): Attacked {
  return {
    id: machine.id,
    kind: "sandbox",
    name: machine.name,
    memoryMiB: machine.memoryMiB,
    state: () => machine.state,
    endReason: () => machine.endReason,
    figures: () => {
      const { usage } = machine.sandbox;
      if (!usage) return null;
      return {
        throttledMs: usage.throttledMs,
        waitedMs: usage.waitedMs,
        cpuCap: usage.cpuMaxCores,
        memoryBytes: usage.memoryBytes,
        memoryPeakBytes: usage.memoryPeakBytes,
        memoryMaxBytes: usage.memoryMaxBytes,
        oomKills: usage.oomKills,
        pids: usage.pids,
        pidsMax: usage.pidsMax,
        pidsRefused: usage.pidsRefused,
      };
    },
    execute: (command, signal) => machine.execute(command, { signal }),
  };
}

/** The host of all sandboxes. */
export function attackedHost(hostSystem: HostSystem): Attacked {
  return {
    id: "host",
    kind: "host",
    name: "host",
    memoryMiB: null,
    state: () => hostSystem.state.kind,
    endReason: () => (hostSystem.state.kind === "panicked" ? hostSystem.state.why : null),
    figures: () => null,
    execute: (command, signal) => hostSystem.execute(command, { signal }),
  };
}
