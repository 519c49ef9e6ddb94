/**
 * Decides which vCPU has the core, in the manner of Xen's credit scheduler (`xen/common/sched/credit.c`): credits by
 * weight every accounting period, caps that park, a boost for who was woken. Pure: fed with times, asked who is next.
 *
 * Two things are unlike Xen. Credits handed out are what was used since the last time, not what the core could have
 * done, so their sum stays and no idle guest's share is lost; and among equals the one with most credit goes first,
 * not the one that waited longest. Both make shares follow weights exactly, whoever else sleeps.
 */
import { shareOut } from "./share-out.ts";
import { Vcpu } from "./vcpu.ts";

/** Credits are handed out and caps filled up this often, as in Xen, in ms. */
export const accountingPeriodMs = 30;
/** How long a vCPU keeps the core among equals, in ms. Xen's 30 would be felt at a keyboard. */
export const timeSliceMs = 10;
/** Nobody that sleeps can save up more than this, in ms. */
const mostSavedMs = accountingPeriodMs;
/** One that was kept from the core can be owed more: a run may be long when the host takes the core in the midst of it. */
const mostOwedMs = 5 * accountingPeriodMs;
/**
 * So many periods of a cap can be caught up with: a late timer, or a host that took the core, must not cost a guest its
 * due. One that slept meanwhile has lost less.
 */
const budgetPeriods = { wanting: 4, sleeping: 2 };

/** One core and the vCPUs that share it. */
export class CreditScheduler {
  readonly #vcpus = new Set<Vcpu>();
  #current: Vcpu | null = null;
  #sliceUsedMs = 0;
  #usedMs = 0;
  #accountedMs: number;
  #turns = 0;

  constructor(nowMs: number) {
    this.#accountedMs = nowMs;
  }

  /** A new vCPU, which sleeps until it is woken. */
  add(nowMs: number): Vcpu {
    const vcpu = new Vcpu(nowMs);
    this.#vcpus.add(vcpu);
    return vcpu;
  }

