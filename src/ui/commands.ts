/**
 * The one path from a click or a key to the playground: calls it, and tells the user what went wrong.
 */
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { ExperimentId } from "../playground/experiments/experiment.ts";
import type { ExperimentResult } from "../playground/experiments/result.ts";
import type { ExperimentSession } from "../playground/experiments/session.ts";
import type { MachineLimits } from "../playground/machine-limits.ts";
import type { Machine, MachineVerb } from "../playground/machine.ts";
import type { AddGuestOptions, AddSandboxOptions, Playground } from "../playground/playground.ts";
import { MachineAdder, wordsOf, type SeenAfterwards } from "./machine-adder.ts";
import type { Notices } from "./notices.ts";
import { allPlaces, type Place } from "./place.ts";
import { losesMemory } from "./verbs.ts";
import type { Workspace } from "./workspace.ts";

/** Asks the user whether a verb shall really be done. */
export type Confirm = (verb: MachineVerb, machine: Machine) => Promise<boolean>;

/** What elements may ask for. */
export class Commands {
  readonly #playground: Playground;
  readonly #workspace: Workspace;
  readonly #notices: Notices;
  readonly #confirm: Confirm;
  readonly #adder: MachineAdder;
  readonly #onDidSay = new Emitter<string>();
  readonly #onDidAddToType = new Emitter<Machine>();
  readonly #onDidChangeBootFailure = new Emitter<void>();
  #bootFailure: string | null = null;

  /** Fires with what a screen reader should be told of a command's outcome. */
  readonly onDidSay: Evt<string> = this.#onDidSay;

  /** Fires with a machine that was added to be typed into. */
  readonly onDidAddToType: Evt<Machine> = this.#onDidAddToType;

  /** Fires when `bootFailure` changed. */
  readonly onDidChangeBootFailure: Evt<void> = this.#onDidChangeBootFailure;

