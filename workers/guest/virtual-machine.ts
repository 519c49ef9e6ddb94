/**
 * One virtual machine for one power cycle: built, run, held, ended. Runs in a worker as in Node; knows neither ports
 * nor the page.
 */
import { Disposables } from "../../src/base/disposable.ts";
import { Emitter, type Evt } from "../../src/base/event.ts";
import { Failure } from "../../src/base/failure.ts";
import type { GuestBoot, GuestSample, TerminalSize } from "../../src/protocol/guest-api.ts";
import { Balloon } from "./balloon.ts";
import { ConsoleDevice } from "./console-device.ts";
import { silenceTransmit } from "./console-interrupts.ts";
import { CpuCap, type CapReason } from "./cpu-cap.ts";
import { endingOf, type Ending, type Stop } from "./ending.ts";
import { GuestAgent } from "./guest-agent.ts";
import type { GuestCommands } from "./guest-commands.ts";
import { GuestClock } from "./guest-clock.ts";
import type { HardwareCounters } from "./hardware-counters.ts";
import { lastWords } from "./last-words.ts";
import { MachineLine } from "./machine-line.ts";
import { Processor } from "./processor.ts";
import { RunLoop } from "./run-loop.ts";
import { SerialDevice } from "./serial-device.ts";
import { TouchedMemory } from "./touched-memory.ts";
import type { GiveTurns, TurnGuest, Turns } from "./turns.ts";

const consolePort = 0;
const agentPort = 1;
/** Pages that are looked at for each sample: half a millisecond of work. */
const pagesPerSample = 512;

/** What a machine is given beside its hardware. */
interface Setting {
  readonly size: TerminalSize;
  readonly giveTurns: GiveTurns;
}

