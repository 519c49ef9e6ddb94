/**
 * A guest and a sandbox as what is traced: what can be begun, ended and asked of each. The rest of this folder knows no
 * machine but by these.
 */
import { Failure } from "../../base/failure.ts";
import type { GuestTrace } from "../../protocol/guest-trace.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import type { TaskTrace } from "../../sandbox/kernel/trace/trace-recorder.ts";
import type { GuestMachine } from "../guest-machine.ts";
import type { HostSystem } from "../host-system.ts";
import type { SandboxMachine } from "../sandbox-machine.ts";

/** What both have. */
interface Traced<Trace> {
  readonly name: string;
  readonly system: string;
  readonly accent: number;
  /** Its console: keys go in, what it prints comes out. */
  readonly line: Pick<TerminalLine, "send" | "attach">;
  /** Begins; the result ends it and tells. */
  begin(): Promise<() => Promise<Trace>>;
  /** Runs a command beside its consoles; answers what it printed. */
  execute(command: string, signal: AbortSignal): Promise<string>;
}

/** A guest. */
export interface TracedGuest extends Traced<GuestTrace> {
  readonly kind: "guest";
}

/** A sandbox. */
export interface TracedSandbox extends Traced<TaskTrace> {
  readonly kind: "sandbox";
  /** The kernel's clock, in ms since its boot. */
  kernelMs(): number;
  /** CPU time that all its processes have had, in ms. */
  cpuMs(): number;
}

/** A guest of the playground. */
export function tracedGuest(machine: GuestMachine): TracedGuest {
  return {
    kind: "guest",
    name: machine.name,
    system: machine.system,
    accent: machine.accent,
    line: machine.lines[0].line,
    begin: async () => {
      await machine.beginTrace();
      return () => machine.endTrace();
    },
    execute: async (command, signal) => (await machine.execute(command, { signal })).output,
  };
}

/** A sandbox of the playground. */
export function tracedSandbox(machine: SandboxMachine, hostSystem: HostSystem): TracedSandbox {
  const host = (): NonNullable<HostSystem["host"]> => {
    if (!hostSystem.host) throw new Failure("host-down", "The host of the sandboxes is not up.");
    return hostSystem.host;
  };
  return {
    kind: "sandbox",
    name: machine.name,
    system: machine.system,
    accent: machine.accent,
    line: machine.lines[0].line,
    begin: () => {
      const end = host().trace(machine.sandbox.config.linux.cgroupsPath);
      return Promise.resolve(() => Promise.resolve(end()));
    },
    execute: async (command, signal) => (await machine.execute(command, { signal })).output,
    kernelMs: () => host().kernel.nowMs,
    cpuMs: () => machine.sandbox.usage?.cpuMs ?? 0,
  };
}
