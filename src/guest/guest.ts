/**
 * A guest seen from the page: its state machine, its verbs, its consoles. It owns the worker of its power cycle and
 * knows neither the emulator nor the screen.
 */
import { assertNever } from "../base/assert-never.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { CommandEnd } from "../protocol/command-end.ts";
import type { GuestEvent, GuestSample } from "../protocol/guest-api.ts";
import type { GuestTrace } from "../protocol/guest-trace.ts";
import { ConsoleLine } from "./console-line.ts";
import { crashOf, type Crash } from "./crash.ts";
import { GuestLimiter, type GuestLimits } from "./guest-limits.ts";
import { GuestVerbs } from "./guest-verbs.ts";
import type { GuestImage, GuestOptions, GuestSurroundings } from "./guest-options.ts";
import type { GuestState } from "./lifecycle.ts";
import type { PowerCycle } from "./power-cycle.ts";
import { Power } from "./power.ts";
import { reachedState } from "./reached-state.ts";

/** One guest, from its creation to its removal; many power cycles long. */
export class Guest implements Disposable {
  readonly name: string;
  readonly image: GuestImage;
  readonly memoryMiB: number;
  /** The virtio console: the shell. */
  readonly console = new ConsoleLine();
  /** The serial port: the kernel's messages. */
  readonly serial = new ConsoleLine();

  readonly #life = new Disposables();
  readonly #power: Power;
  readonly #limiter: GuestLimiter;
  readonly #verbs: GuestVerbs;
  readonly #onDidChange = this.#life.add(new Emitter<GuestState>());
  readonly #onDidSample = this.#life.add(new Emitter<GuestSample>());
  readonly #onDidReady = this.#life.add(new Emitter<void>());
  readonly #removed = new AbortController();
  #state: GuestState = "shutoff";
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
    this.#limiter = new GuestLimiter(options.memoryMiB, options.limits);
    this.#life.defer(() => this.#removed.abort(new Failure("removed", `${this.name} was removed.`)));
    this.#power = this.#life.add(new Power(options, surroundings, this));
    this.#verbs = new GuestVerbs({
      name: this.name,
      clock: surroundings.clock,
      onDidChange: this.onDidChange,
      state: () => this.#state,
      setState: (state) => this.#setState(state),
      cycle: () => this.#power.cycle,
    });
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

  /** Changes what it may take, at once and for its next starts. Fails as `checkGuestLimits` or as the worker does. */
  async setLimits(changes: Partial<GuestLimits>): Promise<void> {
    await this.#limiter.set(changes, this.runningApi);
  }

  /** Holds it to so many cores while the host is short of them; `null`: it is not. Who decides is the host's affair. */
  async grantCores(cores: number | null): Promise<void> {
    await this.#limiter.grant(cores, this.runningApi);
  }

  /**
   * Boots it. Resolves when its processor runs. Fails with `wrong-state`, `not-enough-memory`, an image's failure
   * (state `shutoff`), `destroyed`, or the reason the boot failed (state `crashed`).
   */
  async start(): Promise<void> {
    this.#verbs.require("start");
    this.#power.on();
    await this.#boot();
  }

  /** Stops its processor; it then uses no CPU. */
  async pause(): Promise<void> {
    await this.#verbs.perform("pause", (cycle) => cycle.api.pause());
    this.#setState("paused");
  }

  /** Lets a paused guest run on. */
  async resume(): Promise<void> {
    await this.#verbs.perform("resume", (cycle) => cycle.api.resume());
    this.#setState("running");
  }

  /** Asks the system to power off. Fails with `ignored` when it has not done so after 10 s. */
  async shutdown(): Promise<void> {
    await this.#verbs.ask("shutdown", (cycle) => cycle.api.requestShutdown(), "shutoff");
  }

  /** Asks the system to reboot. Resolves when it runs again. Fails like `shutdown`. */
  async reboot(): Promise<void> {
    await this.#verbs.ask("reboot", (cycle) => cycle.api.requestReboot(), "running");
  }

  /** Presses the reset button: boots it anew without asking. */
  async reset(): Promise<void> {
    this.#verbs.require("reset");
    await this.#boot();
  }

  /** Pulls the plug. A guest that was starting stops doing so. */
  // oxlint-disable-next-line typescript/require-await -- a refused verb rejects, as every verb does
  async destroy(): Promise<void> {
    this.#verbs.require("destroy");
    this.#switchOff("destroyed", `${this.name} was destroyed meanwhile.`);
  }

  /** Runs a command by a shell beside its user's, once its agent is up. Fails as `GuestVerbs.execute` does. */
  async execute(command: string, signal?: AbortSignal): Promise<CommandEnd> {
    return await this.#verbs.execute(command, signal);
  }

  /** Begins to count what it does with its hardware. Fails with `wrong-state` unless it runs. */
  async beginTrace(): Promise<void> {
    await this.#verbs.requireRunning("a trace").api.beginTrace();
  }

  /** Ends the trace that was begun. Fails with `wrong-state`, or `worker-died` when it ended meanwhile. */
  async endTrace(): Promise<GuestTrace> {
    return await this.#verbs.requireRunning("a trace").api.endTrace();
  }

  /**
   * Resolves when the guest is in `state`. Rejects with the signal's reason when it aborts, with `removed` when the
   * guest is removed, and with `unknown-state`.
   */
  async waitForState(state: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const { signal: removed } = this.#removed;
    const either = signal ? AbortSignal.any([signal, removed]) : removed;
    await reachedState({ now: this.#state, onDidChange: this.onDidChange }, state, either);
  }

  /** Throws `wrong-state` unless the guest may be removed; removing is disposing it. */
  requireRemovable(): void {
    this.#verbs.require("remove");
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

  /** The calls on a machine that exists: one that is still being built is told its limits when it is. */
  get runningApi(): PowerCycle["api"] | null {
    return this.#state === "starting" ? null : (this.#power.cycle?.api ?? null);
  }

  #setState(state: GuestState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onDidChange.fire(state);
  }
}
