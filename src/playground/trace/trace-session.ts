/**
 * What is being followed, and what was found last. Outlives the element that shows it: a trace goes on when its view is
 * left, and its report is there when one comes back.
 */
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import { systemClock, type Clock } from "../../base/clock.ts";
import { browserName } from "../experiments/browser-facts.ts";
import type { Playground } from "../playground.ts";
import { runTrace, type TraceRequest, type TraceSurroundings } from "./run-trace.ts";
import type { TraceReport } from "./trace-report.ts";

/** A trace under way. */
export interface TraceProgress {
  readonly title: string;
  readonly done: number;
  readonly of: number;
  readonly machine: string;
}

/** One at a time. */
export class TraceSession {
  readonly #surroundings: Pick<TraceSurroundings, "clock" | "epochMs" | "browser">;
  readonly #onDidChange = new Emitter<void>();
  #running: { readonly abort: AbortController; progress: TraceProgress } | null = null;
  #report: TraceReport | null = null;

  /** Fires when `progress` or `report` changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(surroundings: Pick<TraceSurroundings, "clock" | "epochMs" | "browser">) {
    this.#surroundings = surroundings;
  }

  /** How far it is; `null` while nothing is followed. */
  get progress(): TraceProgress | null {
    return this.#running?.progress ?? null;
  }

  /** What was found last. */
  get report(): TraceReport | null {
    return this.#report;
  }

  /** Follows one thing. Fails with `busy`, `aborted`, or as `runTrace` does; what was found before stays then. */
  async run(request: TraceRequest, title: string): Promise<TraceReport> {
    if (this.#running) throw new Failure("busy", "Something is being followed already.");
    const abort = new AbortController();
    const running = { abort, progress: { title, done: 0, of: request.runs, machine: "" } };
    this.#running = running;
    this.#onDidChange.fire();
    try {
      this.#report = await runTrace(request, {
        ...this.#surroundings,
        signal: abort.signal,
        progress: (done, of, machine) => {
          running.progress = { title, done, of, machine };
          this.#onDidChange.fire();
        },
      });
      return this.#report;
    } finally {
      this.#running = null;
      this.#onDidChange.fire();
    }
  }

  /** Gives up what is under way. */
  abort(): void {
    this.#running?.abort.abort(new Failure("aborted", "It was given up."));
  }
}

const sessions = new WeakMap<Playground, TraceSession>();

/** One session a playground. */
export function traceSessionOf(playground: Playground, clock: Clock = systemClock): TraceSession {
  const known = sessions.get(playground);
  if (known) return known;
  const made = new TraceSession({
    clock,
    epochMs: () => performance.timeOrigin + performance.now(),
    browser: browserName(navigator),
  });
  sessions.set(playground, made);
  return made;
}
