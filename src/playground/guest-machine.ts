/**
 * A guest as a machine: gives the guest of `guest/` an identity on the screen and a console for scripts.
 */
import type { Clock } from "../base/clock.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { MIB } from "../base/units.ts";
import type { Crash } from "../guest/crash.ts";
import type { Guest } from "../guest/guest.ts";
import { isActive, verbFits, type GuestState } from "../guest/lifecycle.ts";
import type { MachineReading } from "../monitor/sample.ts";
import { emulatorOverheadMiB } from "./host-capacity.ts";
import { MachineConsole } from "./machine-console.ts";
import type { Machine, MachineId, MachineVerb, NamedLine } from "./machine.ts";

/** What the playground gives a guest beside the guest itself. */
export interface GuestMachineParts {
  readonly id: MachineId;
  readonly accent: number;
  readonly clock: Clock;
  /** Takes the machine off the playground. */
  readonly remove: (machine: GuestMachine) => void;
}

/** A guest of the playground. */
export class GuestMachine implements Machine, Disposable {
  readonly kind = "guest";
  readonly id: MachineId;
  readonly accent: number;
  readonly console: MachineConsole;
  readonly lines: readonly [NamedLine, NamedLine];
  readonly #guest: Guest;
  readonly #remove: (machine: GuestMachine) => void;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(guest: Guest, { id, accent, clock, remove }: GuestMachineParts) {
    this.id = id;
    this.accent = accent;
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
    return `Linux ${this.#guest.image.kernelVersion}`;
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

  // oxlint-disable-next-line typescript/require-await -- a refused verb rejects, as every verb does
  async remove(): Promise<void> {
    this.#guest.requireRemovable();
    this.#remove(this);
  }

  waitForState(state: string, options?: { readonly signal?: AbortSignal }): Promise<void> {
    return this.#guest.waitForState(state, options);
  }

  /** What the monitor is told of it. */
  read(): MachineReading {
    const { state, sample } = this.#guest;
    const memory = sample?.memory;
    return {
      id: this.id,
      kind: this.kind,
      state,
      active: state === "starting" || state === "running" || state === "shutting-down",
      totals: sample,
      memoryReservedBytes:
        sample?.reservedBytes ?? (isActive(state) ? (this.memoryMiB + emulatorOverheadMiB) * MIB : 0),
      memoryUsedBytes: memory ? memory.totalBytes - memory.availableBytes : null,
    };
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
