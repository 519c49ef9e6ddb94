/**
 * One core and the machines that share it: asks the scheduler who is next, lets that machine run for a while, then lets
 * the event loop turn. Nobody to run costs nothing: the core sleeps until the first of the machines is due.
 */
import { NextTurn } from "../guest/next-turn.ts";
import { SleepTimer } from "../guest/sleep-timer.ts";
import type { GiveTurns } from "../guest/turns.ts";
import { CreditScheduler } from "./credit-scheduler.ts";
import { Seat, type Bench } from "./seat.ts";
import type { Vcpu } from "./vcpu.ts";

/** How long machines run before messages are looked at: an upper bound on input latency, as in the run loop. */
const turnMs = 4;
/** Told who had the core from when to when. */
export type RunListener = (vcpu: Vcpu, fromMs: number, toMs: number) => void;

/** A core of our own. */
export class Core implements Disposable {
  readonly scheduler: CreditScheduler;
  readonly #nowMs: () => number;
  readonly #noteRun: RunListener;
  readonly #nextTurn = new NextTurn(() => this.#turn());
  readonly #sleep: SleepTimer;
  readonly #seats = new Map<Vcpu, Seat>();
  #state: "asleep" | "due" | "running" = "asleep";
  #last: Vcpu | null = null;

  constructor(nowMs: () => number, noteRun: RunListener) {
    this.#nowMs = nowMs;
    this.#noteRun = noteRun;
    // By way of the next turn: timers set from timers are clamped to 4 ms, and a short sleep is to be short.
    this.#sleep = new SleepTimer(nowMs, () => this.#rest());
    this.scheduler = new CreditScheduler(nowMs());
  }

  /** Lets a machine run as `vcpu`, until it gives its seat up. */
  seat(vcpu: Vcpu): GiveTurns {
    const bench: Bench = {
      scheduler: this.scheduler,
      nowMs: this.#nowMs,
      lateMs: () => this.#sleep.lateMs,
      changed: () => this.#changed(),
      left: () => this.#seats.delete(vcpu),
    };
    return (guest) => {
      const seat = new Seat(guest, vcpu, bench);
      this.#seats.set(vcpu, seat);
      return seat;
    };
  }

  [Symbol.dispose](): void {
    this.#sleep[Symbol.dispose]();
    for (const seat of this.#seats.values()) seat[Symbol.dispose]();
    this.#nextTurn[Symbol.dispose]();
  }

  /** Somebody was woken, or may run more or less than before. */
  #changed(): void {
    if (this.#state === "asleep") this.#rest();
  }

  #turn(): void {
    if (this.#state !== "due") return;
    this.#state = "running";
    const began = this.#nowMs();
    let now = began;
    do {
      const vcpu = this.scheduler.pick(now);
      const seat = vcpu && this.#seats.get(vcpu);
      if (!vcpu || !seat) break;
      this.#run(vcpu, seat, began + turnMs);
      now = this.#nowMs();
    } while (now - began < turnMs);
    this.#rest();
  }

  #run(vcpu: Vcpu, seat: Seat, untilMs: number): void {
    const fromMs = this.#nowMs();
    seat.began(this.#last === vcpu);
    this.#last = vcpu;
    let now: number;
    do {
      const runs = seat.slice();
      now = this.#nowMs();
      if (!runs) break;
    } while (now < untilMs && this.scheduler.pick(now) === vcpu);
    seat.ended();
    this.#noteRun(vcpu, fromMs, this.#nowMs());
  }

  /** Comes back in the next turn if somebody wants the core, or else when somebody will. */
  #rest(): void {
    const now = this.#nowMs();
    if (this.scheduler.pick(now)) {
      this.#sleep.end();
      this.#state = "due";
      this.#nextTurn.request();
      return;
    }
    this.#state = "asleep";
    this.#sleep.sleep(this.scheduler.nextEventMs - now);
  }
}
