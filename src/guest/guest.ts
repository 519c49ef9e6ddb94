/**
 * A guest seen from the page: its state machine, its verbs, its consoles. It owns the worker of its power cycle and
 * knows neither the emulator nor the screen.
 */
import { abortable, settledWithin } from "../base/abort.ts";
import { assertNever } from "../base/assert-never.ts";
import { deferred } from "../base/deferred.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { GuestEvent, GuestSample } from "../protocol/guest-api.ts";
import { ConsoleLine } from "./console-line.ts";
import { crashOf, type Crash } from "./crash.ts";
import type { BootMaterial, GuestImage, GuestOptions, GuestSurroundings } from "./guest-options.ts";
import { statesFor, verbFits, type GuestState, type GuestVerb } from "./lifecycle.ts";
import { PowerCycle } from "./power-cycle.ts";

/** How long an asked guest may take to comply before we report that it does not, in ms. */
const complianceMs = 10_000;
/** How long the last bytes of a dead guest are waited for, in ms. */
const drainMs = 1_000;
/** How long a worker may take to answer a call that needs nothing of the guest, in ms. */
const answerMs = 5_000;

/** One guest, from its creation to its removal; many power cycles long. */
export class Guest implements Disposable {
  readonly name: string;
  readonly image: GuestImage;
  readonly memoryMiB: number;
  /** The virtio console: the shell. */
  readonly console = new ConsoleLine();
  /** The serial port: the kernel's messages. */
  readonly serial = new ConsoleLine();

  readonly #surroundings: GuestSurroundings;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<GuestState>());
  readonly #onDidSample = this.#life.add(new Emitter<GuestSample>());
  readonly #onDidReady = this.#life.add(new Emitter<void>());
  /** What lasts while the guest holds memory and a worker. */
  #power: { readonly held: Disposables; readonly abort: AbortController } | null = null;
  #cycle: PowerCycle | null = null;
  #state: GuestState = "shutoff";
  /** The graceful verb that the guest or its worker has not answered yet. */
  #inFlight: GuestVerb | null = null;
  #crash: Crash | null = null;
  #sample: GuestSample | null = null;

  /** Fires after every change of state, with the new one. */
  readonly onDidChange: Evt<GuestState> = this.#onDidChange;
  /** Fires about once a second while the guest runs. */
  readonly onDidSample: Evt<GuestSample> = this.#onDidSample;
  /** Fires when the guest's agent reports the system up. */
  readonly onDidReady: Evt<void> = this.#onDidReady;

