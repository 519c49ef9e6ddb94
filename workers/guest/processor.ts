/**
 * The virtual processor: v86's `main_loop` with its imports rewired, so that it is metered, its timers may be far
 * away, and whatever stops it for good is caught and named.
 */
import { plainLine } from "../../src/base/plain-line.ts";
import { CpuMeter } from "./cpu-meter.ts";
import type { Stop } from "./ending.ts";
import type { GuestClock } from "./guest-clock.ts";
import { HardwareCounters } from "./hardware-counters.ts";
import { HardwareTimers } from "./hardware-timers.ts";
import { InstructionCounter } from "./instruction-counter.ts";
import { JitPolicy } from "./jit-policy.ts";
import { WatchCost } from "./watch-cost.ts";
import { hardwareOptions, type HardwareChoice } from "./hardware.ts";
import { stretchInstructions } from "./short-stretches.ts";
import { assembleV86, instructionCounterAddress, type V86Imports, type V86Parts } from "./v86-names.ts";

/** What a processor needs of its surroundings. */
export interface ProcessorHost {
  readonly emulator: WebAssembly.Module;
  readonly clock: GuestClock;
  /** Monotonic time in ms. */
  nowMs(): number;
}

/** Thrown through the emulator to leave it at once; nothing of it may run afterwards. */
class Stopped {
  readonly stop: Stop;
  constructor(stop: Stop) {
    this.stop = stop;
  }
}

/** How often the hardware's timers run while the processor does not halt. */
const timerInstructions = 100_000;
const acpiControlPort = 0xb004;
/** SLP_EN of PM1a_CNT (ACPI 6.5, 4.8.4.2.1). The only sleep the machine knows is being switched off. */
const sleepEnable = 0x2000;
/** In characters. */
const longestReason = 300;
const longestReasonBytes = 4 * longestReason;

/** The one processor of a guest, with the hardware around it. */
export class Processor {
  readonly meter = new CpuMeter();
  readonly jit: JitPolicy;
  /** What watching it costs. */
  readonly watching: WatchCost;
  readonly parts: V86Parts;
  /** Counts what the guest does with its hardware, while a trace is armed. */
  readonly counters: HardwareCounters;
  readonly #nowMs: () => number;
  readonly #instructions: InstructionCounter;
  readonly #timers: HardwareTimers;
  /** The instructions executed when the timers were last due, and when they last ran. */
  #stretchBeganAt = 0;
  #timersRanAt = 0;
  readonly #hooks: Hooks;

  /** Builds the hardware around a processor that has not executed an instruction yet. */
  static async build(choice: HardwareChoice, host: ProcessorHost): Promise<Processor> {
    const hooks = new Hooks();
    const parts = await assembleV86(host.emulator, hardwareOptions(choice), (imports) =>
      hooks.wire(imports, host.clock),
    );
    return new Processor(parts, hooks, host);
  }

  private constructor(parts: V86Parts, hooks: Hooks, host: ProcessorHost) {
    const { exports, cpu } = parts;
    this.parts = parts;
    this.#hooks = hooks;
    this.#nowMs = () => host.nowMs();
    this.#instructions = new InstructionCounter(exports.memory, instructionCounterAddress);
    this.counters = new HardwareCounters(parts, {
      nowMs: this.#nowMs,
      instructions: () => this.#instructions.read(),
      totals: () => ({
        nowMs: this.#nowMs(),
        cpuMs: this.meter.cpuMs,
        instructions: this.#instructions.read(),
      }),
    });
    this.#timers = new HardwareTimers(cpu.devices, (nowMs) =>
      this.counters.apicTimer(exports.apic_timer, nowMs),
    );
    this.jit = new JitPolicy(exports.set_jit_config);
    const dry = new CpuMeter();
    let dryMs = 0;
    this.watching = new WatchCost(this.#nowMs, () =>
      dry.checkpoint((dryMs += 0.05), this.#instructions.read()),
    );
    hooks.memory = exports.memory;
    hooks.runTimers = (guestMs) => {
      const instructions = this.#instructions.read();
      this.watching.count();
      // The clock was read a moment ago: reading it is most of what a checkpoint costs.
      this.meter.checkpoint(host.clock.hostMs(guestMs), instructions);
      return this.#runTimers(guestMs, instructions);
    };
    cpu.reboot_internal = () => {
      throw new Stopped({ kind: "reset" });
    };
    const { acpi } = cpu.devices;
    if (acpi) {
      cpu.io.register_write(acpiControlPort, acpi, undefined, (value) => {
        if (value & sleepEnable) throw new Stopped({ kind: "switched-off" });
        acpi.status = value;
      });
    }
  }

