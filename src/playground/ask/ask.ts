/**
 * One command, asked of several machines at the same time, beside their consoles; each answer with its exit code and
 * time, bounded in size and time. Knows nothing of the screen.
 */
import type { Clock } from "../../base/clock.ts";
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { failureData } from "../../base/failure.ts";
import type { ExecutionResult } from "../execution.ts";
import type { Playground } from "../playground.ts";

/** Who can be asked. */
export interface Asked {
  /** A machine's id, or `host`. */
  readonly id: string;
  readonly name: string;
  readonly kind: "host" | "guest" | "sandbox";
  readonly execute: (command: string, options: { readonly signal: AbortSignal }) => Promise<ExecutionResult>;
}

/** What came of it. `tookMs` is from the question to the end, as the page saw it: the machine's way to the page is in it. */
export type Answer =
  | ({ readonly kind: "answered"; readonly tookMs: number } & ExecutionResult)
  | { readonly kind: "failed"; readonly tookMs: number; readonly code: string; readonly message: string }
  | { readonly kind: "timed-out"; readonly limitMs: number }
  | { readonly kind: "aborted" };

/** What to ask, and how long to wait. */
export interface Question {
  readonly command: string;
  readonly limitMs: number;
}

/** The host, and machines that run, in their order. */
export function askable({ machines, hostSystem }: Playground): readonly Asked[] {
  const host: Asked = {
    id: "host",
    name: "host",
    kind: "host",
    execute: (command, options) => hostSystem.execute(command, options),
  };
  const running = machines.filter(({ state }) => state === "running");
  return [
    host,
    ...running.map((machine): Asked => ({
      id: machine.id,
      name: machine.name,
      kind: machine.kind,
      execute: (command, options) => machine.execute(command, options),
    })),
  ];
}

/** A question on its way, and then its answers. Disposing aborts it. */
export class Asking implements Disposable {
  readonly question: Question;
  readonly asked: readonly Asked[];
  /** ms since the epoch. */
  readonly askedAtMs: number;
  /** Resolves when all have answered, or failed to. */
  readonly done: Promise<void>;
  readonly #clock: Clock;
  readonly #life = new Disposables();
  readonly #abort = new AbortController();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  readonly #answers = new Map<string, Answer>();

  /** Fires when an answer came. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  /** Asks at once. */
  constructor(question: Question, asked: readonly Asked[], clock: Clock, askedAtMs: number) {
    this.question = question;
    this.asked = asked;
    this.askedAtMs = askedAtMs;
    this.#clock = clock;
    this.#life.defer(() => this.abort());
    this.done = Promise.all(asked.map((each) => this.#ask(each))).then(() => undefined);
  }

  /** `null` while it is awaited. */
  answer(id: string): Answer | null {
    return this.#answers.get(id) ?? null;
  }

  get isOver(): boolean {
    return this.#answers.size === this.asked.length;
  }

  /** Gives up what has not been answered; the commands are killed. */
  abort(): void {
    this.#abort.abort();
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  async #ask({ id, execute }: Asked): Promise<void> {
    const { command, limitMs } = this.question;
    const late = new AbortController();
    const begunMs = this.#clock.nowMs();
    const timer = this.#clock.after(limitMs, () => late.abort());
    try {
      const result = await execute(command, { signal: AbortSignal.any([this.#abort.signal, late.signal]) });
      this.#answers.set(id, { kind: "answered", tookMs: this.#clock.nowMs() - begunMs, ...result });
    } catch (error) {
      this.#answers.set(id, this.#failed(error, late.signal, this.#clock.nowMs() - begunMs));
    } finally {
      timer[Symbol.dispose]();
    }
    this.#onDidChange.fire();
  }

  #failed(error: unknown, late: AbortSignal, tookMs: number): Answer {
    if (late.aborted) return { kind: "timed-out", limitMs: this.question.limitMs };
    if (this.#abort.signal.aborted) return { kind: "aborted" };
    return { kind: "failed", tookMs, ...failureData(error) };
  }
}
