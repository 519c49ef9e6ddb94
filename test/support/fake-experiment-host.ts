/**
 * A host for experiments without machines: its clock runs as fast as it is asked, its machines start, work and take
 * memory as a test says, and it knows what is left of them.
 */
import type { Clock } from "../../src/base/clock.ts";
import { toDisposable } from "../../src/base/disposable.ts";
import { Failure } from "../../src/base/failure.ts";
import { MIB } from "../../src/base/units.ts";
import { isGuest, type Arrangement } from "../../src/playground/experiments/arrangement.ts";
import type {
  BareRunner,
  ExperimentHost,
  MachineRequest,
  TestMachine,
  TestReading,
} from "../../src/playground/experiments/experiment-host.ts";
import type { CommandResult } from "../../src/playground/machine-console.ts";

const stepMs = 50;

/** What a test may decide. */
export interface FakeWorld {
  /** From start to prompt, in ms. */
  readonly startMs: (arrangement: Arrangement, nth: number) => number;
  /** Pieces of steady work a second that a machine does now. */
  readonly rate: (machine: FakeTestMachine) => number;
  /** Called for each machine that is made; may throw. */
  readonly onMake: (nth: number) => void;
  readonly budgetMiB: number;
  readonly userSandboxes: readonly string[];
  readonly answer: (machine: FakeTestMachine, command: string) => CommandResult;
}

/** Runs a timer's time at once, in steps that everybody sees. */
class HastyClock implements Clock {
  readonly onStep = new Set<(ms: number) => void>();
  #nowMs = 1_000;

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    for (let left = ms; left > 0; left -= stepMs) {
      const step = Math.min(left, stepMs);
      this.#nowMs += step;
      for (const pass of this.onStep) pass(step);
    }
  }

  after(delayMs: number, callback: () => void): Disposable {
    let cancelled = false;
    queueMicrotask(() => {
      if (cancelled) return;
      this.advance(delayMs);
      callback();
    });
    return toDisposable(() => (cancelled = true));
  }

  every(): Disposable {
    throw new Error("no experiment repeats by a timer");
  }
}

/** A machine that does what its host's world says. */
export class FakeTestMachine implements TestMachine {
  readonly arrangement: Arrangement;
  readonly name: string;
  readonly memoryMiB: number;
  state = "shutoff";
  endReason: string | null = null;
  cap: number | null = null;
  readonly typed: string[] = [];
  readonly #host: FakeExperimentHost;
  readonly #nth: number;
  readonly #seen = new Set<(byte: number) => void>();
  #owed = 0;
  #cpuMs = 0;

  constructor(host: FakeExperimentHost, { arrangement, memoryMiB = 64 }: MachineRequest, nth: number) {
    this.#host = host;
    this.#nth = nth;
    this.arrangement = arrangement;
    this.memoryMiB = memoryMiB;
    this.name = `${arrangement} ${nth}`;
  }

  async start(): Promise<void> {
    const { takenMiB, world } = this.#host;
    const wantsMiB = isGuest(this.arrangement) ? this.memoryMiB : 0;
    if (takenMiB + wantsMiB > world.budgetMiB) {
      const leftMiB = world.budgetMiB - takenMiB;
      throw new Failure("not-enough-memory", `${leftMiB} of ${world.budgetMiB} MiB are left.`);
    }
    this.state = "running";
    await Promise.resolve();
  }

  async prompted(): Promise<void> {
    await Promise.resolve();
    this.#host.clock.advance(this.#host.world.startMs(this.arrangement, this.#nth));
  }

  async execute(command: string): Promise<CommandResult> {
    await Promise.resolve();
    return this.#host.world.answer(this, command);
  }

  type(line: string): void {
    this.typed.push(line);
    if (line.includes("sysrq") && isGuest(this.arrangement)) {
      this.state = "crashed";
      this.endReason = "Kernel panic: sysrq";
    }
  }

