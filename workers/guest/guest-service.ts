/**
 * What a guest's worker offers: the contract implemented on a machine, and the machine's output and events on their
 * ports. Knows the protocol; knows nothing of the emulator.
 */
import { assertNever } from "../../src/base/assert-never.ts";
import { ByteSender, type ByteStreamMessage } from "../../src/base/byte-stream.ts";
import { Disposables } from "../../src/base/disposable.ts";
import { Failure } from "../../src/base/failure.ts";
import { KIB } from "../../src/base/units.ts";
import type { CommandEnd } from "../../src/protocol/command-end.ts";
import type {
  GuestApi,
  GuestBoot,
  GuestEvent,
  GuestPorts,
  TerminalSize,
} from "../../src/protocol/guest-api.ts";
import type { Ending } from "./ending.ts";
import type { GuestTrace } from "../../src/protocol/guest-trace.ts";
import type { GiveTurns } from "./turns.ts";
import { VirtualMachine } from "./virtual-machine.ts";
import type { MachineLine } from "./machine-line.ts";

/** Output under way that the page has not consumed. */
const windowBytes = 128 * KIB;
/** The guest stands still from when so much of its output is not consumed until so little of it is left. */
const highWaterBytes = 256 * KIB;
const lowWaterBytes = 64 * KIB;
const samplePeriodMs = 1000;
/** An idle guest's memory is asked for this seldom: each answer costs it a wake-up. */
const idleSamplesPerMemory = 5;
/** The wall clock is set again when it and the monotonic clock have drifted so far apart: the host slept or was set. */
const wallClockJumpMs = 1000;
/** Fewer instructions than this since the last sample: the guest was idle. */
const idleInstructions = 1_000_000;

/**
 * One machine for one power cycle. `boot` is called once and first. Methods are async so that what they throw rejects.
 */
/* oxlint-disable typescript/require-await */
export class GuestService implements GuestApi, Disposable {
  readonly #life = new Disposables();
  readonly #giveTurns: GiveTurns | undefined;
  #powered: Powered | null = null;

  /** `giveTurns`: who shares the core out; without it the machine has its worker for itself. */
  constructor(giveTurns?: GiveTurns) {
    this.#giveTurns = giveTurns;
  }

  async boot(boot: GuestBoot, ports: GuestPorts): Promise<void> {
    if (this.#powered) throw new Error("this guest has been booted already");
    const machine = await VirtualMachine.build(boot, this.#giveTurns);
    letGo(boot.image.buffer);
    // Let go of at once if the plug was pulled meanwhile.
    this.#powered = this.#life.add(new Powered(machine, ports));
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

  async beginTrace(): Promise<void> {
    this.#machine().machine.counters.begin();
  }

  async endTrace(): Promise<GuestTrace> {
    const trace = this.#machine().machine.counters.end();
    if (!trace) throw new Failure("wrong-state", "No trace of this guest has been begun.");
    return trace;
  }

  #machine(): Powered {
    if (!this.#powered) throw new Error("the guest has not been booted");
    return this.#powered;
  }
}

/* oxlint-enable typescript/require-await */
/** A machine connected to the page. */
class Powered implements Disposable {
  readonly machine: VirtualMachine;
  readonly #ports: GuestPorts;
  readonly #events: MessagePort;
  readonly #senders: readonly ByteSender[];
  #sampling: ReturnType<typeof setInterval> | undefined;
  #instructions = 0;
  #wallAheadMs = wallAheadMs();
  #samplesSinceMemory = 0;
  #blocked = false;
  #over = false;

  constructor(machine: VirtualMachine, ports: GuestPorts) {
    this.machine = machine;
    this.#ports = ports;
    this.#events = ports.events;
    this.#senders = [
      this.#connect(machine.console, ports.console),
      this.#connect(machine.serial, ports.serial),
    ];
    machine.onReady.listen(() => this.#tell({ kind: "ready" }));
    machine.onEnd.listen((ending) => this.#ended(ending));
    this.#startSampling();
  }

  pause(): void {
    this.machine.pause();
    clearInterval(this.#sampling);
    this.#sampling = undefined;
  }

  resume(): void {
    this.machine.resume();
    this.#startSampling();
  }

  /** Both ways over one port: output with credit from the page, input with credit to it. */
  #connect(line: MachineLine, port: MessagePort): ByteSender {
    const sender = new ByteSender(port, windowBytes);
    line.onOutput.listen((bytes) => {
      sender.send(bytes);
      this.#updateBlocked();
    });
    line.onTaken.listen((bytes) => {
      const credit: ByteStreamMessage = { kind: "credit", bytes };
      port.postMessage(credit);
    });
    port.onmessage = ({ data }: MessageEvent<ByteStreamMessage>) => {
      switch (data.kind) {
        case "bytes":
          line.type(data.bytes);
          break;
        case "credit":
          sender.credit(data.bytes);
          this.#updateBlocked();
          break;
        case "end":
          // The page types no more; what it typed before is on its way.
          break;
        default:
          assertNever(data);
      }
    };
    return sender;
  }

  #updateBlocked(): void {
    const backlog = Math.max(...this.#senders.map((sender) => sender.backlogBytes));
    const blocked = this.#blocked ? backlog > lowWaterBytes : backlog > highWaterBytes;
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.machine.outputBlocked = blocked;
  }

  #startSampling(): void {
    if (this.#over) return;
    this.#sampling ??= setInterval(() => this.machine.whileWatching(() => this.#sample()), samplePeriodMs);
  }

  #sample(): void {
    const sample = this.machine.sample();
    this.#tell({ kind: "sampled", sample });
    const idle = sample.instructions - this.#instructions < idleInstructions;
    this.#instructions = sample.instructions;
    this.#followWallClock();
    const seldom = idle && sample.memory && !this.machine.memory.ballooned;
    if (seldom && ++this.#samplesSinceMemory < idleSamplesPerMemory) return;
    this.#samplesSinceMemory = 0;
    this.machine.memory.ask();
  }

  /** A guest's clock counts on from when it was set: neither the host's sleep nor a correction of its clock reaches it. */
  #followWallClock(): void {
    const aheadMs = wallAheadMs();
    if (Math.abs(aheadMs - this.#wallAheadMs) <= wallClockJumpMs) return;
    this.#wallAheadMs = aheadMs;
    this.machine.setTime();
  }

  /** The ends of the streams go first: whoever has seen them has seen every byte. */
  #ended(ending: Ending): void {
    this.#over = true;
    clearInterval(this.#sampling);
    this.#tell({ kind: "sampled", sample: this.machine.sample() });
    for (const sender of this.#senders) sender.end();
    this.#tell(ending);
  }

  [Symbol.dispose](): void {
    this.#over = true;
    clearInterval(this.#sampling);
    this.machine[Symbol.dispose]();
    for (const port of [this.#events, this.#ports.console, this.#ports.serial]) port.close();
  }

  #tell(event: GuestEvent): void {
    this.#events.postMessage(event);
  }
}

/** Frees what `buffer` holds now: v86 keeps the image, which is in the guest's memory by then, for as long as it lives. */
function letGo(buffer: ArrayBuffer): void {
  structuredClone(buffer, { transfer: [buffer] });
}

/** How far the wall clock is from the monotonic one, in ms: changes only when one of them jumps. */
function wallAheadMs(): number {
  return Date.now() - (performance.timeOrigin + performance.now());
}
