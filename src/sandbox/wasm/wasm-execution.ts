/**
 * A WebAssembly program in execution: the seam between two ways to wait. The program's stack waits by JSPI, for a
 * promise; the kernel's calls wait as generators. A call that need not wait makes no promise. Knows no call.
 */
import type { Blocking, WakeReason } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import { ProgramOver } from "../kernel/generator-execution.ts";
import type { Execution, ExecutionOutcome, Slice } from "../kernel/runnable.ts";
import { endOf } from "./fault.ts";
import { refusalNumber } from "./imports-for.ts";
import type { CallRunner, RefusalSign } from "./imports-for.ts";

/** What is executed. */
export interface Runnable {
  /** Comes before the first step; may wait. */
  prepare(): Blocking<void>;
  /** Comes before every stretch. */
  enter(): void;
  /** Runs the program to its end. */
  start(): Promise<unknown>;
  /** Whether the calls are made in the name of another task. */
  readonly borrows: boolean;
  /** May take over what a call threw, by throwing something else. */
  intercept(thrown: unknown): void;
  /** It is over: lets go of everything. */
  release(): void;
}

/** Something the program, or its beginning, waits for in the kernel. */
interface Pending {
  readonly code: Blocking<number | void>;
  resolve(answer: number | void): void;
  reject(thrown: unknown): void;
}

/** Thrown through a program that is to be no more. */
class Unwound extends Error {
  override readonly name = "Unwound";
}

/** From exec to the end. */
export class WasmExecution implements Execution, CallRunner {
  readonly #program: Runnable;
  #pending: Pending | null;
  #slice: Slice | null = null;
  /** Tells `run` how a stretch ended that did not end at once. */
  #tell: ((outcome: ExecutionOutcome) => void) | null = null;
  #over = false;
  /** Within a step of a call. */
  #advancing = false;

  constructor(program: Runnable) {
    this.#program = program;
    this.#pending = {
      code: program.prepare(),
      resolve: () => void this.#execute(),
      reject: (thrown) => this.#finish(endOf(thrown)),
    };
  }

  run(slice: Slice, reason: WakeReason): ExecutionOutcome | Promise<ExecutionOutcome> {
    this.#slice = slice;
    const pending = this.#pending;
    if (!pending) return { kind: "preempted" };
    this.#program.enter();
    try {
      const step = this.#advance(pending.code, reason);
      if (step.kind === "stopped") return step.outcome;
      return this.#runOn(() => pending.resolve(step.value));
    } catch (thrown) {
      return this.#runOn(() => pending.reject(thrown));
    }
  }

  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    const pending = this.#pending;
    this.#pending = null;
    this.#program.release();
    if (pending && !this.#advancing) leave(pending.code);
    // The program's stack is left now, and not when the garbage collector finds it.
    pending?.reject(new Unwound());
  }

  wait(code: Blocking<number>, sign: RefusalSign): number | Promise<number> {
    let outcome: ExecutionOutcome;
    try {
      const step = this.#advance(code, "woken");
      if (step.kind === "done") return step.value;
      ({ outcome } = step);
    } catch (thrown) {
      return this.refused(thrown, sign);
    }
    if (this.#over) {
      this.#settle(outcome);
      throw new Unwound();
    }
    return new Promise<number>((resolve) => {
      this.#pending = {
        code,
        resolve: (answer) => resolve(answer ?? 0),
        // What `refused` throws rejects.
        reject: (thrown) => resolve(new Promise((answer) => answer(this.refused(thrown, sign)))),
      };
      this.#settle(outcome);
    });
  }

  refused(thrown: unknown, sign: RefusalSign): number {
    if (thrown instanceof Errno) return refusalNumber(thrown, sign);
    this.#program.intercept(thrown);
    throw thrown;
  }

  /** Runs a call until it is done or stops. */
  #advance<Answer>(
    code: Blocking<Answer>,
    reason: WakeReason,
  ):
    | { readonly kind: "done"; readonly value: Answer }
    | { readonly kind: "stopped"; readonly outcome: ExecutionOutcome } {
    for (let answer = reason; ; answer = "woken") {
      const { done, value } = this.#step(code, answer);
      if (done) return { kind: "done", value };
      if (value.kind === "wait") {
        // Signals for this task must not interrupt what another one does.
        const pause = this.#program.borrows ? { ...value, uninterruptible: true } : value;
        return { kind: "stopped", outcome: { kind: "waiting", pause } };
      }
      if (value.kind === "gone" || (this.#slice?.over() ?? true)) {
        return { kind: "stopped", outcome: { kind: "preempted" } };
      }
    }
  }

  #step<Answer>(code: Blocking<Answer>, answer: WakeReason): ReturnType<Blocking<Answer>["next"]> {
    this.#advancing = true;
    try {
      return code.next(answer);
    } finally {
      this.#advancing = false;
      // Killed by what it did: out of memory, or a signal to itself.
      if (this.#over) leave(code);
    }
  }

  async #execute(): Promise<void> {
    try {
      await this.#program.start();
      this.#finish({ kind: "exited", code: 0 });
    } catch (thrown) {
      // Whoever unwound it has told already.
      if (!(thrown instanceof Unwound)) this.#finish(endOf(thrown));
    }
  }

  #finish(outcome: ExecutionOutcome): void {
    if (!this.#over) this.#program.release();
    this.#over = true;
    this.#pending = null;
    this.#settle(outcome);
  }

  #settle(outcome: ExecutionOutcome): void {
    const tell = this.#tell;
    this.#tell = null;
    tell?.(outcome);
  }

  #runOn(go: () => void): Promise<ExecutionOutcome> {
    this.#pending = null;
    return new Promise((resolve) => {
      this.#tell = resolve;
      go();
    });
  }
}

/** Has a call's `finally` blocks run, which keep the kernel's books. */
function leave(code: Blocking<unknown>): void {
  try {
    code.return(undefined);
  } catch (thrown) {
    if (!(thrown instanceof ProgramOver)) throw thrown;
  }
}
