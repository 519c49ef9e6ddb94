/**
 * `globalThis.guesthouse`: the playground for scripts and tests, typed, narrow, documented in the project's README.
 */
import type { HypervisorKind } from "../guest/hypervisor-kind.ts";
import type { Monitor } from "../monitor/monitor.ts";
import type { MonitorSample } from "../monitor/sample.ts";
import { scriptAsk, type AskOptions, type ScriptAnswer } from "./ask/script-ask.ts";
import type { ExecutionResult } from "./execution.ts";
import { scriptExperiments, type ScriptExperiment } from "./experiments/script-experiments.ts";
import type { MachineLimits } from "./machine-limits.ts";
import type { CommandResult, MachineConsole, WaitOptions } from "./machine-console.ts";
import type { AddGuestOptions, AddSandboxOptions, Playground, PlaygroundMachine } from "./playground.ts";

/** A console for scripts. */
export interface ScriptConsole {
  /** Types `text` as if at the keyboard. */
  write(text: string): void;
  /** Plain text since the start, the last 1 MiB. */
  text(): string;
  /** Resolves with the text that matches, from what was printed since the last match on. */
  waitFor(pattern: RegExp | string, options?: WaitOptions): Promise<string>;
  /** Runs a command at a shell prompt. */
  run(command: string, options?: WaitOptions): Promise<CommandResult>;
}

/** A machine for scripts. */
export interface ScriptMachine {
  readonly id: string;
  readonly kind: "guest" | "sandbox";
  readonly name: string;
  /** Who decides when a guest runs; `null` for a sandbox, which has the host's kernel. */
  readonly hypervisor: HypervisorKind | null;
  readonly state: string;
  readonly console: ScriptConsole;
  /** What it may take now. */
  readonly limits: MachineLimits;
  /** Whether it is paused while nobody sees the page. */
  pauseWhenHidden: boolean;
  /** Changes what it may take, running or not; what is not named stays. */
  setLimits(changes: Partial<MachineLimits>): Promise<void>;
  start(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  shutdown(): Promise<void>;
  reboot(): Promise<void>;
  reset(): Promise<void>;
  destroy(): Promise<void>;
  remove(): Promise<void>;
  waitForState(state: string, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Runs a command by a shell beside what runs in it; its console shows nothing of it. */
  execute(command: string, options?: WaitOptions): Promise<ExecutionResult>;
}

/** What `globalThis.guesthouse` is. */
export interface Scripting {
  /** In order of creation. */
  readonly machines: readonly ScriptMachine[];
  /** Resolves when the guest runs; await the first prompt with `console.waitFor`. */
  addGuest(options?: AddGuestOptions): Promise<ScriptMachine>;
  /** Resolves when the sandbox runs; await the first prompt with `console.waitFor`. */
  addSandbox(options?: AddSandboxOptions): Promise<ScriptMachine>;
  readonly host: {
    /** A root shell on the host kernel; the first use boots it. */
    readonly console: ScriptConsole;
    /** Runs a command by a shell of the host's root, beside its console; the first use boots it. */
    execute(command: string, options?: WaitOptions): Promise<ExecutionResult>;
  };
  /** Runs a command in the host and every machine that runs, at the same time, beside their consoles. */
  ask(command: string, options?: AskOptions): Promise<readonly ScriptAnswer[]>;
  /** Measurements that set up their own machines and remove them. */
  readonly experiments: readonly ScriptExperiment[];
  readonly monitor: {
    latest(): MonitorSample | null;
    history(machineId?: string): readonly MonitorSample[];
  };
}

/** The playground as scripts see it. */
export function scripting(playground: Playground): Scripting {
  const known = new WeakMap<PlaygroundMachine, ScriptMachine>();
  const scripted = (machine: PlaygroundMachine): ScriptMachine => {
    const existing = known.get(machine);
    if (existing) return existing;
    const made = scriptMachine(machine);
    known.set(machine, made);
    return made;
  };
  let hostConsole: ScriptConsole | null = null;
  return Object.freeze({
    get machines() {
      return playground.machines.map(scripted);
    },
    addGuest: async (options?: AddGuestOptions) => scripted(await playground.addGuest(options)),
    addSandbox: async (options?: AddSandboxOptions) => scripted(await playground.addSandbox(options)),
    host: Object.freeze({
      // Not before somebody asks: to look at it boots the host.
      get console() {
        return (hostConsole ??= scriptConsole(playground.hostConsole));
      },
      execute: (command: string, options?: WaitOptions) => playground.hostSystem.execute(command, options),
    }),
    ask: (command: string, options?: AskOptions) => scriptAsk(playground, command, options),
    experiments: scriptExperiments(playground),
    monitor: scriptMonitor(playground.monitor),
  });
}

function scriptMonitor(monitor: Monitor): Scripting["monitor"] {
  return Object.freeze({
    latest: () => monitor.latest(),
    history: (machineId?: string) => monitor.history(machineId),
  });
}

function scriptConsole(console: MachineConsole): ScriptConsole {
  return Object.freeze({
    write: (text: string) => console.write(text),
    text: () => console.text(),
    waitFor: (pattern: RegExp | string, options?: WaitOptions) => console.waitFor(pattern, options),
    run: (command: string, options?: WaitOptions) => console.run(command, options),
  });
}

function scriptMachine(machine: PlaygroundMachine): ScriptMachine {
  const { console } = machine;
  return Object.freeze({
    id: machine.id,
    kind: machine.kind,
    name: machine.name,
    hypervisor: machine.kind === "guest" ? machine.hypervisor : null,
    get state() {
      return machine.state;
    },
    console: scriptConsole(console),
    get limits() {
      return machine.limits;
    },
    get pauseWhenHidden() {
      return machine.pauseWhenHidden;
    },
    set pauseWhenHidden(wanted: boolean) {
      machine.pauseWhenHidden = wanted;
    },
    setLimits: (changes: Partial<MachineLimits>) => machine.setLimits(changes),
    start: () => machine.start(),
    pause: () => machine.pause(),
    resume: () => machine.resume(),
    shutdown: () => machine.shutdown(),
    reboot: () => machine.reboot(),
    reset: () => machine.reset(),
    destroy: () => machine.destroy(),
    remove: () => machine.remove(),
    execute: (command: string, options?: WaitOptions) => machine.execute(command, options),
    waitForState: (state: string, options?: { readonly signal?: AbortSignal }) =>
      machine.waitForState(state, options),
  });
}
