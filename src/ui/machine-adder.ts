/**
 * Adds machines for commands: several with numbered names, and one console of them shown. Knows neither which key or
 * button asked, nor what is told to the user of what fails.
 */
import type { Machine } from "../playground/machine.ts";
import type { AddGuestOptions, AddSandboxOptions, Playground } from "../playground/playground.ts";
import { numberedName, unfitNames } from "./numbered-names.ts";
import type { Workspace } from "./workspace.ts";

/** What is seen when machines have been added: the first one's console, which is typed into or not, or what was seen before. */
export type SeenAfterwards = "its console, typed into" | "its console" | "the same view";

/** What becomes known of a machine after whoever asked for it has gone on. */
export interface LaterNews {
  /** A machine was made whose console is to be typed into. */
  readonly typedInto: (machine: Machine) => void;
  /** A guest runs. */
  readonly booted: () => void;
  /** A machine that was made did not start. */
  readonly failed: (error: unknown, machine: Machine) => void;
  /** A machine after the first was refused. */
  readonly refused: (words: string) => void;
}

/** One a page. */
export class MachineAdder {
  readonly #playground: Playground;
  readonly #workspace: Workspace;
  readonly #later: LaterNews;

  constructor(playground: Playground, workspace: Workspace, later: LaterNews) {
    this.#playground = playground;
    this.#workspace = workspace;
    this.#later = later;
  }

  /** As `Commands.addGuests`. */
  async addGuests(options: AddGuestOptions, count: number, seen: SeenAfterwards): Promise<string | null> {
    const unfit = this.#unfit(options.name, count, "guests");
    if (unfit !== null) return unfit;
    for (let number = 1; number <= count; number++) {
      const numbered = { ...options, ...numberedName(options.name, number, count) };
      // oxlint-disable-next-line no-await-in-loop -- each takes of the host's memory what the next may then not have
      const refusal = await this.#addGuest(numbered, number === 1 ? seen : "the same view");
      if (refusal !== null)
        return number === 1 ? refusal : `${number - 1} of ${count} were added. ${refusal}`;
    }
    return null;
  }

  /** As `Commands.addSandboxes`. */
  async addSandboxes(
    options: AddSandboxOptions,
    count: number,
    seen: SeenAfterwards,
  ): Promise<string | null> {
    const unfit = this.#unfit(options.name, count, "sandboxes");
    if (unfit !== null) return unfit;
    const numbered = (number: number): AddSandboxOptions => ({
      ...options,
      ...numberedName(options.name, number, count),
    });
    try {
      const first = await this.#addSandbox(numbered(1));
      this.#show(first, seen);
    } catch (error) {
      return wordsOf(error);
    }
    void this.#addMoreSandboxes(numbered, count);
    return null;
  }

  #unfit(name: string | undefined, count: number, what: string): string | null {
    return unfitNames(name, count, what, (each) => this.#playground.isTaken(each));
  }

  async #addGuest(options: AddGuestOptions, seen: SeenAfterwards): Promise<string | null> {
    const before = this.#playground.machines.length;
    const adding = this.#playground.addGuest(options);
    // A guest that was not refused is there at once; the promise waits for its boot.
    const machine = this.#playground.machines[before];
    if (!machine) return await adding.then(() => null, wordsOf);
    adding.then(this.#later.booted, (error: unknown) => this.#later.failed(error, machine));
    this.#show(machine, seen);
    return null;
  }

  #show(machine: Machine, seen: SeenAfterwards): void {
    if (seen === "the same view") this.#workspace.setHidden(machine, false);
    else this.#workspace.select(machine);
    if (seen === "its console, typed into") this.#later.typedInto(machine);
  }

  async #addMoreSandboxes(numbered: (number: number) => AddSandboxOptions, count: number): Promise<void> {
    for (let number = 2; number <= count; number++) {
      try {
        // Each in a task of its own: what is at hand takes no turn by itself.
        // oxlint-disable-next-line no-await-in-loop -- they get their names and their places in order
        await soon().then(() => this.#addSandbox(numbered(number)));
      } catch (error) {
        this.#later.refused(`${number - 1} of ${count} were added. ${wordsOf(error)}`);
        return;
      }
    }
  }

  /** Resolves when it is made; how its start ends is told later. */
  async #addSandbox(options: AddSandboxOptions): Promise<Machine> {
    const machine = await this.#playground.addSandbox({ ...options, start: false });
    if (options.start ?? true) machine.start().catch((error: unknown) => this.#later.failed(error, machine));
    return machine;
  }
}

/** What a failure says to the user. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Resolves in a task of its own. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
