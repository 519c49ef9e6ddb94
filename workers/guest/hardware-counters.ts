/**
 * Counts, while a trace is armed, how a guest uses its virtual hardware: port accesses, notifications of virtio queues,
 * interrupts, halts, console bytes. While none is armed nothing stands in the emulator's way. Knows no protocol but the
 * shape of what it answers.
 */
import { Disposables, toDisposable } from "../../src/base/disposable.ts";
import type { GuestTrace, GuestTraceHappening } from "../../src/protocol/guest-trace.ts";
import { DeviceNames } from "./device-names.ts";
import { TouchedMemory } from "./touched-memory.ts";
import { TraceTally } from "./trace-tally.ts";
import {
  apicRequestWord,
  apicTimerEntryWord,
  haltedAddress,
  ioapicLinesWord,
  type V86Bus,
  type V86Cpu,
  type V86Parts,
  type V86PortAccess,
} from "./v86-names.ts";

/** What is read when a trace begins and when it ends. */
export interface TraceTotals {
  readonly nowMs: number;
  readonly cpuMs: number;
  readonly instructions: number;
}

/** What the counters need of the machine around the emulator. */
export interface CountedMachine {
  nowMs(): number;
  instructions(): number;
  totals(): TraceTotals;
}

const widths = [8, 16, 32] as const;
/** Ports of the virtio console that are listened to: the user's and the agent's. */
const consolePorts = [0, 1];

/** One machine's counters. */
export class HardwareCounters {
  readonly #parts: V86Parts;
  readonly #machine: CountedMachine;
  #armed: Armed | null = null;

  constructor(parts: V86Parts, machine: CountedMachine) {
    this.#parts = parts;
    this.#machine = machine;
  }

  /** Whether a trace is armed. */
  get armed(): boolean {
    return this.#armed !== null;
  }

  /** Arms a trace, in place of one that is armed. */
  begin(): void {
    this.#armed?.[Symbol.dispose]();
    this.#armed = new Armed(this.#parts, this.#machine);
  }

  /** Ends the trace; `null` when none is armed. */
  end(): GuestTrace | null {
    const armed = this.#armed;
    this.#armed = null;
    armed?.[Symbol.dispose]();
    return armed?.result() ?? null;
  }

  /** An interrupt has reached the halted processor. */
  woken(): void {
    this.#armed?.woken();
  }

  /** Runs the APIC's timer by `run`, looking whether it fires. */
  apicTimer(run: (nowMs: number) => number, nowMs: number): number {
    return this.#armed ? this.#armed.apicTimer(run, nowMs) : run(nowMs);
  }
}

/** One armed trace. Disposing takes it out of the emulator's way. */
class Armed implements Disposable {
  readonly #machine: CountedMachine;
  readonly #memory: WebAssembly.Memory;
  readonly #cpu: V86Cpu;
  readonly #names: DeviceNames;
  readonly #taps = new Disposables();
  readonly #tally = new TraceTally();
  readonly #began: TraceTotals;
  readonly #touched: TouchedMemory;
  readonly #touchedBytes: number;
  readonly #wasHalted: boolean;
  #wakeUps = 0;

  constructor({ cpu, bus, exports }: V86Parts, machine: CountedMachine) {
    this.#machine = machine;
    this.#memory = exports.memory;
    this.#cpu = cpu;
    this.#names = new DeviceNames(cpu);
    this.#tapPorts(cpu.io);
    this.#tapInterrupts();
    this.#tapConsole(bus);
    this.#wasHalted = this.#halted;
    this.#touched = new TouchedMemory(exports.memory);
    this.#touchedBytes = this.#lookAtMemory();
    this.#began = machine.totals();
  }

  woken(): void {
    this.#wakeUps += 1;
    this.#note({ kind: "woken" });
  }

