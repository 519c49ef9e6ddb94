/**
 * Follows one thing through a sandbox: the system calls of its processes, and what the host's kernel does for them. There
 * is no hardware below: the calls are all there is.
 */
import { pause } from "../../base/abort.ts";
import type { TaskTrace } from "../../sandbox/kernel/trace/trace-recorder.ts";
import type { CallRecord, TraceRecord } from "../../sandbox/kernel/trace/tracing.ts";
import { summary } from "../experiments/statistics.ts";
import { figuresOf } from "./figures.ts";
import { settleMs, type Following } from "./follow.ts";
import { callsIn, sandboxMeasures, type SandboxRun } from "./sandbox-measures.ts";
import type { MachineTrace, TraceStep } from "./trace-report.ts";
import type { TracedSandbox } from "./traced-machines.ts";
import { rowsOf } from "./traced-calls.ts";
import { typeKey, untype } from "./typed-key.ts";

/** Follows it; fails as the machine's calls do. */
export async function followSandbox(sandbox: TracedSandbox, following: Following): Promise<MachineTrace> {
  const { act } = following.scenario;
  const runs: SandboxRun[] = [];
  const without: SandboxRun[] = [];
  for (let run = 0; run < following.runs; run++) {
    /* oxlint-disable no-await-in-loop -- one after the other, so that none disturbs another */
    if (act.kind === "key") {
      const typed = await runKey(sandbox, act.key, following);
      runs.push(typed);
      without.push(await runIdle(sandbox, typed.tookMs ?? 0, following));
    } else {
      without.push(await runCommand(sandbox, act.without, following));
      runs.push(await runCommand(sandbox, act.command, following));
    }
    /* oxlint-enable no-await-in-loop */
    following.done();
  }
  return {
    kind: "sandbox",
    name: sandbox.name,
    system: sandbox.system,
    accent: sandbox.accent,
    steps: act.kind === "key" ? keySteps(runs) : [],
    figures: figuresOf(sandboxMeasures, runs, without),
    calls: rowsOf(runs.at(-1)),
  };
}

/** A call that waits since before the trace is none of it: a first key makes the shell call anew. */
async function runKey(sandbox: TracedSandbox, key: string, following: Following): Promise<SandboxRun> {
  const end = await sandbox.begin();
  await typeKey(sandbox.line, key, following);
  untype(sandbox.line);
  await pause(settleMs, following.clock, following.signal);
  const cpuMs = sandbox.cpuMs();
  const aheadMs = following.epochMs() - sandbox.kernelMs();
  const typed = await typeKey(sandbox.line, key, following);
  const used = sandbox.cpuMs() - cpuMs;
  const { records } = await end();
  untype(sandbox.line);
  await pause(settleMs, following.clock, following.signal);
  const fromMs = typed.sentAtMs - aheadMs;
  const toMs = typed.echoedAtMs - aheadMs;
  return {
    records: records
      .filter((record) => endOf(record) >= fromMs && record.atMs <= toMs)
      .map((record) => (endOf(record) > toMs ? stillWaiting(record) : record)),
    cpuMs: used,
    tookMs: typed.echoedAtMs - typed.sentAtMs,
    fromMs,
    typed,
  };
}

async function runIdle(sandbox: TracedSandbox, ms: number, following: Following): Promise<SandboxRun> {
  const end = await sandbox.begin();
  await pause(ms, following.clock, following.signal);
  return runOf(await end(), null);
}

async function runCommand(
  sandbox: TracedSandbox,
  command: string,
  { signal, epochMs }: Following,
): Promise<SandboxRun> {
  const end = await sandbox.begin();
  const beganAtMs = epochMs();
  await sandbox.execute(`exec ${command}`, signal);
  const tookMs = epochMs() - beganAtMs;
  return runOf(await end(), tookMs);
}

function runOf({ records, cpuMs, beganAtMs }: TaskTrace, tookMs: number | null): SandboxRun {
  return { records, cpuMs, tookMs, fromMs: beganAtMs, typed: null };
}

function keySteps(runs: readonly SandboxRun[]): readonly TraceStep[] {
  const step = (
    layer: TraceStep["layer"],
    words: string,
    momentMs: (run: SandboxRun) => number | undefined,
  ): readonly TraceStep[] => {
    const atUs = runs.flatMap((run) => {
      const atMs = momentMs(run);
      return atMs === undefined ? [] : [(atMs - run.fromMs) * 1000];
    });
    return atUs.length === 0 ? [] : [{ layer, words, atUs: summary(atUs), instructions: null }];
  };
  const since = (run: SandboxRun, moment: "takenAtMs" | "echoedAtMs"): number | undefined =>
    run.typed ? run.fromMs + run.typed[moment] - run.typed.sentAtMs : undefined;
  const [sample] = runs;
  const reading = sample && readingCall(sample);
  const writing = sample && writingCall(sample);
  return [
    ...step(
      "page",
      "The terminal in the page hands the key's byte to the host's kernel.",
      (run) => run.fromMs,
    ),
    ...step("host kernel", "The terminal's line discipline has it and wakes who reads.", (run) =>
      since(run, "takenAtMs"),
    ),
    ...step(
      "host kernel",
      `The scheduler gives the processor to ${reading?.comm ?? "the shell"}.`,
      (run) => run.records.find(({ kind }) => kind === "switched")?.atMs,
    ),
    ...step(
      "host kernel",
      `${reading?.name ?? "read"}(${reading?.words ?? ""}) returns ${reading?.result ?? ""}.`,
      (run) => {
        const call = readingCall(run);
        return call && endOf(call);
      },
    ),
    ...step(
      "process",
      `The shell calls ${writing?.name ?? "write"}(${writing?.words ?? ""}).`,
      (run) => writingCall(run)?.atMs,
    ),
    ...step("page", "The page has the echo and draws it.", (run) => since(run, "echoedAtMs")),
  ];
}

/** A call that came back only after the echo, as it was until then. */
function stillWaiting(record: TraceRecord): TraceRecord {
  if (record.kind !== "call") return record;
  const [first = ""] = record.words.split(",");
  return { ...record, words: `${first}, …`, result: null, tookMs: null };
}

/** The call that brought the key to the shell. */
function readingCall({ records, fromMs }: SandboxRun): CallRecord | undefined {
  return callsIn(records).find(
    (call) => call.name === "read" && call.tookMs !== null && endOf(call) >= fromMs,
  );
}

function writingCall({ records, fromMs }: SandboxRun): CallRecord | undefined {
  return callsIn(records).find(({ name, atMs }) => name === "write" && atMs >= fromMs);
}

function endOf(record: TraceRecord): number {
  return record.kind === "call" ? record.atMs + (record.tookMs ?? Infinity) : record.atMs;
}
