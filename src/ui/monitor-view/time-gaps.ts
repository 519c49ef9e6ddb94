/**
 * Where the monitor did not tick. A line drawn across such a time would claim what nobody measured. Pure.
 */
import type { MonitorSample } from "../../monitor/sample.ts";

/** A time of a chart, with its sample; without one, a gap. */
export interface Moment {
  readonly atMs: number;
  readonly sample: MonitorSample | null;
}

const fineMs = 1_000;
const coarseMs = 10_000;
/** The history keeps means of ten seconds beyond this. */
const fineSpanMs = 600_000;
const missedPeriods = 2.5;

/** `samples` with a moment without one between two that are further apart than the monitor's ticks. */
export function withGaps(samples: readonly MonitorSample[]): readonly Moment[] {
  const newestMs = samples.at(-1)?.atMs ?? 0;
  return samples.flatMap((sample, index): readonly Moment[] => {
    const { atMs } = sample;
    const own: Moment = { atMs, sample };
    const before = samples[index - 1];
    if (!before) return [own];
    const periodMs = newestMs - before.atMs >= fineSpanMs ? coarseMs : fineMs;
    const gapped = atMs - before.atMs > missedPeriods * periodMs;
    return gapped ? [{ atMs: (before.atMs + atMs) / 2, sample: null }, own] : [own];
  });
}
