/** Follows one thing through a guest and a sandbox, one after the other, and puts together what was found. */
import { pause } from "../../base/abort.ts";
import type { Clock } from "../../base/clock.ts";
import { followGuest } from "./follow-guest.ts";
import { followSandbox } from "./follow-sandbox.ts";
import type { Following } from "./follow.ts";
import { scenarioOf, type ScenarioId } from "./scenario.ts";
import type { MachineTrace, TraceReport } from "./trace-report.ts";
import type { TracedGuest, TracedSandbox } from "./traced-machines.ts";
import type { EpochMs } from "./typed-key.ts";

/** What is to be followed, and where. */
export interface TraceRequest {
  readonly scenario: ScenarioId;
  readonly guest: TracedGuest | null;
  readonly sandbox: TracedSandbox | null;
  /** How often. */
  readonly runs: number;
}

/** The world around it. */
export interface TraceSurroundings {
  readonly clock: Clock;
  readonly epochMs: EpochMs;
  readonly browser: string;
  readonly signal: AbortSignal;
  /** How far it is. */
  readonly progress: (done: number, of: number, machine: string) => void;
}

/** Looks at the clock so often to see how fine it is. */
const clockLooks = 20_000;
const stepsSeen = 3;
/** From the answer of a machine's agent to its shell's prompt, in ms. */
const promptMs = 300;

/** Runs it. Fails with `no-echo`, or as the machines' calls do. */
export async function runTrace(request: TraceRequest, surroundings: TraceSurroundings): Promise<TraceReport> {
  const { runs, guest, sandbox } = request;
  const { clock, epochMs, browser, signal, progress } = surroundings;
  const scenario = scenarioOf(request.scenario);
  const atMs = epochMs();
  const clockStepUs = clockStep(epochMs);
  let done = 0;
  const of = runs * (Number(guest !== null) + Number(sandbox !== null));
  const following = (machine: string): Following => {
    progress(done, of, machine);
    return { scenario, runs, clock, epochMs, signal, done: () => progress(++done, of, machine) };
  };
  const machines: MachineTrace[] = [];
  await Promise.all(
    [guest, sandbox].flatMap((machine) => (machine ? [awaitPrompt(machine, { clock, signal })] : [])),
  );
  if (guest) machines.push(await followGuest(guest, following(guest.name)));
  if (sandbox) machines.push(await followSandbox(sandbox, following(sandbox.name)));
  return { scenario: scenario.id, title: scenario.title, atMs, runs, clockStepUs, browser, machines };
}

/** One that has only just been started is not at its prompt. */
async function awaitPrompt(
  machine: TracedGuest | TracedSandbox,
  { clock, signal }: Pick<Following, "clock" | "signal">,
): Promise<void> {
  await machine.execute("true", signal);
  await pause(promptMs, clock, signal);
}

/** The least step of a clock, in µs: browsers make it coarser on purpose. */
function clockStep(epochMs: EpochMs): number {
  let least = Infinity;
  let last = epochMs();
  for (let look = 0, seen = 0; look < clockLooks && seen < stepsSeen; look++) {
    const now = epochMs();
    if (now === last) continue;
    least = Math.min(least, now - last);
    last = now;
    seen += 1;
  }
  return least === Infinity ? 0 : least * 1000;
}
