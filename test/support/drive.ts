/**
 * Drives the kernel's generators by hand, as tasks that have no scheduler: each runs until it waits, and runs on when
 * what it waits for has told.
 */
import type { Blocking, Pause, WakeReason } from "../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../src/sandbox/abi/errno.ts";

/** How far a driven generator is. A refusal shows as its code. */
export type Outcome<T> = "waiting" | { readonly value: T } | { readonly refused: string };

/** One generator. It runs when it is made, and whenever its `outcome` is asked for. */
export class Driven<T> {
  readonly #code: Blocking<T>;
  #outcome: Outcome<T> = "waiting";
  #pause: Extract<Pause, { kind: "wait" }> | null = null;
  #enrolled: Disposable[] = [];
  #reason: WakeReason | null = "woken";

  constructor(code: Blocking<T>) {
    this.#code = code;
    this.#run();
  }

  get outcome(): Outcome<T> {
    this.#run();
    return this.#outcome;
  }

  /** When it wants to be woken at the latest, in ms of the kernel's clock. */
  get untilMs(): number | null {
    this.#run();
    return this.#pause?.untilMs ?? null;
  }

  /** Interrupts its wait, as a signal with a handler does. */
  interrupt(): void {
    this.#run();
    this.#wake("signal");
  }

  /** Lets the time of its wait come. */
  timeOut(): void {
    this.#run();
    this.#wake("timeout");
  }

  /** Ends it where it waits, as a kill does. */
  abandon(): void {
    this.#leave();
    this.#code.return(undefined as never);
    this.#outcome = { refused: "abandoned" };
  }

  #wake(reason: WakeReason): void {
    if (!this.#pause) return;
    this.#leave();
    this.#reason = reason;
  }

  #leave(): void {
    for (const waiter of this.#enrolled) waiter[Symbol.dispose]();
    this.#enrolled = [];
    this.#pause = null;
  }

  #run(): void {
    while (this.#outcome === "waiting" && this.#reason) {
      const reason = this.#reason;
      this.#reason = null;
      try {
        const step = this.#code.next(reason);
        if (step.done) this.#outcome = { value: step.value };
        else this.#stop(step.value);
      } catch (error) {
        if (!(error instanceof Errno)) throw error;
        this.#outcome = { refused: error.code };
      }
    }
  }

  #stop(pause: Pause): void {
    if (pause.kind === "checkpoint") this.#reason = "woken";
    else if (pause.kind === "wait") {
      this.#pause = pause;
      this.#enrolled = pause.on.map((waitable) => waitable.enroll(() => this.#wake("woken")));
    } else this.#outcome = { refused: "gone" };
  }
}

/** Starts `code` and runs it until it waits. */
export function drive<T>(code: Blocking<T>): Driven<T> {
  return new Driven(code);
}

/** What `code` comes to when nothing makes it wait; a refusal is thrown on. */
export function finish<T>(code: Blocking<T>): T {
  for (let reason: WakeReason = "woken"; ;) {
    const step = code.next(reason);
    if (step.done) return step.value;
    if (step.value.kind !== "checkpoint") throw new Error("it waits");
    reason = "woken";
  }
}
