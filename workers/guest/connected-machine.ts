/**
 * A machine connected to the page: its output and events on their ports, with credit both ways, and its samples. Knows
 * nothing of the calls that the page makes.
 */
import { assertNever } from "../../src/base/assert-never.ts";
import { ByteSender, type ByteStreamMessage } from "../../src/base/byte-stream.ts";
import { KIB } from "../../src/base/units.ts";
import type { GuestEvent, GuestPorts } from "../../src/protocol/guest-api.ts";
import type { Ending } from "./ending.ts";
import type { MachineLine } from "./machine-line.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

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

/** One machine. Disposing pulls the plug and closes the ports. */
export class ConnectedMachine implements Disposable {
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
    this.machine.pressure.askInTime(performance.now(), idle);
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

/** How far the wall clock is from the monotonic one, in ms: changes only when one of them jumps. */
function wallAheadMs(): number {
  return Date.now() - (performance.timeOrigin + performance.now());
}
