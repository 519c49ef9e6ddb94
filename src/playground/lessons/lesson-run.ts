/**
 * A lesson while it goes on: which step, whether what it waits for is so, and what a check found. Judges when something
 * changed, runs a step's command only when asked, and knows no element.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import {
  isMet,
  outputConditions,
  simpleConditions,
  type CommandPlace,
  type LessonFacts,
  type OutputCondition,
} from "./condition.ts";
import type { Lesson, LessonStep } from "./lesson.ts";

/** The machines as a lesson sees them. */
export interface LessonGround {
  /** Fires when something happened that a condition may be about. */
  readonly onDidChange: Evt<void>;
  /** Fires about once a second, while machines run. */
  readonly onDidSample: Evt<void>;
  /** What is so now; what consoles printed counts from the last `mark`. */
  facts(output: LessonFacts["output"]): LessonFacts;
  /** From now on only what consoles print is read. */
  mark(): void;
  /** Runs a command for a check and gives what it printed. Fails as `Machine.execute` does, and with `no-machine`. */
  execute(where: CommandPlace, command: string, signal: AbortSignal): Promise<string>;
}

/** Where a step is. */
export type StepState =
  /** Nothing to wait for. */
  | { readonly kind: "reading" }
  /** `asks` when a command has to be run to know; `missed` says why the last check failed. */
  | { readonly kind: "waiting"; readonly asks: boolean; readonly missed: string | null }
  | { readonly kind: "checking" }
  /** It was so at least once. */
  | { readonly kind: "met" };

const longestCheckMs = 15_000;
const shownOutput = 120;
/** What changes without an event of its own. */
const sampled: ReadonlySet<string> = new Set(["figure", "limit", "printed"]);

/** Disposing ends all listening. */
export class LessonRun implements Disposable {
  readonly lesson: Lesson;
  readonly #ground: LessonGround;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  #stepLife = new Disposables();
  #index = 0;
  #state: StepState = { kind: "reading" };
  #outputs = new Map<OutputCondition, string>();

  /** Fires when the step or its state changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  /** Begins at `index`, or at the step nearest to it. */
  constructor(lesson: Lesson, ground: LessonGround, index = 0) {
    this.lesson = lesson;
    this.#ground = ground;
    this.#life.defer(() => this.#stepLife[Symbol.dispose]());
    this.go(index);
  }

  get index(): number {
    return this.#index;
  }

  get step(): LessonStep {
    return this.lesson.steps[this.#index] ?? this.lesson.steps[0];
  }

  get state(): StepState {
    return this.#state;
  }

  get isLast(): boolean {
    return this.#index === this.lesson.steps.length - 1;
  }

  /** Goes to a step, or to the one nearest to it; begins it anew. */
  go(index: number): void {
    this.#stepLife[Symbol.dispose]();
    this.#stepLife = new Disposables();
    this.#index = Math.min(Math.max(Math.trunc(index), 0), this.lesson.steps.length - 1);
    this.#outputs = new Map();
    this.#ground.mark();
    const { check } = this.step;
    if (!check) {
      this.#change({ kind: "reading" });
      return;
    }
    const asks = outputConditions(check.when).length > 0;
    this.#change({ kind: "waiting", asks, missed: null });
    this.#stepLife.add(this.#ground.onDidChange.listen(() => this.#judge()));
    // Figures come, and consoles are read, with the monitor's samples.
    if (simpleConditions(check.when).some(({ kind }) => sampled.has(kind)))
      this.#stepLife.add(this.#ground.onDidSample.listen(() => this.#judge()));
    this.#judge();
  }

  /** Runs what the step's check needs and judges. What goes wrong becomes words of the state. */
  async check(): Promise<void> {
    const { check } = this.step;
    if (!check || this.#state.kind !== "waiting") return;
    const life = this.#stepLife;
    const abort = new AbortController();
    life.defer(() => abort.abort());
    this.#change({ kind: "checking" });
    const conditions = outputConditions(check.when);
    let missed = "It could not be checked.";
    try {
      missed = await this.#gather(conditions, abort.signal);
    } finally {
      if (!life.disposed) {
        this.#change({ kind: "waiting", asks: conditions.length > 0, missed });
        this.#judge();
      }
    }
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  /** Runs the commands; gives what they printed, in words, or why that could not be had. */
  async #gather(conditions: readonly OutputCondition[], signal: AbortSignal): Promise<string> {
    const printed: string[] = [];
    for (const condition of conditions) {
      const late = AbortSignal.timeout(longestCheckMs);
      try {
        // oxlint-disable-next-line no-await-in-loop -- they may run in one machine, in this order
        const output = await this.#ground.execute(
          condition.in,
          condition.command,
          AbortSignal.any([signal, late]),
        );
        this.#outputs.set(condition, output);
        printed.push(`${condition.command} printed: ${excerpt(output)}`);
      } catch (error) {
        if (late.aborted) return `${condition.command} did not end within ${longestCheckMs / 1000} s.`;
        if (!(error instanceof Failure) && !signal.aborted) throw error;
        return error instanceof Failure ? error.message : "Given up.";
      }
    }
    return printed.length === 0 ? "Not yet." : `Not yet. ${printed.join(" ")}`;
  }

  #judge(): void {
    const { check } = this.step;
    if (!check || this.#state.kind !== "waiting") return;
    const facts = this.#ground.facts((condition) => this.#outputs.get(condition) ?? null);
    if (isMet(check.when, facts)) {
      this.#stepLife[Symbol.dispose]();
      this.#change({ kind: "met" });
    }
  }

  #change(state: StepState): void {
    this.#state = state;
    this.#onDidChange.fire();
  }
}

function excerpt(output: string): string {
  const line = output.trim().replaceAll(/\s+/g, " ");
  if (line === "") return "nothing.";
  return line.length > shownOutput ? `${line.slice(0, shownOutput)} …` : line;
}
