/**
 * One virtual machine for one power cycle: built, run, held, ended. Runs in a worker as in Node; knows neither ports
 * nor the page.
 */
import { Disposables } from "../../src/base/disposable.ts";
import { Emitter, type Evt } from "../../src/base/event.ts";
import type { GuestBoot, GuestSample, TerminalSize } from "../../src/protocol/guest-api.ts";
import { buildFailure } from "./build-failure.ts";
import { CpuAllowance } from "./cpu-allowance.ts";
import { endingOf, type Ending, type Stop } from "./ending.ts";
import type { GuestCommands } from "./guest-commands.ts";
import type { PressureWatch } from "./pressure-watch.ts";
import { GuestClock } from "./guest-clock.ts";
import type { HardwareCounters } from "./hardware-counters.ts";
import { lastWords } from "./last-words.ts";
import type { MachineLine } from "./machine-line.ts";
import { MachineLines } from "./machine-lines.ts";
import { MachineMemory } from "./machine-memory.ts";
import { Processor } from "./processor.ts";
import { ownLoop } from "./run-loop.ts";
import type { GiveTurns, Turns } from "./turns.ts";

/** What a machine is given beside its hardware. */
type Setting = Readonly<{ size: TerminalSize; giveTurns: GiveTurns }>;

/** A guest's virtual hardware and what happens to it, from power-on to its end. */
export class VirtualMachine implements Disposable {
  readonly memory: MachineMemory;
  /** What it may take of a core. */
  readonly allowance: CpuAllowance;
  /** What runs in the guest beside its user's shell. */
  readonly commands: GuestCommands;
  /** How long somebody waits in it, by its own kernel. */
  readonly pressure: PressureWatch;
  readonly #life = new Disposables();
  readonly #onReady = this.#life.add(new Emitter<void>());
  readonly #onEnd = this.#life.add(new Emitter<Ending>());
  readonly #processor: Processor;
  readonly #clock: GuestClock;
  readonly #lines: MachineLines;
  readonly #loop: Turns;
  /** What was asked of a guest that was not up yet. */
  #requested: "shutdown" | "reboot" | null = null;

  /** Fires when the guest's agent reports the system up. */
  readonly onReady: Evt<void> = this.#onReady;
  /** Fires once, when the guest has ended by itself and every byte it printed has been handed on. */
  readonly onEnd: Evt<Ending> = this.#onEnd;

  /**
   * Builds the hardware and loads the image; nothing runs before `start`. Unless `giveTurns` says otherwise, the
   * machine has its thread for itself. Fails with `out-of-memory` or `boot-failed`.
   */
  static async build(boot: GuestBoot, giveTurns: GiveTurns = ownLoop): Promise<VirtualMachine> {
    const clock = new GuestClock(nowMs);
    try {
      const processor = await Processor.build(boot, { emulator: boot.emulator, clock, nowMs });
      return new VirtualMachine(processor, clock, { size: boot.consoleSize, giveTurns });
    } catch (thrown) {
      throw buildFailure(thrown, boot.memoryMiB);
    }
  }

