/**
 * A guest as a machine: gives the guest of `guest/` an identity on the screen and a console for scripts.
 */
import type { Clock } from "../base/clock.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { Crash } from "../guest/crash.ts";
import type { Guest } from "../guest/guest.ts";
import { hypervisorNames, type HypervisorKind } from "../guest/hypervisor-kind.ts";
import { isActive, verbFits, type GuestState } from "../guest/lifecycle.ts";
import type { GuestTrace } from "../protocol/guest-trace.ts";
import type { MachineReading } from "../monitor/sample.ts";
import type { GovernedGuest } from "./cpu-governor.ts";
import { execution, type ExecutionResult } from "./execution.ts";
import { guestReading } from "./guest-reading.ts";
import { MachineConsole, type WaitOptions } from "./machine-console.ts";
import { checkLimitNames, type MachineLimits } from "./machine-limits.ts";
import type { Machine, MachineId, MachineVerb, NamedLine } from "./machine.ts";

/** What the playground gives a guest beside the guest itself. */
export interface GuestMachineParts {
  readonly id: MachineId;
  readonly accent: number;
  readonly hypervisor: HypervisorKind;
  readonly clock: Clock;
  /** Takes the machine off the playground. */
  readonly remove: (machine: GuestMachine) => void;
}

/** Commands beside its user's shell. */
export interface CommandCount {
  readonly begun: number;
  readonly running: number;
}

/** A guest of the playground. */
export class GuestMachine implements Machine, Disposable {
  readonly kind = "guest";
  readonly id: MachineId;
  readonly accent: number;
  /** Who decides when it runs. */
  readonly hypervisor: HypervisorKind;
  readonly console: MachineConsole;
  readonly lines: readonly [NamedLine, NamedLine];
  readonly #guest: Guest;
  readonly #remove: (machine: GuestMachine) => void;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  readonly onDidChange: Evt<void> = this.#onDidChange;
  #commands: CommandCount = { begun: 0, running: 0 };
  pauseWhenHidden = false;

  constructor(guest: Guest, { id, accent, hypervisor, clock, remove }: GuestMachineParts) {
    this.id = id;
    this.accent = accent;
    this.hypervisor = hypervisor;
    this.#guest = this.#life.add(guest);
    this.#remove = remove;
    this.console = this.#life.add(new MachineConsole(guest.console, clock));
    this.lines = [
      { id: "console", title: "Console", line: guest.console },
      { id: "serial", title: "Kernel messages", line: guest.serial },
    ];
    this.#life.add(guest.onDidChange.listen(() => this.#onDidChange.fire()));
  }

  get name(): string {
    return this.#guest.name;
  }

  get state(): GuestState {
    return this.#guest.state;
  }

  get system(): string {
    const system = `Linux ${this.#guest.image.kernelVersion}`;
    // A guest has a host of its own kind as a rule, which goes without saying.
    return this.hypervisor === "type1" ? `${system} on ${hypervisorNames.type1}` : system;
  }

  /** The id of the image it was made from. */
  get imageId(): string {
    return this.#guest.image.id;
  }

  get memoryMiB(): number {
    return this.#guest.memoryMiB;
  }

  get endReason(): string | null {
    return this.#guest.crash && crashWords(this.#guest.crash);
  }

  get isActive(): boolean {
    return isActive(this.state);
  }

  get limits(): MachineLimits {
    const { cpuCap, cpuWeight, balloonMiB } = this.#guest.limits;
    return { cpuCap, cpuWeight, memoryMiB: this.memoryMiB - balloonMiB, pidsLimit: null };
  }

