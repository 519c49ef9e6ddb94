/**
 * A guest's power: the memory set aside for it, and one worker after the other as it boots, reboots and is reset.
 * Knows no state names; what it tells has arrived after the last byte the guest printed.
 */
import { abortable, settledWithin } from "../base/abort.ts";
import { Disposables, toDisposable } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { GuestEvent } from "../protocol/guest-api.ts";
import type { GuestOptions, GuestSurroundings } from "./guest-options.ts";
import { PowerCycle, type GuestLines } from "./power-cycle.ts";

/** How long the last bytes of a dead guest are waited for, in ms. */
const drainMs = 1_000;

/** A guest without an agent never says that it is up: its turn to boot ends after this, in ms. */
const longestTurnMs = 5_000;

/** What is held while the power is on. */
interface Supply {
  readonly memory: Disposable;
  readonly abort: AbortController;
}

/** A boot that did not come about, apart by whether a machine existed. */
export interface BootProblem {
  readonly stage: "image" | "machine";
  readonly error: unknown;
}

/** Switches a guest on and off. */
export class Power implements Disposable {
  readonly #options: GuestOptions;
  readonly #surroundings: GuestSurroundings;
  readonly #lines: GuestLines;
  readonly #life = new Disposables();
  readonly #onEvent = this.#life.add(new Emitter<GuestEvent>());
  #supply: Supply | null = null;
  #cycle: PowerCycle | null = null;
  /** This boot's turn among the guests that boot now. */
  #turn: Disposable | null = null;

  /** What the present worker tells; nothing of one that was switched off. */
  readonly onEvent: Evt<GuestEvent> = this.#onEvent;

  constructor(options: GuestOptions, surroundings: GuestSurroundings, lines: GuestLines) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#lines = lines;
    this.#life.defer(() => this.off(new Failure("destroyed", `${options.name} was removed.`)));
  }

  /** The present power cycle; `null` while there is none. */
  get cycle(): PowerCycle | null {
    return this.#cycle;
  }

  /** Sets the guest's memory aside. Throws `not-enough-memory`. */
  on(): void {
    const memory = this.#surroundings.memoryBudget.reserve(this.#options.memoryMiB);
    this.#supply = { memory, abort: new AbortController() };
  }

  /**
   * Boots a new worker in place of the present one. Resolves when its processor runs, or with the problem; rejects
   * with the reason for switching off if that comes first.
   */
  async boot(): Promise<BootProblem | null> {
    const supply = this.#supply;
    if (!supply) throw new Error("a guest without power cannot boot");
    const { signal } = supply.abort;
    this.#endCycle();
    const { image, name, memoryMiB } = this.#options;
    let cycle: PowerCycle | null = null;
    let stage: BootProblem["stage"] = "image";
    try {
      const { bootTurns } = this.#surroundings;
      this.#beginTurn(bootTurns.takeNow() ?? (await bootTurns.take(signal)));
      signal.throwIfAborted();
      // Before the image is at hand, as it takes a worker a while to read the emulator's script.
      cycle = this.#beginCycle();
      const loading = this.#surroundings.loadBootMaterial(image);
      const material = loading instanceof Promise ? await abortable(loading, signal) : loading;
      signal.throwIfAborted();
      stage = "machine";
      const commandLine = `${image.commandLine} hostname=${name}`;
      const { size } = this.#lines.console;
      await abortable(cycle.boot({ ...material, commandLine, memoryMiB, consoleSize: size }), signal);
      // A worker that is still building its guest cannot be told of a resize.
      if (this.#lines.console.size !== size) await cycle.api.resizeConsole(this.#lines.console.size);
      return null;
    } catch (error) {
      if (!this.#supply) this.#endTurn();
      signal.throwIfAborted();
      // Another boot has taken this one's place: its end is no problem of the guest's.
      if (cycle !== this.#cycle) throw error;
      return { stage, error };
    }
  }

  /** Ends the worker and gives the memory back; a boot under way rejects with `why`. */
  off(why: Failure): void {
    const supply = this.#supply;
    this.#supply = null;
    this.#endCycle();
    supply?.memory[Symbol.dispose]();
    supply?.abort.abort(why);
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #beginCycle(): PowerCycle {
    const cycle = new PowerCycle(this.#surroundings.spawnWorker(this.#options.name), this.#lines);
    this.#cycle = cycle;
    cycle.onEvent.listen((event) => {
      if (event.kind === "ready") this.#endTurn();
      if (event.kind === "ready" || event.kind === "sampled") this.#tell(cycle, event);
      else void this.#tellAfterLastBytes(cycle, event);
    });
    return cycle;
  }

  async #tellAfterLastBytes(cycle: PowerCycle, event: GuestEvent): Promise<void> {
    // A worker that died by itself sends nothing any more.
    const alive = event.kind !== "crashed" || event.crash !== "worker-died";
    if (alive) await settledWithin(cycle.drained(), drainMs, this.#surroundings.clock);
    this.#tell(cycle, event);
  }

  #tell(cycle: PowerCycle, event: GuestEvent): void {
    if (cycle === this.#cycle) this.#onEvent.fire(event);
  }

  #beginTurn(turn: Disposable): void {
    const timer = this.#surroundings.clock.after(longestTurnMs, () => this.#endTurn());
    this.#turn = toDisposable(() => {
      timer[Symbol.dispose]();
      turn[Symbol.dispose]();
    });
  }

  #endTurn(): void {
    this.#turn?.[Symbol.dispose]();
    this.#turn = null;
  }

  #endCycle(): void {
    this.#endTurn();
    this.#cycle?.[Symbol.dispose]();
    this.#cycle = null;
  }
}