  constructor(options: GuestOptions, surroundings: GuestSurroundings) {
    this.name = options.name;
    this.image = options.image;
    this.memoryMiB = options.memoryMiB;
    this.#surroundings = surroundings;
    this.#life.add(
      this.console.onDidResize.listen((size) => {
        // A guest that is off learns the size at its next power-on; one that dies meanwhile needs none.
        this.#cycle?.api.resizeConsole(size).catch(() => undefined);
      }),
    );
    this.#life.defer(() => this.#powerOff(this.#destroyed()));
  }

  get state(): GuestState {
    return this.#state;
  }

  /** Why it crashed, while it is `crashed`. */
  get crash(): Crash | null {
    return this.#crash;
  }

  /** The newest sample of this power cycle; `null` before the first and while it is off. */
  get sample(): GuestSample | null {
    return this.#sample;
  }

  /**
   * Boots it. Resolves when its processor runs. Fails with `wrong-state`, `not-enough-memory`, an image's failure
   * (state `shutoff`), `destroyed`, or the reason the boot failed (state `crashed`).
   */
  async start(): Promise<void> {
    this.#require("start");
    const held = new Disposables();
    held.add(this.#surroundings.memoryBudget.reserve(this.memoryMiB));
    const abort = new AbortController();
    this.#power = { held, abort };
    await this.#boot(abort.signal);
  }

  /** Stops its processor; it then uses no CPU. */
  async pause(): Promise<void> {
    await this.#inCycle("pause", (cycle) => cycle.api.pause());
    this.#setState("paused");
  }

  /** Lets a paused guest run on. */
  async resume(): Promise<void> {
    await this.#inCycle("resume", (cycle) => cycle.api.resume());
    this.#setState("running");
  }

  /** Asks the system to power off. Fails with `ignored` when it has not done so after 10 s, or `no-agent`. */
  async shutdown(): Promise<void> {
    await this.#ask("shutdown", (cycle) => cycle.api.requestShutdown(), "shutoff");
  }

  /** Asks the system to reboot. Resolves when it runs again. Fails like `shutdown`. */
  async reboot(): Promise<void> {
    await this.#ask("reboot", (cycle) => cycle.api.requestReboot(), "running");
  }

  /** Presses the reset button: boots it anew without asking. */
  async reset(): Promise<void> {
    this.#require("reset");
    await this.#powerCycle();
  }

  /** Pulls the plug. A guest that was starting stops doing so. */
  // oxlint-disable-next-line typescript/require-await -- a refused verb rejects, as every verb does
  async destroy(): Promise<void> {
    this.#require("destroy");
    this.#powerOff(this.#destroyed());
    this.#setState("shutoff");
  }

  /** Resolves when the guest is in `state`; rejects with the signal's reason when it aborts. */
  waitForState(state: string, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (this.#state === state) return Promise.resolve();
    const reached = deferred<void>();
    const listening = this.#onDidChange.listen((now) => {
      if (now === state) reached.resolve();
    });
    return abortable(reached.promise, options.signal).finally(() => listening[Symbol.dispose]());
  }

  /** Throws `wrong-state` unless the guest may be removed; removing is disposing it. */
  requireRemovable(): void {
    this.#require("remove");
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  async #boot(signal: AbortSignal): Promise<void> {
    this.#sample = null;
    this.#crash = null;
    this.#setState("starting");
    let material: BootMaterial;
    try {
      material = await abortable(this.#surroundings.loadBootMaterial(this.image, signal), signal);
    } catch (error) {
      if (!signal.aborted) {
        this.#powerOff(this.#destroyed());
        this.#setState("shutoff");
      }
      throw error;
    }
    const cycle = new PowerCycle(this.#surroundings.spawnWorker(this.name), this);
    this.#cycle = cycle;
    cycle.onEvent.listen((event) => this.#handle(cycle, event));
    try {
      await abortable(
        cycle.boot({
          emulator: material.emulator,
          image: material.image,
          commandLine: `${this.image.commandLine} hostname=${this.name}`,
          memoryMiB: this.memoryMiB,
          consoleSize: this.console.size,
        }),
        signal,
      );
    } catch (error) {
      if (!signal.aborted && this.#cycle === cycle) this.#die(crashOf(error));
      throw error;
    }
    if (this.#cycle === cycle && this.#state === "starting") this.#setState("running");
  }

  #handle(cycle: PowerCycle, event: GuestEvent): void {
    if (cycle !== this.#cycle) return;
    switch (event.kind) {
      case "ready":
        this.#onDidReady.fire();
        break;
      case "sampled":
        this.#sample = event.sample;
        this.#onDidSample.fire(event.sample);
        break;
      case "powered-off":
        this.#afterLastBytes(cycle, () => {
          this.#powerOff(new Failure("ended", `${this.name} switched itself off.`));
          this.#setState("shutoff");
        });
        break;
      case "rebooted":
        this.#afterLastBytes(cycle, () => {
          // A boot that fails shows as the state it leaves the guest in.
          this.#powerCycle().catch(() => undefined);
        });
        break;
      case "crashed":
        this.#afterLastBytes(cycle, () => this.#die({ kind: event.crash, detail: event.detail }));
        break;
      default:
        assertNever(event);
    }
  }

  #afterLastBytes(cycle: PowerCycle, then: () => void): void {
    void this.#settled(drainMs, cycle.drained()).then(() => {
      if (cycle === this.#cycle) then();
    });
  }

  #powerCycle(): Promise<void> {
    const power = this.#power;
    if (!power) throw new Error("a guest without power cannot be reset");
    this.#cycle?.[Symbol.dispose]();
    this.#cycle = null;
    return this.#boot(power.abort.signal);
  }

  #die(crash: Crash): void {
    this.#powerOff(new Failure("crashed", `${this.name} crashed: ${crash.detail}`));
    this.#crash = crash;
    this.#setState("crashed");
  }

  #powerOff(why: Failure): void {
    const power = this.#power;
    this.#power = null;
    this.#cycle?.[Symbol.dispose]();
    this.#cycle = null;
    this.#sample = null;
    this.#crash = null;
    power?.held[Symbol.dispose]();
    power?.abort.abort(why);
  }

  /** A call on the worker that needs nothing of the guest. */
  async #inCycle(verb: GuestVerb, call: (cycle: PowerCycle) => Promise<void>): Promise<void> {
    this.#require(verb);
    const cycle = this.#requireCycle();
    this.#inFlight = verb;
    const answered = await this.#settled(answerMs, call(cycle)).finally(() => (this.#inFlight = null));
    if (!answered) {
      throw new Failure(
        "not-responding",
        `${this.name} did not answer within 5 s. Destroy it, or wait and try again.`,
      );
    }
    if (cycle !== this.#cycle) throw new Failure("worker-died", `${this.name} ended meanwhile.`);
  }

  /** Asks the guest's system for something and waits until it has come to pass. */
  async #ask(
    verb: "shutdown" | "reboot",
    call: (cycle: PowerCycle) => Promise<void>,
    goal: GuestState,
  ): Promise<void> {
    this.#require(verb);
    const cycle = this.#requireCycle();
    this.#inFlight = verb;
    this.#setState("shutting-down");
    const settled = deferred<GuestState>();
    const listening = this.#onDidChange.listen((state) => {
      if (state === goal || state === "crashed" || state === "shutoff") settled.resolve(state);
    });
    try {
      await call(cycle);
      const complied = await this.#settled(complianceMs, settled.promise);
      if (!complied) {
        throw new Failure(
          "ignored",
          `${this.name} was asked to ${verb} and did not within 10 s. Wait, or use destroy or reset.`,
        );
      }
      const state = await settled.promise;
      if (state !== goal) throw new Failure("ended", `${this.name} is ${state} instead.`);
    } finally {
      this.#inFlight = null;
      listening[Symbol.dispose]();
      if (this.#cycle === cycle && this.#state === "shutting-down") this.#setState("running");
    }
  }

  #settled(ms: number, promise: Promise<unknown>): Promise<boolean> {
    return settledWithin(promise, ms, this.#surroundings.clock);
  }

  #destroyed(): Failure {
    return new Failure("destroyed", `${this.name} was destroyed meanwhile.`);
  }

  #requireCycle(): PowerCycle {
    if (!this.#cycle) throw new Error(`a guest that is ${this.#state} has no power cycle`);
    return this.#cycle;
  }

  #require(verb: GuestVerb): void {
    if (verbFits(verb, this.#state)) {
      if (!this.#inFlight || verb === "destroy" || verb === "reset") return;
      throw new Failure("busy", `Cannot ${verb} ${this.name} yet: ${this.#inFlight} is under way.`);
    }
    throw new Failure(
      "wrong-state",
      `Cannot ${verb} ${this.name}: it is ${this.#state}, and ${verb} needs ${statesFor(verb).join(" or ")}.`,
    );
  }

  #setState(state: GuestState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onDidChange.fire(state);
  }
}
