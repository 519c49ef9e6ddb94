/** A machine of the playground as an experiment has it. */
import { Disposables } from "../../base/disposable.ts";
import { Failure } from "../../base/failure.ts";
import type { CommandResult } from "../machine-console.ts";
import type { MachineLimits } from "../machine-limits.ts";
import type { PlaygroundMachine } from "../playground.ts";
import type { Arrangement } from "./arrangement.ts";
import { ConsoleWatch } from "./console-watch.ts";
import type { TestMachine, TestReading } from "./experiment-host.ts";

/** Wraps a machine that was made and not started. */
export class PlaygroundTestMachine implements TestMachine {
  readonly arrangement: Arrangement;
  readonly #machine: PlaygroundMachine;
  readonly #isThere: () => boolean;
  readonly #life = new Disposables();
  readonly #console: ConsoleWatch;
  #starting: Promise<void> = Promise.resolve();

  /** `isThere`: whether the playground still has the machine; the user may have removed it. */
  constructor(machine: PlaygroundMachine, arrangement: Arrangement, isThere: () => boolean) {
    this.#machine = machine;
    this.arrangement = arrangement;
    this.#isThere = isThere;
    this.#console = this.#life.add(new ConsoleWatch(machine.lines[0].line));
  }

  get name(): string {
    return this.#machine.name;
  }

  get state(): string {
    return this.#machine.state;
  }

  get endReason(): string | null {
    return this.#machine.endReason;
  }

  start(): Promise<void> {
    this.#starting = this.#machine.start();
    return this.#starting;
  }

  prompted(signal: AbortSignal): Promise<void> {
    return this.#console.prompted(signal);
  }

  execute(command: string, signal: AbortSignal): Promise<CommandResult> {
    return this.#console.execute(command, signal);
  }

  type(line: string): void {
    this.#console.type(line);
  }

  watch(seen: (byte: number) => void): Disposable {
    return this.#life.add(this.#console.watch(seen));
  }

  read(): TestReading {
    return this.#machine.read();
  }

  setLimits(changes: Partial<MachineLimits>): Promise<void> {
    return this.#machine.setLimits(changes);
  }

  async remove(): Promise<void> {
    this.#life[Symbol.dispose]();
    if (!this.#isThere()) return;
    // A sandbox that is only half started can be neither ended nor removed; soon it is one or the other.
    if (this.#machine.kind === "sandbox") await Promise.allSettled([this.#starting]);
    try {
      if (this.#machine.can("destroy")) await this.#machine.destroy();
      if (this.#isThere()) await this.#machine.remove();
    } catch (error) {
      // Whoever else removed it meanwhile, it is gone.
      if (this.#isThere()) throw error;
      if (!(error instanceof Failure)) throw error;
    }
  }
}
