/**
 * Learns from inside the machines what their boxes are named after, while somebody looks at the diagram: each machine
 * when it is up, and again when it has worked since. A host at which nobody looks, or that is idle, pays nothing.
 */
import type { Clock } from "../../base/clock.ts";
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import { report } from "../../base/report.ts";
import { readProcesses, type ProcessReport } from "../../sandbox/runtime/inspect/processes.ts";
import { runInspection } from "../../sandbox/runtime/inspect/run-inspection.ts";
import type { SandboxHost } from "../../sandbox/runtime/sandbox-host.ts";
import { GuestMachine } from "../guest-machine.ts";
import type { Playground } from "../playground.ts";
import type { SandboxMachine } from "../sandbox-machine.ts";
import { readSurvey, surveyCommand } from "./guest-survey.ts";
import type { GuestSurvey } from "./host-picture.ts";
import type { Learned } from "./take-picture.ts";

/** Machines are asked again this often, if they have worked. */
const periodMs = 5_000;
/** A guest that took less CPU time since it was asked did nothing but keep its clock, or answer. */
const workedMs = 60;

/** What has just booted may still be tidying up: it is asked once more so long after it has answered first, in ms. */
const settlesMs = 2_000;

/** What is known, and how much CPU time the machine had taken when it became so. */
interface Known<T> {
  readonly value: T;
  readonly cpuMs: number;
}

/** The same of a guest. */
interface KnownGuest extends Known<GuestSurvey> {
  /** When it first answered, by the clock. */
  readonly sinceMs: number;
  readonly settled: boolean;
  /** How many commands had been begun in it; `null` where one of them ran beside the question and is in the answer. */
  readonly commands: number | null;
}

/** The surveys of one playground. */
export class Surveys implements Disposable {
  readonly #playground: Playground;
  readonly #clock: Clock;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  readonly #guests = new Map<string, KnownGuest>();
  readonly #sandboxes = new Map<string, Known<readonly string[]>>();
  readonly #asked = new Set<string>();
  #host: {
    readonly of: SandboxHost;
    readonly tasks: number;
    readonly known: NonNullable<Learned["host"]>;
  } | null = null;
  /** `null` while nobody looks. */
  #watching: { readonly life: Disposables; readonly signal: AbortSignal } | null = null;

  /** Fires when something was learned. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(playground: Playground, clock: Clock) {
    this.#playground = playground;
    this.#clock = clock;
  }

  /** All that has been learned of what runs now. */
  get learned(): Learned {
    const values = <T>(known: ReadonlyMap<string, Known<T>>): ReadonlyMap<string, T> =>
      new Map(Array.from(known, ([id, { value }]) => [id, value]));
    return {
      guests: values(this.#guests),
      sandboxProcesses: values(this.#sandboxes),
      host: this.#host && this.#host.of === this.#playground.hostSystem.host ? this.#host.known : null,
    };
  }

  /** Begins to look, or goes on. */
  watch(): void {
    if (this.#watching || this.#life.disposed) return;
    const life = this.#life.add(new Disposables());
    const over = new AbortController();
    life.defer(() => over.abort());
    life.add(this.#clock.every(periodMs, () => this.look()));
    this.#watching = { life, signal: over.signal };
    this.look();
  }

  /** Looks no more until `watch`; questions under way are given up. */
  rest(): void {
    const watching = this.#watching;
    this.#watching = null;
    if (watching) this.#life.release(watching.life);
  }

  /** Asks those that have something new to tell; forgets those that run no more. For when a machine has changed. */
  look(): void {
    const { machines } = this.#playground;
    this.#forget(machines.map(({ id, state }) => ({ id, state })));
    for (const machine of machines) {
      if (machine instanceof GuestMachine) this.#lookAtGuest(machine);
      else this.#lookAtSandbox(machine);
    }
    this.#lookAtHost();
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #forget(machines: readonly { readonly id: string; readonly state: string }[]): void {
    const lasting = new Set(
      machines
        .filter(({ state }) => ["running", "paused", "shutting-down"].includes(state))
        .map(({ id }) => id),
    );
    for (const known of [this.#guests, this.#sandboxes])
      for (const id of known.keys()) if (!lasting.has(id)) known.delete(id);
  }

  #lookAtGuest(guest: GuestMachine): void {
    if (guest.state !== "running") return;
    const known = this.#guests.get(guest.id);
    if (known && !this.#isStale(known, guest)) return;
    void this.#ask(guest.id, async (signal) => {
      const before = guest.commands;
      const { output } = await guest.execute(surveyCommand, { signal });
      const value = readSurvey(output);
      if (!value) return;
      const cpuMs = guest.read().totals?.cpuMs ?? 0;
      const sinceMs = known?.sinceMs ?? this.#clock.nowMs();
      const alone = before.running === 0 && guest.commands.begun === before.begun + 1;
      const commands = alone ? guest.commands.begun : null;
      this.#guests.set(guest.id, { value, cpuMs, sinceMs, settled: known !== undefined, commands });
    });
  }

  #isStale({ cpuMs, sinceMs, settled, commands }: KnownGuest, guest: GuestMachine): boolean {
    if (commands !== guest.commands.begun) return guest.commands.running === 0;
    if (!settled && this.#clock.nowMs() - sinceMs >= settlesMs) return true;
    return (guest.read().totals?.cpuMs ?? 0) - cpuMs >= workedMs;
  }

  #lookAtSandbox(machine: SandboxMachine): void {
    const { host } = this.#playground.hostSystem;
    const cpuMs = machine.sandbox.usage?.cpuMs;
    if (!host || !machine.isActive || cpuMs === undefined) return;
    if (this.#sandboxes.get(machine.id)?.cpuMs === cpuMs) return;
    void this.#ask(machine.id, async () => {
      const { cgroupsPath } = machine.sandbox.config.linux;
      const processes = await runInspection(host, readProcesses(cgroupsPath));
      this.#sandboxes.set(machine.id, { value: processes.map(programOf), cpuMs });
    });
  }

  #lookAtHost(): void {
    const { host } = this.#playground.hostSystem;
    if (!host || (this.#host?.of === host && this.#host.tasks === host.kernel.counters.tasks)) return;
    void this.#ask("host", async () => {
      const { name, processes } = await runInspection(host, function* look(sys) {
        const { sysname, release } = sys.uname();
        const reports = yield* readProcesses("", "alone")(sys);
        return { name: `${sysname} ${release}`, processes: reports };
      });
      // Others who look at the same time are no part of what is looked at.
      const programs = processes.map(programOf).filter((program) => !looking.has(program));
      const known = { name, processes: programs };
      this.#host = { of: host, tasks: host.kernel.counters.tasks, known };
    });
  }

  /** One question to one machine at a time; what ends meanwhile has nothing to tell. */
  async #ask(id: string, question: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const watching = this.#watching;
    if (!watching || this.#asked.has(id)) return;
    this.#asked.add(id);
    try {
      await question(watching.signal);
    } catch (error) {
      if (!watching.signal.aborted && !(error instanceof Failure) && this.#playground.hostSystem.host)
        report(error);
    } finally {
      this.#asked.delete(id);
    }
    if (!watching.signal.aborted) this.#onDidChange.fire();
  }
}

/** What `runInspection` and `execute` call what they run on the host. */
const looking: ReadonlySet<string> = new Set(["inspect", "execute"]);

/** The name of the program that a process runs; a login shell's begins with a hyphen. */
function programOf({ command }: ProcessReport): string {
  const [word = ""] = command.split(" ");
  return (word.split("/").at(-1) ?? "").replace(/^-/, "") || command;
}
