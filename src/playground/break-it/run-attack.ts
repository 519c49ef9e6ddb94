/** Does an attack, watches what it does to its machine and to the others, ends it, and tells. */
import { pause } from "../../base/abort.ts";
import type { Clock } from "../../base/clock.ts";
import { plainLine } from "../../base/plain-line.ts";
import type { MonitorSample } from "../../monitor/sample.ts";
import type { Attack } from "./attack.ts";
import type { AttackEnd, AttackReport } from "./attack-report.ts";
import type { Attacked } from "./attacked.ts";
import { Bystanders } from "./bystanders.ts";
import { defencesOf } from "./defences.ts";

/** The world around an attack. */
export interface AttackWorld {
  readonly clock: Clock;
  readonly epochMs: () => number;
  readonly latest: () => MonitorSample | null;
  /** Its abort stops the attack; what was seen until then is told. */
  readonly stop: AbortSignal;
  readonly progress: (words: string) => void;
}

const looksBefore = 3;
const lookMs = 500;
/** After the attack: for the monitor's next sample, and for what was killed to be gone. */
const settleMs = 1_200;
const longestPrinted = 200;
/** A machine that was attacked may take its time; one that does not answer within this is left alone. */
const longestAfterMs = 20_000;

/** The report; never fails for what the attack does. */
export async function runAttack(
  attack: Attack,
  machine: Attacked,
  others: readonly Attacked[],
  world: AttackWorld,
): Promise<AttackReport> {
  const { clock, epochMs, latest, stop, progress } = world;
  const over = new AbortController();
  const bystanders = new Bystanders(others, {
    nowMs: () => clock.nowMs(),
    epochMs,
    latest,
    signal: over.signal,
  });
  progress("Looking at the others");
  for (let look = 0; look < looksBefore && !stop.aborted; look++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await bystanders.look("before");
  }
  const logLength = await kernelLog(machine, 0).then((lines) => lines.length);
  const before = machine.figures();
  const atMs = epochMs();
  bystanders.begun();
  progress("under way");
  const running = begin(attack, machine, world);
  const most = { cores: null as number | null, pids: null as number | null };
  const watching = watch(machine, { running, most, bystanders, world });
  const { end, exitCode, output } = await running.ended;
  await watching;
  const tookMs = epochMs() - atMs;
  progress("Looking at what is left");
  await pause(settleMs, clock);
  over.abort();
  const told = attack.tell === null ? output : await tryTo(machine, attack.tell);
  const log = attack.kind === "panic" ? [] : await kernelLog(machine, logLength);
  const after = machine.figures();
  if (attack.cleanUp !== null) await tryTo(machine, attack.cleanUp);
  const printed = tellingLine(told);
  return {
    attack: attack.kind,
    title: attack.title,
    machine: machine.name,
    machineKind: machine.kind,
    command: attack.command,
    atMs,
    tookMs,
    end,
    exitCode,
    printed,
    defences: defencesOf({
      attack,
      machineKind: machine.kind,
      before,
      after,
      mostCores: most.cores,
      mostPids: most.pids,
      exitCode,
      printed,
      refusedInside: attack.kind === "fork" ? Number.parseInt(told, 10) : null,
      kernelLog: log,
      stateAfter: machine.state(),
      endReason: machine.endReason(),
    }),
    bystanders: bystanders.report(),
  };
}

interface Ended {
  readonly end: AttackEnd;
  readonly exitCode: number | null;
  readonly output: string;
}

interface Running {
  readonly ended: Promise<Ended>;
  readonly over: () => boolean;
}

/** Runs the command until it ends, the machine does, somebody stops it, or its time is up. */
function begin(attack: Attack, machine: Attacked, { clock, stop }: AttackWorld): Running {
  const timeUp = new AbortController();
  const timer = clock.after(attack.longestMs, () => timeUp.abort());
  const signal = AbortSignal.any([stop, timeUp.signal]);
  let over = false;
  const ended = machine
    .execute(attack.command, signal)
    .then(
      ({ exitCode, output }): Ended => ({ end: "by itself", exitCode, output }),
      (error: unknown): Ended => {
        const end = timeUp.signal.aborted ? "time was up" : stop.aborted ? "stopped" : "the machine ended";
        const words = end === "the machine ended" && error instanceof Error ? error.message : "";
        return { end, exitCode: null, output: words };
      },
    )
    .finally(() => {
      over = true;
      timer[Symbol.dispose]();
    });
  return { ended, over: () => over };
}

interface Watching {
  readonly running: Running;
  readonly most: { cores: number | null; pids: number | null };
  readonly bystanders: Bystanders;
  readonly world: AttackWorld;
}

/** Looks at the machine and asks the others, again and again while it goes on; the others once at least. */
async function watch(
  machine: Attacked,
  { running, most, bystanders, world: { clock, latest } }: Watching,
): Promise<void> {
  let looks = 0;
  /* oxlint-disable no-await-in-loop -- again and again */
  do {
    const cores = latest()?.machines.find(({ id }) => id === machine.id)?.cpuCores ?? null;
    if (cores !== null) most.cores = Math.max(most.cores ?? 0, cores);
    const pids = machine.figures()?.pids ?? null;
    if (pids !== null) most.pids = Math.max(most.pids ?? 0, pids);
    const looking = bystanders.look("during");
    // Those that do not answer are not waited for once it is over, but for the first look.
    await (looks === 0 ? looking : Promise.race([looking, running.ended]));
    await Promise.race([running.ended, pause(lookMs, clock)]);
    looks += 1;
  } while (!running.over());
  /* oxlint-enable no-await-in-loop */
}

/** Of what a command printed the line that says why it ended, or the last. */
function tellingLine(output: string): string {
  const lines = output.trimEnd().split("\n");
  const telling = lines.find((line) => /no space|denied|cannot|can't|out of memory/i.test(line));
  return plainLine(telling ?? lines.at(-1) ?? "", longestPrinted);
}

/** Lines of a guest's kernel log from the `from`th on; none where it cannot be had. */
async function kernelLog(machine: Attacked, from: number): Promise<readonly string[]> {
  if (machine.kind !== "guest") return [];
  const output = await tryTo(machine, "dmesg");
  return output === ""
    ? []
    : output
        .split("\n")
        .slice(from)
        .map((line) => plainLine(line, longestPrinted));
}

/** What it printed; nothing where it ended or does not answer. */
async function tryTo(machine: Attacked, command: string): Promise<string> {
  try {
    const { output } = await machine.execute(command, AbortSignal.timeout(longestAfterMs));
    return output;
  } catch {
    return "";
  }
}
