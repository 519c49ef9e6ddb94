/**
 * Who ran when on a core that our scheduler owns: which part of the trace is looked at, what was had in it, and what a
 * moment in it says in words. Pure.
 */
import type { HypervisorSchedule, VcpuRun } from "../../protocol/hypervisor-api.ts";

/** A part of the trace, in ms since the epoch. */
export interface TraceWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How one vCPU spent its time between two schedules, as shares of that time. */
export interface VcpuShares {
  readonly guest: string;
  readonly weight: number;
  readonly run: number;
  readonly wait: number;
  readonly parked: number;
  readonly idle: number;
  /** Runs in the trace, and the longest of them in ms. */
  readonly runs: number;
  readonly longestMs: number;
}

/** Closer than this nothing more is to be seen, in ms. */
const leastSpanMs = 10;

/** All that `schedule` has a trace of. */
export function wholeTrace({ atMs, runs }: HypervisorSchedule): TraceWindow {
  return { fromMs: Math.min(runs[0]?.fromMs ?? atMs, atMs - 1000), toMs: atMs };
}

/** `window` with its span times `factor`, about a moment, within `whole`. */
export function zoomed(
  window: TraceWindow,
  factor: number,
  aboutMs: number,
  whole: TraceWindow,
): TraceWindow {
  const most = whole.toMs - whole.fromMs;
  const span = window.toMs - window.fromMs;
  const wanted = Math.min(most, Math.max(leastSpanMs, span * factor));
  const fromMs = aboutMs - ((aboutMs - window.fromMs) / span) * wanted;
  return within({ fromMs, toMs: fromMs + wanted }, whole);
}

/** `window` moved by so much, within `whole`. */
export function panned({ fromMs, toMs }: TraceWindow, byMs: number, whole: TraceWindow): TraceWindow {
  return within({ fromMs: fromMs + byMs, toMs: toMs + byMs }, whole);
}

/** `window` moved as little as needed for `atMs` to be in it. */
export function showing(window: TraceWindow, atMs: number, whole: TraceWindow): TraceWindow {
  const { fromMs, toMs } = window;
  if (atMs < fromMs) return panned(window, atMs - fromMs - (toMs - fromMs) / 10, whole);
  return atMs > toMs ? panned(window, atMs - toMs + (toMs - fromMs) / 10, whole) : window;
}

function within({ fromMs, toMs }: TraceWindow, whole: TraceWindow): TraceWindow {
  const byMs = Math.max(whole.fromMs - fromMs, 0) + Math.min(whole.toMs - toMs, 0);
  return { fromMs: fromMs + byMs, toMs: toMs + byMs };
}

/** The run that goes on at a moment; `null` if nobody had the core. */
function runAt(runs: readonly VcpuRun[], atMs: number): VcpuRun | null {
  return runs.find(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs) ?? null;
}

/** The middle of the next run after a moment, or of the one before it. The last, or first, where there is none. */
export function neighbour(runs: readonly VcpuRun[], atMs: number, forth: boolean): number | null {
  const here = runAt(runs, atMs);
  const next = forth
    ? runs.find((run) => run !== here && run.fromMs > atMs)
    : runs.findLast((run) => run !== here && run.toMs < atMs);
  const run = next ?? here ?? runs.at(forth ? -1 : 0);
  return run ? (run.fromMs + run.toMs) / 2 : null;
}

/** `1.240 s ago: web had the core, for 10.0 ms`. */
export function traceReading({ atMs: nowMs, runs }: HypervisorSchedule, atMs: number): string {
  const run = runAt(runs, atMs);
  const ago = `${((nowMs - atMs) / 1000).toFixed(3)} s ago`;
  if (!run) return `${ago}: no guest had the core`;
  return `${ago}: ${run.guest} had the core, for ${(run.toMs - run.fromMs).toFixed(1)} ms`;
}

/** How each vCPU spent the time since `before`; since it was made where it was not in that. */
export function vcpuShares(
  schedule: HypervisorSchedule,
  before: HypervisorSchedule | null,
): readonly VcpuShares[] {
  return schedule.vcpus.map((vcpu): VcpuShares => {
    const { guest, weight } = vcpu;
    const past = before?.vcpus.find((each) => each.guest === guest);
    const since = (name: "runMs" | "waitMs" | "parkedMs" | "blockedMs"): number =>
      Math.max(0, vcpu[name] - (past?.[name] ?? 0));
    const [run, wait, parked, idle] = [
      since("runMs"),
      since("waitMs"),
      since("parkedMs"),
      since("blockedMs"),
    ];
    const allMs = Math.max(1, run + wait + parked + idle);
    const own = schedule.runs.filter((each) => each.guest === guest);
    return {
      guest,
      weight,
      run: run / allMs,
      wait: wait / allMs,
      parked: parked / allMs,
      idle: idle / allMs,
      runs: own.length,
      longestMs: own.reduce((most, { fromMs, toMs }) => Math.max(most, toMs - fromMs), 0),
    };
  });
}
