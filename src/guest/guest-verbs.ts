/**
 * The verbs that a guest or its worker has a say in: refused when they do not fit, one at a time, each with a limit to
 * how long it may take. Knows nothing of how a guest boots or ends.
 */
import type { Clock } from "../base/clock.ts";
import { settledWithin } from "../base/abort.ts";
import { deferred } from "../base/deferred.ts";
import { toDisposable } from "../base/disposable.ts";
import type { Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { CommandEnd } from "../protocol/command-end.ts";
import { statesFor, verbFits, type GuestState, type GuestVerb } from "./lifecycle.ts";
import type { PowerCycle } from "./power-cycle.ts";

/** How long an asked guest may take to comply before we report that it does not, in ms. */
const complianceMs = 10_000;
/** How long a worker may take to answer a call that needs nothing of the guest, in ms. */
const answerMs = 5_000;

/** The guest, as its verbs see it. */
export interface VerbGuest {
  readonly name: string;
  readonly clock: Clock;
  readonly onDidChange: Evt<GuestState>;
  state(): GuestState;
  setState(state: GuestState): void;
  cycle(): PowerCycle | null;
}

/** The verbs of one guest. */
export class GuestVerbs {
  readonly #guest: VerbGuest;
  /** The graceful verb that the guest or its worker has not answered yet. */
  #inFlight: { readonly verb: GuestVerb } | null = null;

  constructor(guest: VerbGuest) {
    this.#guest = guest;
  }

  /** Throws `wrong-state`, or `busy`, unless `verb` may be performed now. */
  require(verb: GuestVerb): void {
    const { name } = this.#guest;
    const state = this.#guest.state();
    if (verbFits(verb, state)) {
      if (!this.#inFlight || verb === "destroy" || verb === "reset") return;
      throw new Failure("busy", `Cannot ${verb} ${name} yet: ${this.#inFlight.verb} is under way.`);
    }
    throw new Failure(
      "wrong-state",
      `Cannot ${verb} ${name}: it is ${state}, and ${verb} needs ${statesFor(verb).join(" or ")}.`,
    );
  }

  /** The power cycle of a guest that runs; throws `wrong-state`, saying that `what` needs one. */
  requireRunning(what: string): PowerCycle {
    const [state, cycle] = [this.#guest.state(), this.#guest.cycle()];
    if (state === "running" && cycle) return cycle;
    throw new Failure("wrong-state", `${this.#guest.name} is ${state}: ${what} needs a guest that runs.`);
  }

  /** Runs a command by a shell of the guest's; an abort kills it. Fails with `wrong-state`, or `ended` when the guest ends. */
  async execute(command: string, signal?: AbortSignal): Promise<CommandEnd> {
    const cycle = this.requireRunning("a command");
    try {
      return await cycle.execute(command, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (cycle === this.#guest.cycle()) throw error;
      throw new Failure("ended", `${this.#guest.name} ended before the command did.`);
    }
  }

  /** A call on the worker that needs nothing of the guest. Fails with `not-responding` or `worker-died`, too. */
  async perform(verb: GuestVerb, call: (cycle: PowerCycle) => Promise<void>): Promise<void> {
    this.require(verb);
    const cycle = this.#requireCycle();
    using _ = this.#begin(verb);
    await this.#answer(call(cycle));
    if (cycle !== this.#guest.cycle())
      throw new Failure("worker-died", `${this.#guest.name} ended meanwhile.`);
  }

  /** Asks the guest's system for something and waits until it is in state `goal`. Fails with `ignored` or `ended`, too. */
  async ask(
    verb: "shutdown" | "reboot",
    call: (cycle: PowerCycle) => Promise<void>,
    goal: GuestState,
  ): Promise<void> {
    this.require(verb);
    const { name, clock, onDidChange } = this.#guest;
    const cycle = this.#requireCycle();
    using beginning = this.#begin(verb);
    this.#guest.setState("shutting-down");
    const complied = deferred<void>();
    const settled = deferred<GuestState>();
    const listening = onDidChange.listen((state) => {
      // It has complied when the cycle it was asked in is over; what comes then may take its time.
      complied.resolve();
      if (state !== "starting") settled.resolve(state);
    });
    try {
      await this.#answer(call(cycle));
      if (!(await settledWithin(complied.promise, complianceMs, clock))) {
        throw new Failure(
          "ignored",
          `${name} was asked to ${verb} and did not within 10 s. Wait, or use destroy or reset.`,
        );
      }
      beginning[Symbol.dispose]();
      const state = await settled.promise;
      if (state !== goal) throw new Failure("ended", `${name} is ${state} instead.`);
    } finally {
      listening[Symbol.dispose]();
      if (this.#guest.cycle() === cycle && this.#guest.state() === "shutting-down")
        this.#guest.setState("running");
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

  /** What the worker answers without the guest's help. */
  async #answer(call: Promise<void>): Promise<void> {
    const { name, clock } = this.#guest;
    if (await settledWithin(call, answerMs, clock)) return;
    throw new Failure(
      "not-responding",
      `${name} did not answer within 5 s. Destroy it, or wait and try again.`,
    );
  }

  #requireCycle(): PowerCycle {
    const cycle = this.#guest.cycle();
    if (!cycle) throw new Error(`a guest that is ${this.#guest.state()} has no power cycle`);
    return cycle;
  }
}
