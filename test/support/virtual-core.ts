/**
 * A core in virtual time: the real scheduler with vCPUs that compute or sleep as told, and nothing that waits.
 */
import { CreditScheduler } from "../../workers/hypervisor/credit-scheduler.ts";
import type { Vcpu } from "../../workers/hypervisor/vcpu.ts";

/** What a vCPU does: computes `runMs`, sleeps `sleepMs`, and again; a sleep of 0 is no sleep. */
export interface Habit {
  readonly runMs: number;
  readonly sleepMs: number;
}

/** One that never sleeps. */
export const busy: Habit = { runMs: Infinity, sleepMs: 0 };

interface Actor {
  readonly habit: Habit;
  leftMs: number;
  wokenAtMs: number | null;
  readonly latenciesMs: number[];
}

/** The most a vCPU runs before the scheduler is asked again, as v86's main loop does. */
const chunkMs = 1;

/** A scheduler with its vCPUs and their time. */
export class VirtualCore {
  readonly scheduler = new CreditScheduler(0);
  readonly #actors = new Map<Vcpu, Actor>();
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Adds a vCPU that begins with its habit now. */
  add(habit: Habit, { weight, cap }: { readonly weight?: number; readonly cap?: number } = {}): Vcpu {
    const vcpu = this.scheduler.add(this.#nowMs);
    if (weight !== undefined) this.scheduler.setWeight(vcpu, weight);
    if (cap !== undefined) this.scheduler.setCap(vcpu, cap, this.#nowMs);
    this.#actors.set(vcpu, { habit, leftMs: habit.runMs, wokenAtMs: null, latenciesMs: [] });
    this.scheduler.wake(vcpu, this.#nowMs);
    return vcpu;
  }

  /** Takes a vCPU away. */
  remove(vcpu: Vcpu): void {
    this.scheduler.remove(vcpu);
    this.#actors.delete(vcpu);
  }

  /** Lets `ms` pass. */
  run(ms: number): void {
    const untilMs = this.#nowMs + ms;
    while (this.#nowMs < untilMs) {
      const vcpu = this.scheduler.pick(this.#nowMs);
      const actor = vcpu && this.#actors.get(vcpu);
      if (vcpu && actor) this.#chunk(vcpu, actor);
      else this.#nowMs = Math.min(untilMs, this.scheduler.nextEventMs);
    }
  }

  /** The vCPU that has the core keeps it for `ms`, without the scheduler being asked. */
  stall(ms: number): void {
    const vcpu = this.scheduler.pick(this.#nowMs);
    this.#nowMs += ms;
    if (vcpu) this.scheduler.ran(vcpu, ms, this.#nowMs);
  }

  /** How long it took from each wake-up of `vcpu` until it ran, in ms. */
  latenciesMs(vcpu: Vcpu): readonly number[] {
    return this.#actors.get(vcpu)?.latenciesMs ?? [];
  }

  /** Lets `ms` pass, and the rest of a chunk; tells what part of it each of `vcpus` ran. */
  shares(vcpus: readonly Vcpu[], ms: number): number[] {
    const ran = (): number[] => vcpus.map((vcpu) => vcpu.spentMs("running", this.#nowMs));
    const [before, fromMs] = [ran(), this.#nowMs];
    this.run(ms);
    return ran().map((after, at) => (after - (before[at] ?? 0)) / (this.#nowMs - fromMs));
  }

  #chunk(vcpu: Vcpu, actor: Actor): void {
    if (actor.wokenAtMs !== null) actor.latenciesMs.push(this.#nowMs - actor.wokenAtMs);
    actor.wokenAtMs = null;
    const tookMs = Math.min(chunkMs, actor.leftMs);
    actor.leftMs -= tookMs;
    this.#nowMs += tookMs;
    this.scheduler.ran(vcpu, tookMs, this.#nowMs);
    if (actor.leftMs > 0) return;
    actor.leftMs = actor.habit.runMs;
    if (actor.habit.sleepMs === 0) return;
    actor.wokenAtMs = this.#nowMs + actor.habit.sleepMs;
    this.scheduler.block(vcpu, actor.wokenAtMs, this.#nowMs);
  }
}
