/**
 * What a task has said about signals and which wait for it (signal(7)): actions, the blocked ones, the pending ones.
 * Decides nothing about permissions, and does nothing to the task.
 */
import { Errno } from "../abi/errno.ts";
import type { SignalAction } from "../abi/process-calls.ts";
import { isSignal, signalNumber, signalTable } from "../abi/signals.ts";
import type { DefaultAction, Signal } from "../abi/signals.ts";

const all: readonly Signal[] = Object.keys(signalTable).filter(isSignal);
/** Neither can be handled, ignored or blocked. */
const unstoppable: ReadonlySet<Signal> = new Set(["SIGKILL", "SIGSTOP"]);
const stopping: readonly Signal[] = ["SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"];

/** Whether a signal stops by default. */
export function stops(signal: Signal): boolean {
  return stopping.includes(signal);
}

/** What a signal does that has no handler. */
export function defaultAction(signal: Signal): DefaultAction {
  return signalTable[signal][1];
}

/** Signals of one task. */
export class SignalState {
  readonly #actions: Map<Signal, SignalAction>;
  readonly #pending = new Set<Signal>();
  #blocked: ReadonlySet<Signal>;
  /** SIGKILL was sent, or the kernel wants it over. */
  killed = false;

  constructor(
    actions: ReadonlyMap<Signal, SignalAction> = new Map(),
    blocked: ReadonlySet<Signal> = new Set<Signal>(),
  ) {
    this.#actions = new Map(actions);
    this.#blocked = blocked;
  }

  /** As fork(2) hands on: actions and mask, nothing pending. */
  fork(): SignalState {
    return new SignalState(this.#actions, this.#blocked);
  }

  /** As execve(2) hands on: handlers are back to the default, the rest stays. */
  resetHandlers(): void {
    for (const [signal, action] of this.#actions) {
      if (typeof action === "object") this.#actions.delete(signal);
    }
  }

  get blocked(): ReadonlySet<Signal> {
    return this.#blocked;
  }

  get pending(): ReadonlySet<Signal> {
    return this.#pending;
  }

  block(signals: ReadonlySet<Signal>): void {
    this.#blocked = new Set([...signals].filter((signal) => !unstoppable.has(signal)));
  }

  action(signal: Signal): SignalAction {
    return this.#actions.get(signal) ?? "default";
  }

  setAction(signal: Signal, action: SignalAction): void {
    if (unstoppable.has(signal)) throw new Errno("EINVAL");
    if (action === "default") this.#actions.delete(signal);
    else this.#actions.set(signal, action);
    // POSIX: what is ignored from now on is no longer pending either.
    if (this.ignores(signal)) this.#pending.delete(signal);
  }

  /** Whether `signal` does nothing: ignored, or by default. */
  ignores(signal: Signal): boolean {
    const action = this.action(signal);
    return action === "ignore" || (action === "default" && defaultAction(signal) === "ignore");
  }

  has(signal: Signal): boolean {
    return this.#pending.has(signal);
  }

  add(signal: Signal): void {
    this.#pending.add(signal);
    if (signal === "SIGKILL") this.killed = true;
  }

  /** Takes the next one that is not blocked, by number, SIGKILL before all; `null` without any. */
  take(): Signal | null {
    const signal = this.next;
    if (signal) this.#pending.delete(signal);
    return signal;
  }

  /** The one `take` would take. */
  get next(): Signal | null {
    if (this.#pending.size === 0) return null;
    if (this.#pending.has("SIGKILL")) return "SIGKILL";
    let least: Signal | null = null;
    for (const signal of this.#pending) {
      if (this.#blocked.has(signal)) continue;
      if (least === null || signalNumber(signal) < signalNumber(least)) least = signal;
    }
    return least;
  }

  /** A continuing signal takes back what would stop. */
  dropStops(): void {
    for (const signal of stopping) this.#pending.delete(signal);
  }

  /** A stopping signal takes back what would continue. */
  dropContinue(): void {
    this.#pending.delete("SIGCONT");
  }

  /** Masks of /proc/PID/status. */
  get masks(): Readonly<Record<"pending" | "blocked" | "ignored" | "caught", bigint>> {
    return {
      pending: mask(this.#pending),
      blocked: mask(this.#blocked),
      ignored: mask(all.filter((signal) => this.action(signal) === "ignore")),
      caught: mask(all.filter((signal) => typeof this.action(signal) === "object")),
    };
  }
}

function mask(signals: Iterable<Signal>): bigint {
  let bits = 0n;
  for (const signal of signals) bits |= 1n << BigInt(signalNumber(signal) - 1);
  return bits;
}