  can(verb: MachineVerb): boolean {
    return verbFits(verb, this.#guest.state);
  }

  start(): Promise<void> {
    return this.#guest.start();
  }
  pause(): Promise<void> {
    return this.#guest.pause();
  }
  resume(): Promise<void> {
    return this.#guest.resume();
  }
  shutdown(): Promise<void> {
    return this.#guest.shutdown();
  }
  reboot(): Promise<void> {
    return this.#guest.reboot();
  }
  reset(): Promise<void> {
    return this.#guest.reset();
  }
  destroy(): Promise<void> {
    return this.#guest.destroy();
  }

  async setLimits({ memoryMiB, ...changes }: Partial<MachineLimits>): Promise<void> {
    checkLimitNames({ ...changes, ...(memoryMiB === undefined ? {} : { memoryMiB }) });
    const { pidsLimit, ...shared } = changes;
    if (typeof pidsLimit === "number") {
      throw new Failure(
        "bad-pids",
        "A guest's processes are its own kernel's affair: give it cpuCap, cpuWeight or memoryMiB.",
      );
    }
    const balloonMiB = this.memoryMiB - (memoryMiB ?? this.memoryMiB);
    await this.#guest.setLimits({ ...shared, ...(memoryMiB === undefined ? {} : { balloonMiB }) });
    this.#onDidChange.fire();
  }

  /** What the CPU governor is told of it; `null` while it does not run or our own scheduler keeps its weight. */
  get governed(): GovernedGuest | null {
    const { sample, limits, state } = this.#guest;
    if (this.hypervisor === "type1") return null;
    if (!sample || !(state === "running" || state === "shutting-down")) return null;
    return { id: this.id, weight: limits.cpuWeight, mostCores: limits.cpuCap ?? 1, totals: sample };
  }

  /** Holds it to so many cores while the host is short of them. */
  async grantCores(cores: number | null): Promise<void> {
    await this.#guest.grantCores(cores);
  }

  // oxlint-disable-next-line typescript/require-await -- a refused verb rejects, as every verb does
  async remove(): Promise<void> {
    this.#guest.requireRemovable();
    this.#remove(this);
  }

  execute(command: string, options: WaitOptions = {}): Promise<ExecutionResult> {
    return execution(command, options, async (text, signal) => {
      this.#commands = { begun: this.#commands.begun + 1, running: this.#commands.running + 1 };
      try {
        return await this.#guest.execute(text, signal);
      } finally {
        this.#commands = { ...this.#commands, running: this.#commands.running - 1 };
      }
    });
  }

  /** Commands by `execute`: how many have been begun, and how many run now. They are among its processes. */
  get commands(): CommandCount {
    return this.#commands;
  }

  /** Somebody looks at its pressure: what is read next tells it, if it can. */
  lookAtPressure(): void {
    // One that ends meanwhile has no pressure.
    this.#guest.runningApi?.lookAtPressure().catch(() => undefined);
  }

  /** Begins to count what it does with its hardware. Fails with `wrong-state` unless it runs. */
  beginTrace(): Promise<void> {
    return this.#guest.beginTrace();
  }

  /** Ends the trace that was begun and tells. */
  endTrace(): Promise<GuestTrace> {
    return this.#guest.endTrace();
  }

  waitForState(state: string, options?: { readonly signal?: AbortSignal }): Promise<void> {
    return this.#guest.waitForState(state, options);
  }

  /** What the monitor is told of it. */
  read(): MachineReading {
    const { id, state, memoryMiB, limits } = this;
    return guestReading({ id, state, memoryMiB, limits, sample: this.#guest.sample });
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }
}

function crashWords({ kind, detail }: Crash): string {
  switch (kind) {
    case "kernel-panic":
      return `Kernel panic: ${detail}`;
    case "triple-fault":
      return `Triple fault: the processor met an exception it could not deliver. ${detail}`;
    case "unexpected-reset":
      return `The machine reset itself without having been asked to. ${detail}`;
    case "emulator-trap":
      return `The emulator stopped: ${detail}`;
    case "out-of-memory":
      return `The browser gave no memory: ${detail}`;
    case "worker-died":
      return `The guest's worker died: ${detail}`;
  }
}