  constructor(playground: Playground, workspace: Workspace, notices: Notices, confirm: Confirm) {
    this.#playground = playground;
    this.#workspace = workspace;
    this.#notices = notices;
    this.#confirm = confirm;
    this.#adder = new MachineAdder(playground, workspace, {
      typedInto: (machine) => this.#onDidAddToType.fire(machine),
      booted: () => this.#noteBootFailure(null),
      failed: (error, machine) => this.#tell(error, machine),
      refused: (words) => notices.tell(words),
    });
  }

  /** Why no guest can boot although its image is here: the emulator did not load. */
  get bootFailure(): string | null {
    return this.#bootFailure;
  }

  /** Has ready what the first boot needs; what fails shows as the image's status or as `bootFailure`. */
  async prepareBoot(): Promise<void> {
    await this.#playground.prepare().then(
      () => this.#noteBootFailure(null),
      (error: unknown) => this.#noteBootFailure(error),
    );
  }

  /** Adds the default guest and shows its console; a refusal becomes a notice. */
  async addGuest(): Promise<void> {
    const refusal = await this.addGuests({}, 1);
    if (refusal) this.#notices.tell(refusal);
  }

  /**
   * Adds `count` guests and shows the console of the first; with a name and several, the names are numbered. Resolves
   * soon: with the words of a refusal, which says how many guests were made before it, or `null`. What fails later
   * becomes a notice.
   */
  async addGuests(
    options: AddGuestOptions,
    count: number,
    seen: SeenAfterwards = "its console, typed into",
  ): Promise<string | null> {
    return await this.#adder.addGuests(options, count, seen);
  }

  /** Adds the default sandbox and shows its console; a refusal becomes a notice. */
  async addSandbox(): Promise<void> {
    const refusal = await this.addSandboxes({}, 1);
    if (refusal) this.#notices.tell(refusal);
  }

  /**
   * Adds `count` sandboxes and shows the console of the first; with a name and several, the names are numbered.
   * Resolves when the first is there, with `null`, or with the words of a refusal; what fails later becomes a notice.
   */
  async addSandboxes(
    options: AddSandboxOptions,
    count: number,
    seen: SeenAfterwards = "its console, typed into",
  ): Promise<string | null> {
    return await this.#adder.addSandboxes(options, count, seen);
  }

  /** Tells a screen reader something that happened elsewhere than where it reads. */
  say(words: string): void {
    this.#onDidSay.fire(words);
  }

  /** Boots the host's system; what fails shows as its state. */
  async bootHost(): Promise<void> {
    await this.#playground.hostSystem.boot().catch(() => undefined);
  }

  /** Does `verb` to a machine, after asking where that loses its memory; what fails becomes a notice. */
  perform(verb: MachineVerb, machine: Machine): void {
    if (losesMemory(verb, machine)) void this.#performIfConfirmed(verb, machine);
    else this.#perform(verb, machine);
  }

  /** Changes what a machine may take; resolves with the words of a refusal, or `null`. */
  async setLimits(machine: Machine, changes: Partial<MachineLimits>): Promise<string | null> {
    return await machine.setLimits(changes).then(() => null, wordsOf);
  }

  /** As `setLimits`; a refusal becomes a notice, for where there is no room for it. */
  async changeLimits(machine: Machine, changes: Partial<MachineLimits>): Promise<void> {
    const refusal = await this.setLimits(machine, changes);
    if (refusal !== null) this.#notices.tell(refusal);
  }

  /** Does what only one view asks of the playground, and says how it went; the words of a refusal. */
  async attempt<T>(act: () => Promise<T>, said: (result: T) => string): Promise<T | string> {
    try {
      const result = await act();
      this.#onDidSay.fire(said(result));
      return result;
    } catch (error) {
      return wordsOf(error);
    }
  }

  /** Runs an experiment and says how it ended; resolves with its result, or the words of a refusal. */
  async runExperiment(
    experiments: ExperimentSession,
    id: ExperimentId,
    settings: Readonly<Record<string, unknown>>,
    options: { readonly mayEndSandboxes: boolean },
  ): Promise<ExperimentResult | string> {
    return await this.attempt(
      () => experiments.run(id, settings, options),
      ({ title, outcome, findings }) => {
        const how = outcome.kind === "failed" ? `failed: ${outcome.message}` : `is ${outcome.kind}.`;
        return `The experiment ${title} ${how} ${findings.join(" ")}`;
      },
    );
  }

  /** Moves a tile by so many places. */
  moveTile(place: Place, by: number): void {
    const visible = this.#workspace
      .ordered<Place>(allPlaces(this.#playground.machines))
      .filter((other) => !this.#workspace.isHidden(other));
    this.moveTileTo(place, visible.findIndex((other) => other === place) + by);
  }

  /** Moves a tile to a place among the visible ones, counted from 0. */
  moveTileTo(place: Place, index: number): void {
    const { position, of } = this.#workspace.move(place, index, allPlaces(this.#playground.machines));
    this.#onDidSay.fire(`${place.name} is now console ${position} of ${of}`);
  }

  #noteBootFailure(error: unknown): void {
    const failure = error instanceof Failure && error.code === "emulator-unreachable" ? error.message : null;
    if (failure === this.#bootFailure) return;
    this.#bootFailure = failure;
    this.#onDidChangeBootFailure.fire();
  }

  async #performIfConfirmed(verb: MachineVerb, machine: Machine): Promise<void> {
    const confirmed = await this.#confirm(verb, machine);
    // Meanwhile it may have ended by itself.
    if (confirmed && machine.can(verb)) this.#perform(verb, machine);
  }

  #perform(verb: MachineVerb, machine: Machine): void {
    machine[verb]().then(
      () => verb === "start" && this.#noteBootFailure(null),
      (error: unknown) => this.#tell(error, machine),
    );
  }

  #tell(error: unknown, machine: Machine): void {
    if (error instanceof Failure && error.code === "emulator-unreachable") this.#noteBootFailure(error);
    // The user's own doing, and what the machine's tile shows: a crash, an image that could not be had.
    if (error instanceof Failure && (error.code === "destroyed" || error.code.startsWith("image-"))) return;
    if (machine.state === "crashed") return;
    this.#notices.tell(wordsOf(error));
  }
}