  /** Forgets a vCPU. What it was owed, or owed, is the others' affair: so the sum of credits stays. */
  remove(vcpu: Vcpu): void {
    if (!this.#vcpus.delete(vcpu)) return;
    if (this.#current === vcpu) this.#current = null;
    for (const other of this.#vcpus) other.creditMs += vcpu.creditMs / this.#vcpus.size;
  }

  /** `weight` beside the others': twice as much is twice the time when all want to run. Above 0. */
  setWeight(vcpu: Vcpu, weight: number): void {
    vcpu.weight = weight;
  }

  /** Limits a vCPU to a share of the core, above 0, or not at all. A debt under the old cap stays one. */
  setCap(vcpu: Vcpu, cores: number | null, nowMs: number): void {
    this.#advance(nowMs);
    const periodMs = (cores ?? 0) * accountingPeriodMs;
    vcpu.budgetMs = vcpu.cap === null ? periodMs : Math.min(vcpu.budgetMs, periodMs);
    vcpu.cap = cores;
    if (vcpu.state === "parked" && !isSpent(vcpu)) this.#enqueue(vcpu, nowMs);
  }

  /** There is something to do for a vCPU that sleeps: it goes first if it has not had more than its due. */
  wake(vcpu: Vcpu, nowMs: number): void {
    if (vcpu.state !== "blocked" || !this.#vcpus.has(vcpu)) return;
    vcpu.wakesAtMs = Infinity;
    if (isSpent(vcpu)) {
      vcpu.enter("parked", nowMs);
      return;
    }
    vcpu.boosted = vcpu.creditMs >= 0;
    this.#enqueue(vcpu, nowMs);
  }

  /** A vCPU has nothing to do, or may not run, until `untilMs` or until it is woken. */
  block(vcpu: Vcpu, untilMs: number, nowMs: number): void {
    vcpu.wakesAtMs = untilMs;
    vcpu.boosted = false;
    vcpu.enter("blocked", nowMs);
    if (this.#current === vcpu) this.#current = null;
  }

  /** The vCPU that has the core has used it for `usedMs`. */
  ran(vcpu: Vcpu, usedMs: number, nowMs: number): void {
    vcpu.creditMs -= usedMs;
    this.#usedMs += usedMs;
    this.#sliceUsedMs += usedMs;
    if (vcpu.cap === null) return;
    vcpu.budgetMs -= usedMs;
    if (!isSpent(vcpu) || vcpu.state !== "running") return;
    vcpu.boosted = false;
    vcpu.enter("parked", nowMs);
    if (this.#current === vcpu) this.#current = null;
  }

  /** Who has the core from now on; `null` when nobody wants it. To be asked again at least every few ms. */
  pick(nowMs: number): Vcpu | null {
    this.#advance(nowMs);
    const current = this.#current;
    if (current && !this.#mustYield(current)) return current;
    if (current) {
      current.boosted = false;
      this.#enqueue(current, nowMs);
    }
    let next: Vcpu | null = null;
    for (const vcpu of this.#vcpus) {
      if (vcpu.state === "waiting" && (next === null || goesBefore(vcpu, next))) next = vcpu;
    }
    this.#current = next;
    this.#sliceUsedMs = 0;
    next?.enter("running", nowMs);
    return next;
  }

  /** When the next sleeper or parked vCPU comes back by itself; `Infinity` for never. */
  get nextEventMs(): number {
    let nextMs = Infinity;
    for (const vcpu of this.#vcpus) {
      if (vcpu.state === "blocked") nextMs = Math.min(nextMs, vcpu.wakesAtMs);
      if (vcpu.state !== "parked") continue;
      const periods = Math.floor(-vcpu.budgetMs / ((vcpu.cap ?? 1) * accountingPeriodMs)) + 1;
      nextMs = Math.min(nextMs, this.#accountedMs + periods * accountingPeriodMs);
    }
    return nextMs;
  }

  /** It does for one that was woken, when it only computes itself; and when its time slice is over. */
  #mustYield(current: Vcpu): boolean {
    if (this.#sliceUsedMs >= timeSliceMs) return true;
    if (current.boosted) return false;
    for (const vcpu of this.#vcpus) if (vcpu.boosted && vcpu.state === "waiting") return true;
    return false;
  }

  #enqueue(vcpu: Vcpu, nowMs: number): void {
    vcpu.turn = ++this.#turns;
    vcpu.enter("waiting", nowMs);
  }

  /** What happens by itself as time passes. */
  #advance(nowMs: number): void {
    for (const vcpu of this.#vcpus) {
      if (vcpu.state === "blocked" && vcpu.wakesAtMs <= nowMs) this.wake(vcpu, nowMs);
    }
    const periods = Math.floor((nowMs - this.#accountedMs) / accountingPeriodMs);
    if (periods < 1) return;
    this.#accountedMs += periods * accountingPeriodMs;
    this.#handOutCredits();
    for (const vcpu of this.#vcpus) this.#fillBudget(vcpu, periods, nowMs);
  }

  #handOutCredits(): void {
    const vcpus = [...this.#vcpus];
    const shares = shareOut(
      this.#usedMs,
      vcpus.map((vcpu) => ({ weight: vcpu.weight, room: mostCreditMs(vcpu) - vcpu.creditMs })),
    );
    this.#usedMs = 0;
    for (const [at, vcpu] of vcpus.entries()) vcpu.creditMs += shares[at] ?? 0;
  }

  #fillBudget(vcpu: Vcpu, periods: number, nowMs: number): void {
    if (vcpu.cap === null) return;
    const periodMs = vcpu.cap * accountingPeriodMs;
    const most = vcpu.state === "blocked" ? budgetPeriods.sleeping : budgetPeriods.wanting;
    vcpu.budgetMs = Math.min(most * periodMs, vcpu.budgetMs + periods * periodMs);
    if (vcpu.state === "parked" && !isSpent(vcpu)) this.#enqueue(vcpu, nowMs);
  }
}

/** Whether its cap allows it no more for now. */
function isSpent({ cap, budgetMs }: Vcpu): boolean {
  return cap !== null && budgetMs <= 0;
}

/** One that does not want the core, or may not have it, is kept from nothing. */
function mostCreditMs({ cap, state }: Vcpu): number {
  return cap === null && (state === "running" || state === "waiting") ? mostOwedMs : mostSavedMs;
}

function goesBefore(one: Vcpu, other: Vcpu): boolean {
  if (one.boosted !== other.boosted) return one.boosted;
  if (!one.boosted && one.creditMs !== other.creditMs) return one.creditMs > other.creditMs;
  return one.turn < other.turn;
}
