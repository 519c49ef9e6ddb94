/**
 * v86's names: a typed view of exactly the internals that the guest's machine uses, and how they are put together.
 * The one place where casts are allowed. Knows nothing of guests, pages or the protocol.
 */
import "./no-nested-workers.ts";
import { V86, type V86Options } from "v86";

/** What v86's WebAssembly module calls. The names and signatures are v86's (`starter.js`). */
export interface V86Imports {
  /** Called about every 100,003 instructions and at HLT; returns ms until the next timer is due. */
  run_hardware_timers(acpiEnabled: number, nowMs: number): number;
  /** HLT with interrupts off: the processor can never run again. */
  cpu_event_halt(): void;
  /** An interrupt arrived while the processor was halted. */
  stop_idling(): void;
  /** The clock behind TSC and APIC timer, in ms. */
  microtick(): number;
  /** Rust's panic messages. */
  console_log_from_wasm(address: number, length: number): void;
}

/** What v86's WebAssembly module offers. */
export interface V86Exports {
  readonly memory: WebAssembly.Memory;
  /** Runs for about a millisecond; returns ms to sleep. */
  readonly main_loop: () => number;
  /** Runs the APIC's timer; returns ms until it fires, exactly 100 when it is off. */
  readonly apic_timer: (nowMs: number) => number;
  /** 0: disabled; 1: most pages per unit; 3: most extra basic blocks (`jit.rs`). */
  readonly set_jit_config: (index: number, value: number) => void;
}

/** A virtqueue (virtio 1.2, 2.7). Its state must not be asked before `is_configured`. */
export interface V86Queue {
  is_configured(): unknown;
  has_request(): boolean;
}

/** A device that runs timers; returns ms until it wants to be called again, at most 100. */
interface V86Timer {
  timer(nowMs: number, legacy: boolean): number;
}

/** What the balloon's statistics come as, in bytes. */
export type V86BalloonStatistics = Readonly<
  Partial<Record<"MEMFREE" | "MEMTOT" | "AVAIL" | "CACHES", number>>
>;

/** The virtio console: all of its ports and queues. */
export interface V86ConsoleDevice {
  readonly virtio: {
    readonly queues: readonly V86Queue[];
    /** Interrupts the guest; `kind` is what its driver reads as the reason (virtio 1.2, 4.1.4.5). */
    raise_irq(kind: number): void;
  };
  /** Gives the guest a buffer back that it has sent in `queue`. */
  Ack(queue: number, chain: unknown): void;
}

/** The devices of the virtual hardware that are used here. */
export interface V86Devices {
  readonly pit: V86Timer & { readonly counter_enabled: ArrayLike<number> };
  readonly rtc: V86Timer & {
    readonly periodic_interrupt: boolean;
    readonly next_interrupt_alarm: number;
    readonly update_interrupt: boolean;
  };
  readonly acpi?: V86Timer & { readonly pm1_enable: number; status: number };
  readonly uart0: { readonly input: readonly number[] };
  readonly virtio_console: V86ConsoleDevice;
  readonly virtio_balloon: {
    readonly virtio: { readonly queues: readonly V86Queue[]; readonly device_feature: Uint32Array };
    /** Pages of 4096 bytes that the guest has given up, by the driver's own account. */
    readonly actual: number;
    /** Wants so many pages more (or, below zero, less) in the balloon. */
    Inflate(pages: number): void;
    GetStats(callback: (statistics: V86BalloonStatistics) => void): void;
  };
}

/** An entry of the table of I/O ports: who answers there. */
export interface V86Port {
  readonly device: object | undefined;
}

/** The I/O ports. The processor looks these methods up at each access: others may be put in their place. */
export interface V86PortAccess {
  readonly ports: readonly V86Port[];
  port_read8(port: number): number;
  port_read16(port: number): number;
  port_read32(port: number): number;
  port_write8(port: number, value: number): void;
  port_write16(port: number, value: number): void;
  port_write32(port: number, value: number): void;
}

/** PCI configuration space (PCI 3.0, 6.1), by a device's place on the bus. */
export interface V86Pci {
  readonly device_spaces: readonly (Int32Array | undefined)[];
}

