/**
 * `guesthouse.ask`: one question to every machine, for scripts.
 */
import { systemClock } from "../../base/clock.ts";
import { Failure } from "../../base/failure.ts";
import type { Playground } from "../playground.ts";
import { askable, Asking, type Answer, type Asked } from "./ask.ts";

/** Whom to ask, and how long to wait. */
export interface AskOptions {
  /** Names or ids of machines, and `host`. Default: the host and all that run. */
  readonly machines?: readonly string[];
  /** In ms. Default: 10000. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

/** What one of them answered. */
export interface ScriptAnswer {
  /** A machine's id, or `host`. */
  readonly id: string;
  readonly name: string;
  readonly kind: Asked["kind"];
  readonly answer: Answer;
}

const usualLimitMs = 10_000;

/**
 * Asks and resolves when all have answered or failed to, in the order of the machines. Fails with `no-machine` when one
 * that is named does not run; rejects with the signal's reason when that aborts.
 */
export async function scriptAsk(
  playground: Playground,
  command: string,
  { machines, limitMs = usualLimitMs, signal }: AskOptions = {},
): Promise<readonly ScriptAnswer[]> {
  signal?.throwIfAborted();
  const all = askable(playground);
  const missing = machines?.find((each) => !all.some(({ id, name }) => each === id || each === name));
  if (missing !== undefined) throw new Failure("no-machine", `There is no machine ${missing} that runs.`);
  const asked = machines
    ? all.filter(({ id, name }) => machines.includes(id) || machines.includes(name))
    : all;
  using asking = new Asking({ command, limitMs }, asked, systemClock, Date.now());
  const abort = (): void => asking.abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await asking.done;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  signal?.throwIfAborted();
  return asked.map(({ id, name, kind }) => ({
    id,
    name,
    kind,
    answer: asking.answer(id) ?? { kind: "aborted" },
  }));
}