  private constructor(processor: Processor, clock: GuestClock, { size, giveTurns }: Setting) {
    this.#processor = processor;
    this.#clock = clock;
    this.memory = new MachineMemory(processor.parts, (enter) => {
      if (!this.paused) this.#enter(enter);
    });
    this.#lines = this.#life.add(
      new MachineLines(processor.parts, { typed: () => this.#typed(), pump: () => this.#pump() }),
    );
    this.#lines.resize(size);
    ({ commands: this.commands, pressure: this.pressure } = this.#lines.agent);
    this.#lines.agent.onReady.listen(() => this.#becameReady());
    this.allowance = new CpuAllowance(nowMs, () => processor.meter.cpuMs);
    this.#loop = this.#life.add(
      giveTurns({
        slice: () => this.#slice(),
        turnBegan: (wasHeld) => processor.turnBegan(wasHeld),
        turnEnded: (sleeps) => this.#turnEnded(sleeps),
        capWaitMs: () => this.allowance.waitMs(),
        stolenMs: () => processor.meter.totals.stealMs,
      }),
    );
    this.allowance.limit(this.#loop);
    processor.onInterrupt = () => this.#loop.wake();
  }

  /** The user's terminal. */
  get console(): MachineLine {
    return this.#lines.console;
  }

  /** The serial port: kernel messages. */
  get serial(): MachineLine {
    return this.#lines.serial;
  }

  /** Switches the machine on. */
  start(): void {
    this.#loop.wake();
  }

  /** Whether the processor stands still because of `pause`. */
  get paused(): boolean {
    return this.#loop.held("paused");
  }

  /** Lets the processor stand still, and with it the guest's clock. It stands when this returns. */
  pause(): void {
    this.#loop.hold("paused");
    this.#clock.stop();
  }

  /** Lets the processor run on and sets the guest's wall clock, which has fallen behind, right. */
  resume(): void {
    if (!this.paused) return;
    this.#clock.start();
    this.#loop.release("paused");
    this.setTime();
  }

  /** Holds the processor back while nobody takes its output; its clock runs on. */
  set outputBlocked(blocked: boolean) {
    if (blocked) this.#loop.hold("output");
    else this.#loop.release("output");
  }

  /** Asks the guest for an orderly end: now, or as soon as its agent reports the system up. */
  request(what: "shutdown" | "reboot"): void {
    if (this.#lines.agent.ready) this.#lines.agent.request(what);
    else this.#requested = what;
  }

  /** Sets the guest's wall clock to the host's. */
  setTime(): void {
    if (this.#lines.agent.ready) this.#lines.agent.setTime(Date.now());
  }

  /** What the guest does with its hardware, counted while a trace is armed. */
  get counters(): HardwareCounters {
    return this.#processor.counters;
  }

  /** Tells the guest the size of its console. */
  resizeConsole(size: TerminalSize): void {
    this.#lines.resize(size);
    this.#pump();
  }

  /** What the guest weighs beside others where a hypervisor shares a core out. */
  setCpuWeight(weight: number): void {
    this.#loop.weightChanged(weight);
  }

  /** Runs a task that is for nothing but watching the machine, so that samples tell what that costs. */
  whileWatching(task: () => void): void {
    this.#processor.watch(task);
  }

  /** Running totals up to now. */
  sample(): GuestSample {
    const { cpuMs, stealMs } = this.#processor.meter.totals;
    const heldBackMs = this.allowance.heldBackMs;
    return {
      atMs: performance.timeOrigin + nowMs(),
      cpuMs,
      stealMs: stealMs + this.#loop.waitedMs,
      throttledMs: heldBackMs.cap,
      governedMs: heldBackMs.weight,
      hostThrottledMs: this.#loop.lateMs,
      instructions: this.#processor.instructions,
      watchingMs: this.#processor.watching.ms,
      ...this.memory.sample(),
      pressure: this.pressure.latest(nowMs()),
    };
  }

  /** Pulls the plug: nothing runs and nothing fires afterwards. */
  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  /** Whether the machine has ended or been disposed of: the emulator may be in any state and is not entered again. */
  get #over(): boolean {
    return this.#loop.held("ended");
  }

  #slice(): number {
    const slept = this.#processor.slice();
    if (typeof slept !== "number") {
      this.#end(slept);
      return Infinity;
    }
    // What the agent says may be answered, and what a device is given may stop the processor for good.
    this.#lines.hearAgent();
    this.#enter(() => this.#lines.pump());
    return this.#over ? Infinity : slept;
  }

  #turnEnded(sleeps: boolean): void {
    this.#processor.turnEnded(sleeps);
    if (this.#over) return;
    this.#processor.jit.update(this.#processor.meter.cpuMs);
    this.#lines.flush();
  }

  #becameReady(): void {
    // Told first: setting the time may stop the processor, and nothing is told after the end.
    this.#onReady.fire();
    if (this.#over) return;
    this.#processor.jit.bootEnded();
    this.setTime();
    if (this.#requested) this.#lines.agent.request(this.#requested);
  }

  /** Whoever types waits for the answer: a guest that its limit holds back gets an advance. */
  #typed(): void {
    this.allowance.lend();
    this.#pump();
  }

  /** Hands waiting input to the devices, which may interrupt the processor. */
  #pump(): void {
    if (this.paused) return;
    this.#enter(() => this.#lines.pump());
    if (this.#over) return;
    this.#lines.credit();
  }

  #enter(enter: () => void): void {
    if (this.#over) return;
    const stop = this.#processor.guard(enter);
    if (stop) this.#end(stop);
  }

  #end(stop: Stop): void {
    this.#loop.hold("ended");
    this.#lines.hearAgent();
    this.#lines.flush();
    this.#lines.agent[Symbol.dispose]();
    const words = lastWords(this.#lines.serialTail());
    this.#onEnd.fire(endingOf(stop, { announced: this.#lines.agent.announced, words }));
  }
}

function nowMs(): number {
  return performance.now();
}
