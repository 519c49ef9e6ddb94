/** Looks at the machines that are not attacked: what they had and how soon they answered, before and meanwhile. */
import type { MonitorSample } from "../../monitor/sample.ts";
import { median } from "../experiments/statistics.ts";
import type { Attacked } from "./attacked.ts";
import type { Bystander } from "./attack-report.ts";

/** One that does not answer an empty command within this does not answer, in ms. */
const longestAnswerMs = 5_000;

/** A monitor's mean of 3 s says something of the attack when so much of it was within, in ms. */
const leastWithinMs = 2_000;

/** What is looked with. */
export interface Looking {
  nowMs(): number;
  epochMs(): number;
  latest(): MonitorSample | null;
  signal: AbortSignal;
}

/** Keeps what it saw of each. */
export class Bystanders {
  readonly #machines: readonly Attacked[];
  readonly #looking: Looking;
  readonly #seen = new Map<Attacked, Seen>();
  #begunMs = 0;

  constructor(machines: readonly Attacked[], looking: Looking) {
    this.#machines = machines.filter((machine) => machine.state() === "running" || machine.state() === "up");
    this.#looking = looking;
    for (const machine of this.#machines) {
      this.#seen.set(machine, { stateBefore: machine.state(), before: nothing(), during: nothing() });
    }
  }

  /** The attack begins now. */
  begun(): void {
    this.#begunMs = this.#looking.epochMs();
  }

  /** Asks every one once, one after the other: together they would be in each other's way. */
  async look(when: "before" | "during"): Promise<void> {
    const latest = this.#looking.latest();
    const tells = latest !== null && latest.atMs >= this.#begunMs + leastWithinMs;
    for (const [machine, seen] of this.#seen) {
      const { cores, answers } = seen[when];
      const sample = tells ? latest.machines.find(({ id }) => id === machine.id) : undefined;
      if (typeof sample?.cpuCores === "number") cores.push(sample.cpuCores);
      // oxlint-disable-next-line no-await-in-loop -- see above
      const tookMs = await this.#answer(machine);
      if (tookMs !== null) answers.push(tookMs);
    }
  }

  /** What was seen, with the states as they are now. */
  report(): readonly Bystander[] {
    return Array.from(this.#seen, ([machine, { stateBefore, before, during }]) => ({
      name: machine.name,
      kind: machine.kind,
      stateBefore,
      stateAfter: machine.state(),
      coresBefore: before.cores.at(-1) ?? null,
      coresDuring: during.cores.length > 0 ? Math.min(...during.cores) : null,
      answerBeforeMs: median(before.answers),
      answerDuringMs: median(during.answers),
    }));
  }

  async #answer(machine: Attacked): Promise<number | null> {
    const { signal } = this.#looking;
    if (signal.aborted) return null;
    const beganMs = this.#looking.nowMs();
    try {
      await machine.execute(":", AbortSignal.any([signal, AbortSignal.timeout(longestAnswerMs)]));
      return this.#looking.nowMs() - beganMs;
    } catch {
      // It ended, or did not answer in time: its state and the missing figure tell.
      return null;
    }
  }
}

interface Seen {
  readonly stateBefore: string;
  readonly before: Figures;
  readonly during: Figures;
}

interface Figures {
  readonly cores: number[];
  readonly answers: number[];
}

function nothing(): Figures {
  return { cores: [], answers: [] };
}