  apicTimer(run: (nowMs: number) => number, nowMs: number): number {
    const before = this.#timerRequested;
    const dueMs = run(nowMs);
    if (!before && this.#timerRequested) this.#note({ kind: "interrupt", device: "apic", irq: null });
    return dueMs;
  }

  result(): GuestTrace {
    const ended = this.#machine.totals();
    const began = this.#began;
    return {
      beganAtMs: performance.timeOrigin + began.nowMs,
      wallMs: ended.nowMs - began.nowMs,
      cpuMs: ended.cpuMs - began.cpuMs,
      instructions: ended.instructions - began.instructions,
      // Each wake-up ends a halt; one that was there before was none of this trace's.
      halts: this.#wakeUps + Number(this.#halted) - Number(this.#wasHalted),
      touchedBytes: this.#lookAtMemory() - this.#touchedBytes,
      ...this.#tally.result(),
    };
  }

  [Symbol.dispose](): void {
    this.#taps[Symbol.dispose]();
  }

  #tapPorts(io: V86PortAccess): void {
    for (const bits of widths) {
      const read = io[`port_read${bits}`];
      io[`port_read${bits}`] = (port) => {
        const value = read.call(io, port);
        this.#note({ kind: "port-read", device: this.#names.at(port), port, bits, value: value >>> 0 });
        return value;
      };
      this.#taps.defer(() => (io[`port_read${bits}`] = read));
      const write = io[`port_write${bits}`];
      io[`port_write${bits}`] = (port, value) => {
        // Before what it causes.
        this.#noteWrite(port, bits, value >>> 0);
        write.call(io, port, value);
      };
      this.#taps.defer(() => (io[`port_write${bits}`] = write));
    }
  }

  #noteWrite(port: number, bits: 8 | 16 | 32, value: number): void {
    this.#note({ kind: "port-write", device: this.#names.at(port), port, bits, value });
    const notified = this.#names.notifiedAt(port);
    if (notified !== null) this.#note({ kind: "queue-notified", device: notified, queue: value });
  }

  /** A line that is high already raises no second interrupt. */
  #tapInterrupts(): void {
    const cpu = this.#cpu;
    const raise = cpu.device_raise_irq;
    cpu.device_raise_irq = (irq) => {
      const wasHigh = (this.#word(cpu.get_ioapic_addr(), ioapicLinesWord) & (1 << irq)) !== 0;
      if (!wasHigh) this.#note({ kind: "interrupt", device: this.#names.ofLine(irq), irq });
      raise.call(cpu, irq);
    };
    this.#taps.defer(() => (cpu.device_raise_irq = raise));
  }

  #tapConsole(bus: V86Bus): void {
    const send = bus.send;
    bus.send = (name, value) => {
      const port = /^virtio-console(\d)-input-bytes$/.exec(name)?.[1];
      if (port !== undefined && value instanceof Uint8Array)
        this.#note({ kind: "console-input", port: Number(port), bytes: value.byteLength });
      send.call(bus, name, value);
    };
    this.#taps.defer(() => (bus.send = send));
    for (const port of consolePorts) {
      const name = `virtio-console${port}-output-bytes`;
      const listener = (bytes: Uint8Array): void =>
        this.#note({ kind: "console-output", port, bytes: bytes.byteLength });
      bus.register(name, listener, null);
      this.#taps.add(toDisposable(() => bus.unregister(name, listener)));
    }
  }

  #note(happening: GuestTraceHappening): void {
    this.#tally.add(happening, () => ({
      atUs: (this.#machine.nowMs() - this.#began.nowMs) * 1000,
      instructions: this.#machine.instructions() - this.#began.instructions,
    }));
  }

  /** Bytes that are not empty, with all memory looked at: takes milliseconds, and the guest stands meanwhile. */
  #lookAtMemory(): number {
    this.#touched.lookAtAll();
    return this.#touched.bytes ?? 0;
  }

  get #halted(): boolean {
    return new Uint8Array(this.#memory.buffer, haltedAddress, 1)[0] !== 0;
  }

  /** Whether the vector of the APIC's timer is in its interrupt request register. */
  get #timerRequested(): boolean {
    const apic = this.#cpu.get_apic_addr();
    const vector = this.#word(apic, apicTimerEntryWord) & 0xff;
    return (this.#word(apic, apicRequestWord + (vector >> 5)) & (1 << (vector & 31))) !== 0;
  }

  #word(address: number, index: number): number {
    return new Uint32Array(this.#memory.buffer, address, index + 1)[index] ?? 0;
  }
}
