/**
 * A TypeScript program in execution: drives its generator from pause to pause. Knows nothing of the kernel's calls.
 */
import type { Blocking, WakeReason } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { Execution, ExecutionOutcome, Slice } from "./runnable.ts";

/** Thrown through a program to end it where it stands: exit(2), or its death by a signal it sent itself. */
export class ProgramOver extends Error {
  override readonly name = "ProgramOver";
  /** The exit status, 0 to 255. */
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** A generator that is a program. */
export class GeneratorExecution implements Execution {
  #program: Blocking<number> | null;
  /** The program's own code runs, and is what ends it. */
  #inside = false;

  constructor(program: Blocking<number>) {
    this.#program = program;
  }

  run(slice: Slice, reason: WakeReason): ExecutionOutcome {
    let answer = reason;
    try {
      for (;;) {
        if (!this.#program) return { kind: "preempted" };
        const program = this.#program;
        if (!program) return { kind: "preempted" };
        this.#inside = true;
        const { done, value } = program.next(answer);
        this.#inside = false;
        answer = "woken";
        if (done) return this.#over({ kind: "exited", code: value & 0xff });
        if (value.kind === "wait") return { kind: "waiting", pause: value };
        if (value.kind === "gone") {
          this.#program = null;
          return { kind: "preempted" };
        }
        if (slice.over()) return { kind: "preempted" };
      }
    } catch (thrown) {
      this.#inside = false;
      return this.#over(ending(thrown));
    }
  }

  // A killed program's `finally` blocks run, as those of the calls it is in keep the kernel's books; any call that the
  // program itself makes there is refused.
  abandon(): void {
    const program = this.#program;
    this.#program = null;
    if (!program || this.#inside) return;
    try {
      program.return(0);
    } catch (thrown) {
      if (!(thrown instanceof ProgramOver)) throw thrown;
    }
  }

  #over(outcome: ExecutionOutcome): ExecutionOutcome {
    this.#program = null;
    return outcome;
  }
}

function ending(thrown: unknown): ExecutionOutcome {
  if (thrown instanceof ProgramOver) return { kind: "exited", code: thrown.code };
  if (thrown instanceof Errno) {
    const why = thrown.why === null ? "" : ` (${thrown.why})`;
    return { kind: "faulted", signal: "SIGABRT", why: `uncaught ${thrown.code}: ${thrown.message}${why}` };
  }
  const why = thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown);
  return { kind: "faulted", signal: "SIGSEGV", why };
}
