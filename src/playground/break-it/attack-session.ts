/** Which attack goes on, and what was found by the last one: for as long as the page lives. One at a time. */
import { systemClock } from "../../base/clock.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import { GuestMachine } from "../guest-machine.ts";
import type { Machine } from "../machine.ts";
import type { Playground } from "../playground.ts";
import { SandboxMachine } from "../sandbox-machine.ts";
import { attackOn, type Attack, type AttackKind } from "./attack.ts";
import type { AttackReport } from "./attack-report.ts";
import { attackedGuest, attackedHost, attackedSandbox, type Attacked } from "./attacked.ts";
import { runAttack, type AttackWorld } from "./run-attack.ts";

/** An attack under way. */
export interface AttackProgress {
  readonly attack: Attack;
  readonly machine: string;
  readonly words: string;
  readonly stopping: boolean;
}

/** Whom an attack is done to: a machine, or the host of all sandboxes. */
export type AttackTarget = Machine | "host";

/** The attacks of one playground. */
export class AttackSession {
  readonly #playground: Playground;
  readonly #world: Pick<AttackWorld, "clock" | "epochMs">;
  readonly #onDidChange = new Emitter<void>();
  #running: { readonly stop: AbortController; progress: AttackProgress } | null = null;
  #report: AttackReport | null = null;

  /** Fires when `progress` or `report` changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(playground: Playground, world: Pick<AttackWorld, "clock" | "epochMs">) {
    this.#playground = playground;
    this.#world = world;
  }

  /** `null` while none goes on. */
  get progress(): AttackProgress | null {
    return this.#running?.progress ?? null;
  }

  /** Of the last attack. */
  get report(): AttackReport | null {
    return this.#report;
  }

  /** What an attack of this kind would be. */
  attack(kind: AttackKind, target: AttackTarget): Attack {
    const { kind: whom, memoryMiB } = this.#attacked(target);
    return attackOn(kind, whom, memoryMiB);
  }

  /** Does it and resolves with what was found. Fails with `busy`, or `wrong-state` for a machine that does not run. */
  async run(kind: AttackKind, target: AttackTarget): Promise<AttackReport> {
    if (this.#running) throw new Failure("busy", "An attack goes on already. Stop it first.");
    const machine = this.#attacked(target);
    const state = machine.state();
    if (state !== "running" && state !== "up")
      throw new Failure("wrong-state", `${machine.name} is ${state}: start it first.`);
    const attack = attackOn(kind, machine.kind, machine.memoryMiB);
    const stop = new AbortController();
    const progress = { attack, machine: machine.name, words: "", stopping: false };
    const running: { readonly stop: AbortController; progress: AttackProgress } = { stop, progress };
    this.#running = running;
    const others = this.#playground.machines.filter(({ id }) => id !== machine.id).map(asAttacked);
    try {
      this.#report = await runAttack(attack, machine, others, {
        ...this.#world,
        latest: () => this.#playground.monitor.latest(),
        stop: stop.signal,
        progress: (words) => {
          running.progress = { ...running.progress, words };
          this.#onDidChange.fire();
        },
      });
      return this.#report;
    } finally {
      this.#running = null;
      this.#onDidChange.fire();
    }
  }

  /** Ends what goes on; its report comes nevertheless. */
  stop(): void {
    if (!this.#running) return;
    this.#running.progress = { ...this.#running.progress, stopping: true };
    this.#running.stop.abort();
    this.#onDidChange.fire();
  }

  #attacked(target: AttackTarget): Attacked {
    return target === "host" ? attackedHost(this.#playground.hostSystem) : asAttacked(target);
  }
}

function asAttacked(machine: Machine): Attacked {
  if (machine instanceof GuestMachine) return attackedGuest(machine);
  if (machine instanceof SandboxMachine) return attackedSandbox(machine);
  throw new Error(`${machine.name} is neither a guest nor a sandbox`);
}

const sessions = new WeakMap<Playground, AttackSession>();

/** One session a playground. */
export function attackSessionOf(playground: Playground): AttackSession {
  const known = sessions.get(playground);
  if (known) return known;
  const made = new AttackSession(playground, { clock: systemClock, epochMs: () => Date.now() });
  sessions.set(playground, made);
  return made;
}
