/**
 * A guest seen from the page: its state machine, its verbs, its consoles. It owns the worker of its power cycle and
 * knows neither the emulator nor the screen.
 */
import { abortable, settledWithin } from "../base/abort.ts";
import { assertNever } from "../base/assert-never.ts";
import type { Clock } from "../base/clock.ts";
import { deferred } from "../base/deferred.ts";
import { Disposables, toDisposable } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { CommandEnd } from "../protocol/command-end.ts";
import type { GuestEvent, GuestSample } from "../protocol/guest-api.ts";
import type { GuestTrace } from "../protocol/guest-trace.ts";
import { ConsoleLine } from "./console-line.ts";
import { crashOf, type Crash } from "./crash.ts";
import { GuestLimiter, type GuestLimits } from "./guest-limits.ts";
import type { GuestImage, GuestOptions, GuestSurroundings } from "./guest-options.ts";
import { isGuestState, statesFor, verbFits, type GuestState, type GuestVerb } from "./lifecycle.ts";
import type { PowerCycle } from "./power-cycle.ts";
import { Power } from "./power.ts";

/** How long an asked guest may take to comply before we report that it does not, in ms. */
const complianceMs = 10_000;
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

  readonly #clock: Clock;
  readonly #life = new Disposables();
  readonly #power: Power;
  readonly #limiter: GuestLimiter;
  readonly #onDidChange = this.#life.add(new Emitter<GuestState>());
  readonly #onDidSample = this.#life.add(new Emitter<GuestSample>());
  readonly #onDidReady = this.#life.add(new Emitter<void>());
  readonly #removed = new AbortController();
  #state: GuestState = "shutoff";
  /** The graceful verb that the guest or its worker has not answered yet. */
  #inFlight: { readonly verb: GuestVerb } | null = null;
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
    this.#clock = surroundings.clock;
    this.#limiter = new GuestLimiter(options.memoryMiB, options.limits);
    this.#life.defer(() => this.#removed.abort(new Failure("removed", `${this.name} was removed.`)));
    this.#power = this.#life.add(new Power(options, surroundings, this));
    this.#life.add(this.#power.onEvent.listen((event) => this.#handle(event)));
    this.#life.add(
      this.console.onDidResize.listen((size) => {
        // A guest that is off learns the size at its next power-on; one that dies meanwhile needs none.
        this.#power.cycle?.api.resizeConsole(size).catch(() => undefined);
      }),
    );
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

  /** What it may take. */
  get limits(): GuestLimits {
    return this.#limiter.limits;
  }

  /**
   * Changes what it may take: at once if it runs, and for its next starts. Fails with `bad-cpus`, `bad-weight` or `bad-memory`, or as the
   * worker does.
   */
  async setLimits(changes: Partial<GuestLimits>): Promise<void> {
    await this.#limiter.set(changes, this.#runningApi);
  }

  /** Holds it to so many cores while the host is short of them; `null`: it is not. Who decides is the host's affair. */
  async grantCores(cores: number | null): Promise<void> {
    await this.#limiter.grant(cores, this.#runningApi);
  }

  /**
   * Boots it. Resolves when its processor runs. Fails with `wrong-state`, `not-enough-memory`, an image's failure
   * (state `shutoff`), `destroyed`, or the reason the boot failed (state `crashed`).
   */
  async start(): Promise<void> {
    this.#require("start");
    this.#power.on();
    await this.#boot();
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

  /** Asks the system to power off. Fails with `ignored` when it has not done so after 10 s. */
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
    await this.#boot();
  }

  /** Pulls the plug. A guest that was starting stops doing so. */
  // oxlint-disable-next-line typescript/require-await -- a refused verb rejects, as every verb does
  async destroy(): Promise<void> {
    this.#require("destroy");
    this.#switchOff("destroyed", `${this.name} was destroyed meanwhile.`);
  }

  /**
   * Runs a command by a shell beside its user's, as soon as its agent is up; an abort kills it. Fails with `wrong-state`
   * unless it runs, and with `ended` when it ends first.
   */
  async execute(command: string, signal?: AbortSignal): Promise<CommandEnd> {
    const { cycle } = this.#power;
    if (this.#state !== "running" || !cycle) {
      throw new Failure("wrong-state", `${this.name} is ${this.#state}: a command needs a guest that runs.`);
    }
    try {
      return await cycle.execute(command, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (cycle === this.#power.cycle) throw error;
      throw new Failure("ended", `${this.name} ended before the command did.`);
    }
  }

  /** Begins to count what it does with its hardware. Fails with `wrong-state` unless it runs. */
  async beginTrace(): Promise<void> {
    await this.#traceable().api.beginTrace();
  }

  /** Ends the trace that was begun. Fails with `wrong-state`, or `worker-died` when it ended meanwhile. */
  async endTrace(): Promise<GuestTrace> {
    return await this.#traceable().api.endTrace();
  }

  #traceable(): PowerCycle {
    const { cycle } = this.#power;
    if (this.#state === "running" && cycle) return cycle;
    throw new Failure("wrong-state", `${this.name} is ${this.#state}: only a guest that runs can be traced.`);
  }

  /**
   * Resolves when the guest is in `state`. Rejects with the signal's reason when it aborts, with `removed` when the
   * guest is removed, and with `unknown-state`.
   */
  async waitForState(state: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (!isGuestState(state)) {
      throw new Failure("unknown-state", `No guest is ever "${state}": the states are in the README.`);
    }
    if (this.#state === state) return;
    const reached = deferred<void>();
    const listening = this.#onDidChange.listen((now) => {
      if (now === state) reached.resolve();
    });
    const given = signal ? AbortSignal.any([signal, this.#removed.signal]) : this.#removed.signal;
    await abortable(reached.promise, given).finally(() => listening[Symbol.dispose]());
  }

  /** Throws `wrong-state` unless the guest may be removed; removing is disposing it. */
  requireRemovable(): void {
    this.#require("remove");
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  async #boot(): Promise<void> {
    this.#sample = null;
    this.#crash = null;
    const booting = this.#power.boot();
    this.#setState("starting");
    const problem = await booting;
    if (!problem) {
      const { cycle } = this.#power;
      // A worker that dies of it tells so by itself.
      if (cycle) await this.#limiter.begin(cycle.api).catch(() => undefined);
      // Not so if it ended, or another boot began, as this one came about.
      if (this.#state === "starting") this.#setState("running");
      return;
    }
    if (problem.stage === "image") this.#switchOff("ended", "the image could not be had");
    else this.#die(crashOf(problem.error));
    throw problem.error;
  }

  #handle(event: GuestEvent): void {
    switch (event.kind) {
      case "ready":
        this.#onDidReady.fire();
        break;
      case "sampled":
        this.#sample = event.sample;
        this.#onDidSample.fire(event.sample);
        break;
      case "powered-off":
        this.#switchOff("ended", `${this.name} switched itself off.`);
        break;
      case "rebooted":
        // A boot that fails shows as the state it leaves the guest in.
        this.#boot().catch(() => undefined);
        break;
      case "crashed":
        this.#die({ kind: event.crash, detail: event.detail });
        break;
      default:
        assertNever(event);
    }
  }

  #switchOff(code: string, message: string): void {
    this.#power.off(new Failure(code, message));
    this.#sample = null;
    this.#crash = null;
    this.#setState("shutoff");
  }

  #die(crash: Crash): void {
    this.#power.off(new Failure("crashed", `${this.name} crashed: ${crash.detail}`));
    this.#sample = null;
    this.#crash = crash;
    this.#setState("crashed");
  }

  /** A call on the worker that needs nothing of the guest. */
  async #inCycle(verb: GuestVerb, call: (cycle: PowerCycle) => Promise<void>): Promise<void> {
    this.#require(verb);
    const cycle = this.#requireCycle();
    using _ = this.#begin(verb);
    await this.#answer(call(cycle));
    if (cycle !== this.#power.cycle) throw new Failure("worker-died", `${this.name} ended meanwhile.`);
  }

  /** Asks the guest's system for something and waits until it has come to pass. */
  async #ask(
    verb: "shutdown" | "reboot",
    call: (cycle: PowerCycle) => Promise<void>,
    goal: GuestState,
  ): Promise<void> {
    this.#require(verb);
    const cycle = this.#requireCycle();
    using beginning = this.#begin(verb);
    this.#setState("shutting-down");
    const complied = deferred<void>();
    const settled = deferred<GuestState>();
    const listening = this.#onDidChange.listen((state) => {
      // It has complied when the cycle it was asked in is over; what comes then may take its time.
      complied.resolve();
      if (state !== "starting") settled.resolve(state);
    });
    try {
      await this.#answer(call(cycle));
      if (!(await settledWithin(complied.promise, complianceMs, this.#clock))) {
        throw new Failure(
          "ignored",
          `${this.name} was asked to ${verb} and did not within 10 s. Wait, or use destroy or reset.`,
        );
      }
      beginning[Symbol.dispose]();
      const state = await settled.promise;
      if (state !== goal) throw new Failure("ended", `${this.name} is ${state} instead.`);
    } finally {
      listening[Symbol.dispose]();
      if (this.#power.cycle === cycle && this.#state === "shutting-down") this.#setState("running");
    }
  }

  /** Refuses other graceful verbs until the result is disposed. */
  #begin(verb: GuestVerb): Disposable {
    const flight = { verb };
    this.#inFlight = flight;
    return toDisposable(() => {
      if (this.#inFlight === flight) this.#inFlight = null;
    });
  }

  /** What the worker answers without the guest's help. Fails with `not-responding`. */
  async #answer(call: Promise<void>): Promise<void> {
    if (await settledWithin(call, answerMs, this.#clock)) return;
    throw new Failure(
      "not-responding",
      `${this.name} did not answer within 5 s. Destroy it, or wait and try again.`,
    );
  }

  /** Of a machine that exists: one that is still being built is told its limits when it is. */
  get #runningApi(): PowerCycle["api"] | null {
    return this.#state === "starting" ? null : (this.#power.cycle?.api ?? null);
  }

  #requireCycle(): PowerCycle {
    const { cycle } = this.#power;
    if (!cycle) throw new Error(`a guest that is ${this.#state} has no power cycle`);
    return cycle;
  }

  #require(verb: GuestVerb): void {
    if (verbFits(verb, this.#state)) {
      if (!this.#inFlight || verb === "destroy" || verb === "reset") return;
      throw new Failure("busy", `Cannot ${verb} ${this.name} yet: ${this.#inFlight.verb} is under way.`);
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