  watch(seen: (byte: number) => void): Disposable {
    this.#seen.add(seen);
    return toDisposable(() => this.#seen.delete(seen));
  }

  /** All machines that are there now. */
  get crowd(): readonly FakeTestMachine[] {
    return [...this.#host.left];
  }

  /** Lets it take so long. */
  spend(ms: number): void {
    this.#host.clock.advance(ms);
  }

  /** Time passes. */
  step(ms: number): void {
    if (this.state !== "running" || this.typed.length === 0) return;
    const cores = Math.min(this.cap ?? 1, isGuest(this.arrangement) ? 1 : 0.6);
    this.#cpuMs += ms * cores;
    this.#owed += (this.#host.world.rate(this) * ms) / 1_000;
    for (; this.#owed >= 1; this.#owed -= 1) for (const seen of this.#seen) seen(46);
  }

  read(): TestReading {
    const bytes = this.memoryMiB * MIB;
    const totals = { atMs: this.#host.clock.nowMs(), cpuMs: this.#cpuMs };
    if (!isGuest(this.arrangement)) {
      const memoryKinds = {
        kind: "sandbox",
        chargedBytes: MIB,
        kernelBytes: 0,
        chargedByKind: {},
      } as const;
      return { totals, memoryReservedBytes: MIB, memoryKinds };
    }
    const memoryKinds = {
      kind: "guest",
      reservedBytes: bytes,
      ramBytes: bytes,
      emulatorBytes: 0,
      touchedBytes: bytes / 2,
      usedBytes: null,
      balloonBytes: 0,
    } as const;
    return { totals, memoryReservedBytes: bytes, memoryKinds };
  }

  async setLimits({ cpuCap = null }: { readonly cpuCap?: number | null }): Promise<void> {
    this.cap = cpuCap;
    await Promise.resolve();
  }

  async remove(): Promise<void> {
    await Promise.resolve();
    this.state = "gone";
    this.#host.left.delete(this);
  }
}

/** The host, and what is left on it. */
export class FakeExperimentHost implements ExperimentHost {
  readonly clock = new HastyClock();
  readonly world: FakeWorld;
  /** Machines that were made and not removed. */
  readonly left = new Set<FakeTestMachine>();
  /** What was made and what happened, in order. */
  readonly log: string[] = [];
  bareRunners = 0;
  #made = 0;

  constructor(world: Partial<FakeWorld> = {}) {
    this.world = {
      startMs: (arrangement) => (isGuest(arrangement) ? 1_000 : 50),
      rate: () => 100,
      onMake: () => undefined,
      budgetMiB: 1_000,
      userSandboxes: [],
      answer: () => ({ output: "", exitCode: 0 }),
      ...world,
    };
    this.clock.onStep.add((ms) => {
      for (const machine of this.left) machine.step(ms);
    });
  }

  readonly sharedKernel = {
    boot: async (): Promise<void> => {
      await Promise.resolve();
      this.clock.advance(100);
    },
    panic: async (): Promise<void> => {
      await Promise.resolve();
      this.log.push("panic");
      for (const machine of this.left) if (!isGuest(machine.arrangement)) machine.state = "exited";
    },
  };

  get takenMiB(): number {
    return Array.from(this.left)
      .filter(({ arrangement, state }) => isGuest(arrangement) && state === "running")
      .reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
  }

  environment(): ReturnType<ExperimentHost["environment"]> {
    return {
      cores: 2,
      memoryBudgetMiB: this.world.budgetMiB,
      deviceMemoryGiB: null,
      browser: "Fake 1",
      userAgent: "Fake/1",
      crossOriginIsolated: true,
      otherMachines: [],
      pageWasHidden: false,
      nowMs: this.clock.nowMs(),
    };
  }

  async make(request: MachineRequest): Promise<TestMachine> {
    await Promise.resolve();
    this.#made += 1;
    this.log.push(request.arrangement);
    this.world.onMake(this.#made);
    const machine = new FakeTestMachine(this, request, this.#made);
    this.left.add(machine);
    return machine;
  }

  layerBytes(arrangement: Arrangement): Promise<number> {
    return Promise.resolve(isGuest(arrangement) ? 0 : 100 * MIB);
  }

  downloads(arrangement: Arrangement): ReturnType<ExperimentHost["downloads"]> {
    return Promise.resolve([{ title: "all", bytes: isGuest(arrangement) ? 4 * MIB : MIB }]);
  }

  sandboxesOfUser(): readonly string[] {
    return this.world.userSandboxes;
  }

  bareRunner(): Promise<BareRunner> {
    this.bareRunners += 1;
    return Promise.resolve({
      run: () => Promise.resolve({ tookMs: 10, output: "" }),
      [Symbol.dispose]: () => void (this.bareRunners -= 1),
    });
  }
}