/** A guest's virtual hardware and what happens to it, from power-on to its end. */
export class VirtualMachine implements Disposable {
  /** The virtio console's first port: the user's terminal. */
  readonly console: MachineLine;
  /** The serial port: kernel messages. */
  readonly serial: MachineLine;
  readonly #life = new Disposables();
  readonly #onReady = this.#life.add(new Emitter<void>());
  readonly #onEnd = this.#life.add(new Emitter<Ending>());
  readonly #processor: Processor;
  readonly #clock: GuestClock;
  readonly #consoleDevice: ConsoleDevice;
  readonly #serialDevice: SerialDevice;
  readonly #agentDevice: ConsoleDevice;
  readonly #agent: GuestAgent;
  readonly #balloon: Balloon;
  readonly #touched: TouchedMemory;
  readonly #cap = new CpuCap();
  readonly #loop: Turns;
  /** How long which of its limits has held the guest back, as far as it is settled. */
  readonly #heldBackMs: Record<CapReason, number> = { cap: 0, weight: 0 };

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
    const { bus, cpu } = processor.parts;
    const { queues } = cpu.devices.virtio_console.virtio;
    this.#processor = processor;
    this.#clock = clock;
    silenceTransmit(cpu.devices.virtio_console);
    this.#consoleDevice = new ConsoleDevice(consolePort, bus, queues);
    this.#agentDevice = new ConsoleDevice(agentPort, bus, queues);
    this.#serialDevice = new SerialDevice(bus, cpu.devices.uart0);
    this.#balloon = new Balloon(cpu.devices.virtio_balloon);
    this.#touched = new TouchedMemory(processor.parts.exports.memory);
    this.console = this.#life.add(new MachineLine(this.#consoleDevice, () => this.#typed()));
    this.serial = this.#life.add(new MachineLine(this.#serialDevice, () => this.#pump()));
    this.#consoleDevice.resize(size);
    this.#agent = this.#life.add(
      new GuestAgent((line) => {
        this.#agentDevice.type(line);
        this.#pump();
      }),
    );
    this.#agent.onReady.listen(() => this.#becameReady());
    this.#loop = this.#life.add(
      giveTurns({
        slice: () => this.#slice(),
        turnBegan: (wasHeld) => processor.turnBegan(wasHeld),
        turnEnded: (sleeps) => this.#turnEnded(sleeps),
        capWaitMs: () => this.#cap.waitMs(nowMs(), processor.meter.cpuMs),
        stolenMs: () => processor.meter.totals.stealMs,
      }),
    );
    processor.onInterrupt = () => this.#loop.wake();
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
    if (this.#agent.ready) this.#agent.request(what);
    else this.#requested = what;
  }

  /** Sets the guest's wall clock to the host's. */
  setTime(): void {
    if (this.#agent.ready) this.#agent.setTime(Date.now());
  }

  /** What runs in the guest beside its user's shell. */
  get commands(): GuestCommands {
    return this.#agent.commands;
  }

  /** What the guest does with its hardware, counted while a trace is armed. */
  get counters(): HardwareCounters {
    return this.#processor.counters;
  }

  /** Tells the guest the size of its console. */
  resizeConsole(size: TerminalSize): void {
    this.#consoleDevice.resize(size);
    this.#pump();
  }

  /** Limits the guest to a share of one core, or not at all. */
  setCpuCap(cores: number | null): void {
    this.#settleHeldBack();
    this.#cap.setCap(cores, nowMs(), this.#processor.meter.cpuMs);
    this.#loop.capChanged(this.#cap.cores);
  }

  /** What the guest weighs beside others where a hypervisor shares a core out. */
  setCpuWeight(weight: number): void {
    this.#loop.weightChanged(weight);
  }

  /** Holds the guest to what the host grants it while cores are short, or lets it run as it likes. */
  setCpuGrant(cores: number | null): void {
    this.#settleHeldBack();
    this.#cap.setGrant(cores, nowMs(), this.#processor.meter.cpuMs);
    this.#loop.capChanged(this.#cap.cores);
  }

  /** Takes `bytes` of memory from the guest, or as much as it can do without. */
  setBalloon(bytes: number): void {
    this.#balloon.want(bytes);
    // One that is paused follows when it runs on and has told of its memory.
    if (!this.paused) this.#enter(() => this.#balloon.follow());
  }

  /** Whether the balloon is wanted or still holds something: then what the guest needs must be known. */
  get ballooned(): boolean {
    return this.#balloon.askedBytes > 0 || this.#balloon.bytes > 0;
  }

  /** Asks the guest's kernel for its memory; samples have the answer when it came. */
  askMemory(): void {
    if (!this.paused) this.#enter(() => this.#balloon.ask());
  }

  /** Runs a task that is for nothing but watching the machine, so that samples tell what that costs. */
  whileWatching(task: () => void): void {
    this.#processor.watch(task);
  }

  /** Running totals up to now. */
  sample(): GuestSample {
    const { cpuMs, stealMs } = this.#processor.meter.totals;
    this.#settleHeldBack();
    this.#touched.look(pagesPerSample);
    return {
      atMs: performance.timeOrigin + nowMs(),
      cpuMs,
      stealMs: stealMs + this.#loop.waitedMs,
      throttledMs: this.#heldBackMs.cap,
      governedMs: this.#heldBackMs.weight,
      hostThrottledMs: this.#loop.lateMs,
      instructions: this.#processor.instructions,
      watchingMs: this.#processor.watching.ms,
      reservedBytes: this.#processor.reservedBytes,
      touchedBytes: this.#touched.bytes,
      balloonBytes: this.#balloon.bytes,
      memory: this.#balloon.memory,
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

  /** Since this was last called the same limit has counted. */
  #settleHeldBack(): void {
    const { cap, weight } = this.#heldBackMs;
    this.#heldBackMs[this.#cap.reason] += this.#loop.throttledMs - cap - weight;
  }

  #slice(): number {
    const slept = this.#processor.slice();
    if (typeof slept !== "number") {
      this.#end(slept);
      return Infinity;
    }
    // What the agent says may be answered, and what a device is given may stop the processor for good.
    this.#agent.receive(this.#agentDevice.takeOutput());
    this.#enter(() => this.#pumpDevices());
    return this.#over ? Infinity : slept;
  }

  #turnEnded(sleeps: boolean): void {
    this.#processor.turnEnded(sleeps);
    if (this.#over) return;
    this.#processor.jit.update(this.#processor.meter.cpuMs);
    this.#flush();
  }

  #becameReady(): void {
    // Told first: setting the time may stop the processor, and nothing is told after the end.
    this.#onReady.fire();
    if (this.#over) return;
    this.#processor.jit.bootEnded();
    this.setTime();
    if (this.#requested) this.#agent.request(this.#requested);
  }

  /** Whoever types waits for the answer: a guest that its limit holds back gets an advance. */
  #typed(): void {
    if (this.#cap.lend()) this.#loop.capChanged(this.#cap.cores);
    this.#pump();
  }

  /** Hands waiting input to the devices, which may interrupt the processor. */
  #pump(): void {
    if (this.paused) return;
    this.#enter(() => this.#pumpDevices());
    if (this.#over) return;
    this.console.credit();
    this.serial.credit();
  }

  #pumpDevices(): void {
    this.#consoleDevice.pump();
    this.#agentDevice.pump();
    this.#serialDevice.pump();
  }

  #enter(enter: () => void): void {
    if (this.#over) return;
    const stop = this.#processor.guard(enter);
    if (stop) this.#end(stop);
  }

  #flush(): void {
    this.console.flush();
    this.serial.flush();
  }

  #end(stop: Stop): void {
    this.#loop.hold("ended");
    this.#agent.receive(this.#agentDevice.takeOutput());
    this.#flush();
    this.#agent[Symbol.dispose]();
    const words = lastWords(this.#serialDevice.tail());
    this.#onEnd.fire(endingOf(stop, { announced: this.#agent.announced, words }));
  }
}

function ownLoop(guest: TurnGuest): Turns {
  return new RunLoop(guest, nowMs);
}

function nowMs(): number {
  return performance.now();
}

function buildFailure(thrown: unknown, memoryMiB: number): Failure<"out-of-memory" | "boot-failed"> {
  if (thrown instanceof Failure) return new Failure("boot-failed", thrown.message);
  if (thrown instanceof RangeError || thrown instanceof WebAssembly.RuntimeError) {
    return new Failure(
      "out-of-memory",
      `The browser did not give the ${memoryMiB} MiB that the guest needs. End other guests or give it less.`,
      { cause: thrown },
    );
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new Failure("boot-failed", `The virtual hardware could not be built: ${reason}`, { cause: thrown });
}
