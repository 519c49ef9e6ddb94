/**
 * The real machines as lessons see them: facts read when asked for, changes told as they come, commands run beside the
 * consoles. What the screen shows it is told.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import { chosen } from "../learning/machine-choice.ts";
import { kernelCount, machineFacts } from "../learning/machine-facts.ts";
import type { Playground, PlaygroundMachine } from "../playground.ts";
import type { CommandPlace, LessonFacts } from "./condition.ts";
import type { LessonGround } from "./lesson-run.ts";

/** What a lesson may know of the screen. */
export interface LessonScreen {
  readonly view: string;
  /** Whether a machine's details are shown. */
  readonly isDetailed: (id: string) => boolean;
  readonly onDidChange: Evt<void>;
}

/** Of what a console printed, as much as a pattern is looked for in: so many bytes or characters of the end. */
const mostRead = 16_384;

/** Disposing ends all listening. */
export class PlaygroundGround implements LessonGround, Disposable {
  readonly #playground: Playground;
  readonly #screen: LessonScreen;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  readonly #onDidSample = this.#life.add(new Emitter<void>());
  #machineLife = new Disposables();
  /** Where each console was at the last mark. */
  #marks = new Map<string, number>();
  readonly onDidChange: Evt<void> = this.#onDidChange;
  readonly onDidSample: Evt<void> = this.#onDidSample;

  constructor(playground: Playground, screen: LessonScreen) {
    this.#playground = playground;
    this.#screen = screen;
    const changed = (): void => this.#onDidChange.fire();
    this.#life.add(screen.onDidChange.listen(changed));
    this.#life.add(playground.hostSystem.onDidChange.listen(changed));
    this.#life.add(playground.monitor.onDidSample.listen(() => this.#onDidSample.fire()));
    this.#life.add(playground.onDidChangeMachines.listen(() => this.#followMachines()));
    this.#life.defer(() => this.#machineLife[Symbol.dispose]());
    this.#followMachines();
  }

  facts(output: LessonFacts["output"]): LessonFacts {
    const sample = this.#playground.monitor.latest();
    const machines = this.#playground.machines.map((machine) => machineFacts(machine, sample));
    return {
      machines,
      kernels: kernelCount(machines),
      view: this.#screen.view,
      detailed: machines.filter(({ id }) => this.#screen.isDetailed(id)).map(({ id }) => id),
      printed: (where) => this.#printed(where),
      output,
    };
  }

  mark(): void {
    this.#marks = new Map(this.#playground.machines.map(({ id, console }) => [id, console.position]));
    if (this.#playground.hostSystem.host) this.#marks.set("host", this.#playground.hostConsole.position);
  }

  async execute(where: CommandPlace, command: string, signal: AbortSignal): Promise<string> {
    const { hostSystem } = this.#playground;
    if (where === "host") return (await hostSystem.execute(command, { signal })).output;
    const machine = this.machine(where);
    if (!machine) throw new Failure("no-machine", "There is no such machine yet.");
    return (await machine.execute(command, { signal })).output;
  }

  /** The first machine that is meant: one that runs, if there is one. */
  machine(where: Exclude<CommandPlace, "host">): PlaygroundMachine | null {
    const sample = this.#playground.monitor.latest();
    const pairs = this.#playground.machines.map((machine) => ({
      ...machineFacts(machine, sample),
      machine,
    }));
    const meant = chosen(pairs, where);
    return (meant.find(({ state }) => state === "running") ?? meant[0])?.machine ?? null;
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #printed(where: CommandPlace): string | null {
    const found = where === "host" ? this.#hostConsole() : this.machine(where);
    if (!found) return null;
    const { console } = found;
    return console.since(Math.max(this.#marks.get(found.id) ?? 0, console.position - mostRead));
  }

  #hostConsole(): { readonly id: "host"; readonly console: Playground["hostConsole"] } | null {
    return this.#playground.hostSystem.host ? { id: "host", console: this.#playground.hostConsole } : null;
  }

  #followMachines(): void {
    this.#machineLife[Symbol.dispose]();
    this.#machineLife = new Disposables();
    for (const machine of this.#playground.machines)
      this.#machineLife.add(machine.onDidChange.listen(() => this.#onDidChange.fire()));
    this.#onDidChange.fire();
  }
}
