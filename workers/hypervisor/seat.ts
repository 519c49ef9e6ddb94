/**
 * A machine's place on a core that it shares: what the machine asks of its turns, told to the scheduler. Knows nothing
 * of the other machines.
 */
import type { Hold, TurnGuest, Turns } from "../guest/turns.ts";
import type { CreditScheduler } from "./credit-scheduler.ts";
import type { Vcpu } from "./vcpu.ts";

/** What the seats of one core have in common. */
export interface Bench {
  readonly scheduler: CreditScheduler;
  /** Monotonic time in ms. */
  readonly nowMs: () => number;
  /** How much later than asked the core's timers came so far, in ms. */
  lateMs(): number;
  /** Somebody may want to run who did not, or the other way round. */
  changed(): void;
  /** The seat is free for good. */
  left(): void;
}

/** The turns of one machine on a shared core. */
export class Seat implements Turns {
  readonly #guest: TurnGuest;
  readonly #vcpu: Vcpu;
  readonly #bench: Bench;
  readonly #holds = new Set<Hold>();
  #running = false;
  #woken = false;
  #wasHeld = false;
  #sleepMs = 0;
  #sliceBeganMs = 0;
  #stolenMs = 0;
  /** How long it had the core before it could begin to run, as far as its meter does not see that, in ms. */
  #lostMs = 0;
  readonly #lateBeforeMs: number;

  constructor(guest: TurnGuest, vcpu: Vcpu, bench: Bench) {
    this.#guest = guest;
    this.#vcpu = vcpu;
    this.#bench = bench;
    this.#lateBeforeMs = bench.lateMs();
  }

  get throttledMs(): number {
    return this.#vcpu.spentMs("parked", this.#bench.nowMs());
  }

  get waitedMs(): number {
    return this.#vcpu.spentMs("waiting", this.#bench.nowMs()) + this.#lostMs;
  }

  get lateMs(): number {
    return this.#bench.lateMs() - this.#lateBeforeMs;
  }

  held(why: Hold): boolean {
    return this.#holds.has(why);
  }

  hold(why: Hold): void {
    this.#holds.add(why);
    this.#wasHeld = true;
    if (this.#running) return;
    const { scheduler, nowMs } = this.#bench;
    if (this.#vcpu.state !== "blocked" || this.#vcpu.wakesAtMs < Infinity)
      scheduler.block(this.#vcpu, Infinity, nowMs());
  }

  release(why: Hold): void {
    if (this.#holds.delete(why)) this.wake();
  }

  wake(): void {
    if (this.#running) {
      this.#woken = true;
      return;
    }
    if (this.#holds.size > 0) return;
    this.#bench.scheduler.wake(this.#vcpu, this.#bench.nowMs());
    this.#bench.changed();
  }

  capChanged(cores: number | null): void {
    this.#bench.scheduler.setCap(this.#vcpu, cores, this.#bench.nowMs());
    this.#bench.changed();
  }

  weightChanged(weight: number): void {
    this.#bench.scheduler.setWeight(this.#vcpu, weight);
  }

  /** It has the core; `goesOn`: as it had before, nobody else in between. For the core. */
  began(goesOn: boolean): void {
    const slept = this.#sleepMs > 0;
    const now = this.#bench.nowMs();
    // The event loop turned, and who knows what the host did meanwhile.
    const gapMs = Math.max(0, now - Math.max(this.#vcpu.sinceMs, this.#sliceBeganMs));
    const metered = goesOn && !slept && !this.#wasHeld;
    this.#vcpu.stolenMs += gapMs;
    if (!metered) this.#lostMs += gapMs;
    this.#running = true;
    this.#woken = false;
    this.#sliceBeganMs = now;
    this.#stolenMs = this.#guest.stolenMs();
    // Why it waited is known here to the instant: its meter need not guess.
    this.#guest.turnBegan(this.#wasHeld || !(goesOn || slept));
    this.#wasHeld = false;
    this.#sleepMs = 0;
  }

  /** Runs about a millisecond; whether it wants more and may have it. For the core. */
  slice(): boolean {
    const { scheduler, nowMs } = this.#bench;
    this.#sleepMs = this.#guest.slice();
    const now = nowMs();
    const stolenMs = this.#guest.stolenMs();
    const tookMs = now - this.#sliceBeganMs;
    const lostMs = Math.min(tookMs, stolenMs - this.#stolenMs);
    this.#sliceBeganMs = now;
    this.#stolenMs = stolenMs;
    this.#vcpu.stolenMs += lostMs;
    scheduler.ran(this.#vcpu, tookMs - lostMs, now);
    return this.#sleepMs <= 0 && this.#holds.size === 0 && this.#vcpu.state === "running";
  }

  /** Its turn is over. For the core. */
  ended(): void {
    const { scheduler, nowMs } = this.#bench;
    // What is handed on here may be answered at once, which wakes or holds it.
    this.#guest.turnEnded(this.#sleepMs > 0 || this.#vcpu.state === "parked");
    this.#running = false;
    if (this.#woken) this.#sleepMs = 0;
    const held = this.#holds.size > 0;
    if (!held && this.#sleepMs <= 0) return;
    const now = nowMs();
    scheduler.block(this.#vcpu, held ? Infinity : now + this.#sleepMs, now);
  }

  [Symbol.dispose](): void {
    this.hold("ended");
    this.#bench.left();
    this.#bench.scheduler.remove(this.#vcpu);
  }
}
