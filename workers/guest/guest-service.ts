/**
 * What a guest's worker offers: the contract of `protocol`, implemented on a machine that is built when it is asked for.
 * Knows nothing of the emulator.
 */
import { Disposables } from "../../src/base/disposable.ts";
import { Failure } from "../../src/base/failure.ts";
import type { CommandEnd } from "../../src/protocol/command-end.ts";
import type { GuestApi, GuestBoot, GuestPorts, TerminalSize } from "../../src/protocol/guest-api.ts";
import type { GuestTrace } from "../../src/protocol/guest-trace.ts";
import { ConnectedMachine } from "./connected-machine.ts";
import type { GiveTurns } from "./turns.ts";
import { VirtualMachine } from "./virtual-machine.ts";

/**
 * One machine for one power cycle. `boot` is called once and first. Methods are async so that what they throw rejects.
 */
/* oxlint-disable typescript/require-await */
export class GuestService implements GuestApi, Disposable {
  readonly #life = new Disposables();
  readonly #giveTurns: GiveTurns | undefined;
  #powered: ConnectedMachine | null = null;

  /** `giveTurns`: who shares the core out; without it the machine has its worker for itself. */
  constructor(giveTurns?: GiveTurns) {
    this.#giveTurns = giveTurns;
  }

  async boot(boot: GuestBoot, ports: GuestPorts): Promise<void> {
    if (this.#powered) throw new Error("this guest has been booted already");
    const machine = await VirtualMachine.build(boot, this.#giveTurns);
    letGo(boot.image.buffer);
    // Let go of at once if the plug was pulled meanwhile.
    this.#powered = this.#life.add(new ConnectedMachine(machine, ports));
    machine.start();
  }

  /** Pulls the plug: nothing of the machine is held or heard afterwards. */
  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
    this.#powered = null;
  }

  async pause(): Promise<void> {
    this.#machine().pause();
  }

  async resume(): Promise<void> {
    this.#machine().resume();
  }

  async requestShutdown(): Promise<void> {
    this.#machine().machine.request("shutdown");
  }

  async requestReboot(): Promise<void> {
    this.#machine().machine.request("reboot");
  }

  async execute(id: number, command: string): Promise<CommandEnd> {
    return await this.#machine().machine.commands.execute(id, command);
  }

  async cancelCommand(id: number): Promise<void> {
    this.#machine().machine.commands.cancel(id);
  }

  async resizeConsole(size: TerminalSize): Promise<void> {
    this.#machine().machine.resizeConsole(size);
  }

  async setCpuCap(cores: number | null): Promise<void> {
    this.#machine().machine.allowance.setCap(cores);
  }

  async setCpuWeight(weight: number): Promise<void> {
    this.#machine().machine.setCpuWeight(weight);
  }

  async setCpuGrant(cores: number | null): Promise<void> {
    this.#machine().machine.allowance.setGrant(cores);
  }

  async setBalloon(bytes: number): Promise<void> {
    this.#machine().machine.memory.setBalloon(bytes);
  }

  async lookAtPressure(): Promise<void> {
    this.#machine().machine.pressure.look(performance.now());
  }

  async beginTrace(): Promise<void> {
    this.#machine().machine.counters.begin();
  }

  async endTrace(): Promise<GuestTrace> {
    const trace = this.#machine().machine.counters.end();
    if (!trace) throw new Failure("wrong-state", "No trace of this guest has been begun.");
    return trace;
  }

  #machine(): ConnectedMachine {
    if (!this.#powered) throw new Error("the guest has not been booted");
    return this.#powered;
  }
}

/* oxlint-enable typescript/require-await */

/** Frees what `buffer` holds now: v86 keeps the image, which is in the guest's memory by then, for as long as it lives. */
function letGo(buffer: ArrayBuffer): void {
  structuredClone(buffer, { transfer: [buffer] });
}