/** The transport of a virtio device. */
export interface V86Virtio {
  readonly pci_id: number;
}

/** The processor and what hangs on it. */
export interface V86Cpu {
  readonly devices: V86Devices & { readonly pci: V86Pci };
  /** Devices look these two up at each call, as the processor does its ports. */
  device_raise_irq: (this: V86Cpu, irq: number) => void;
  /** Where the APIC's registers are in the emulator's memory (`apic.rs`). */
  get_apic_addr(): number;
  /** Where the IO-APIC's registers are (`ioapic.rs`). */
  get_ioapic_addr(): number;
  /** How the keyboard controller and the PCI reset register reset the processor. */
  reboot_internal(): void;
  readonly io: V86PortAccess & {
    register_write(
      port: number,
      device: object,
      write8: ((value: number) => void) | undefined,
      write16: ((value: number) => void) | undefined,
    ): void;
  };
}

/** v86's message bus between devices and their users. */
export interface V86Bus {
  send: (this: V86Bus, name: string, value: unknown) => void;
  register(name: string, listener: (value: never) => void, self: unknown): void;
  unregister(name: string, listener: (value: never) => void): void;
}

/** An assembled emulator that has not executed an instruction yet. */
export interface V86Parts {
  readonly exports: V86Exports;
  readonly cpu: V86Cpu;
  readonly bus: V86Bus;
}

/** Offset of the 32-bit instruction counter in v86's memory (`global_pointers.rs`). */
export const instructionCounterAddress = 664;
/** Offset of the flag that the processor has executed HLT and waits. */
export const haltedAddress = 616;
/** Words from the APIC's address to its local vector table's timer entry and to its interrupt request register. */
export const apicTimerEntryWord = 8;
export const apicRequestWord = 16;
/** Words from the IO-APIC's address to the lines that are high, a bit each. */
export const ioapicLinesWord = 51;
/** VIRTIO_BALLOON_F_DEFLATE_ON_OOM (virtio 1.2, 5.5.3). */
export const deflateOnOom = 1 << 2;
/** What `apic_timer` returns when the timer is off. */
export const apicTimerOff = 100;

interface V86Core {
  readonly cpu: V86Cpu;
  init(settings: unknown): void;
}

interface V86Starter {
  readonly v86: V86Core;
  readonly bus: V86Bus;
  continue_init(core: V86Core, options: unknown): Promise<void>;
}

/**
 * Builds an emulator from the compiled `module`. `wire` may replace imports before the module is instantiated.
 * v86's own scheduler is never started: `main_loop` is the caller's to call. Whatever goes wrong while v86 starts,
 * which by itself shows only as an unhandled rejection, rejects this promise.
 */
export function assembleV86(
  module: WebAssembly.Module,
  options: V86Options,
  wire: (imports: V86Imports) => void,
): Promise<V86Parts> {
  return new Promise<V86Parts>((resolve, reject) => {
    const wasmFunction = (imports: { readonly env: V86Imports }) => ({
      // A thenable, not a promise: so that what v86's continuation throws is caught here.
      // oxlint-disable-next-line unicorn/no-thenable -- the constructor calls `then` and nothing else
      then(next: (exports: V86Exports) => void): void {
        queueMicrotask(() => {
          try {
            wire(imports.env);
            const instance = new WebAssembly.Instance(module, imports as unknown as WebAssembly.Imports);
            const exports = instance.exports as unknown as V86Exports;
            starter.bus.register(
              "emulator-loaded",
              () => resolve({ exports, cpu: starter.v86.cpu, bus: starter.bus }),
              null,
            );
            next(exports);
          } catch (error) {
            reject(asError(error));
          }
        });
      },
    });
    const starter = new V86({
      ...options,
      autostart: false,
      wasm_fn: wasmFunction,
    } as unknown as V86Options) as unknown as V86Starter;

    const continueInit = starter.continue_init.bind(starter);
    starter.continue_init = (core, settings) => {
      const init = core.init.bind(core);
      core.init = (initSettings) => {
        try {
          init(initSettings);
        } catch (error) {
          reject(asError(error));
        }
      };
      return continueInit(core, settings).catch(reject);
    };
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