  /** Instructions executed so far. */
  get instructions(): number {
    return this.#instructions.read();
  }

  /** Called when an interrupt reaches the halted processor. */
  set onInterrupt(listener: () => void) {
    this.#hooks.interrupted = () => {
      this.counters.woken();
      listener();
    };
  }

  /** Does something for the guest between its turns that is for nothing but watching it. */
  watch(task: () => void): void {
    const beganMs = this.#nowMs();
    this.watching.time(task);
    this.meter.aside(beganMs, this.#nowMs());
  }

  /** The run loop begins a turn; `wasHeld`: the guest was not allowed to run before it. */
  turnBegan(wasHeld: boolean): void {
    this.meter.turnBegan(this.#nowMs(), this.#instructions.read(), wasHeld);
  }

  /** The run loop ends a turn; `sleeps`: because the guest has nothing to do or may not run. */
  turnEnded(sleeps: boolean): void {
    this.meter.turnEnded(this.#nowMs(), this.#instructions.read(), sleeps);
  }

  /**
   * The timers of the hardware, when v86 comes back for them: it comes oftener than they need, for the meter's sake.
   * Whoever has executed a whole stretch runs on, as a rule, and then the answer is no matter; whoever has halted has not,
   * or comes back at once.
   */
  #runTimers(guestMs: number, instructions: number): number {
    const wholeStretch = instructions - this.#stretchBeganAt >= stretchInstructions;
    this.#stretchBeganAt = instructions;
    if (wholeStretch && instructions - this.#timersRanAt < timerInstructions) return 0;
    this.#timersRanAt = instructions;
    return this.#timers.run(guestMs);
  }

  /** Executes about a millisecond; returns ms until there is more to do. A stop for good is returned, not thrown. */
  slice(): number | Stop {
    return this.guard(() => this.parts.exports.main_loop());
  }

  /** Runs what may enter the emulator; returns what stopped it for good in place of the result. */
  guard<T>(enter: () => T): T | Stop {
    try {
      return enter();
    } catch (thrown) {
      if (thrown instanceof Stopped) return thrown.stop;
      const words = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
      const error = plainLine(words, longestReason);
      return { kind: "trapped", error, reason: this.#hooks.panicMessage };
    }
  }
}

/** The imports that are replaced before the processor exists, and what they lead to once it does. */
class Hooks {
  runTimers: (guestMs: number) => number = () => 0;
  interrupted: () => void = () => undefined;
  memory: { readonly buffer: ArrayBuffer } | null = null;
  panicMessage: string | null = null;

  wire(imports: V86Imports, clock: GuestClock): void {
    imports.microtick = () => clock.nowMs();
    imports.run_hardware_timers = (_acpiEnabled, guestMs) => this.runTimers(guestMs);
    imports.stop_idling = () => this.interrupted();
    imports.cpu_event_halt = () => {
      throw new Stopped({ kind: "halted" });
    };
    imports.console_log_from_wasm = (address, length) => {
      if (!this.memory) return;
      const bytes = new Uint8Array(this.memory.buffer, address >>> 0, Math.min(length, longestReasonBytes));
      this.panicMessage = plainLine(new TextDecoder().decode(bytes.slice()), longestReason);
    };
  }
}
