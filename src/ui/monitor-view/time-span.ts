/**
 * How much of the past is shown, and which samples are in it. Pure.
 */
import type { MonitorSample } from "../../monitor/sample.ts";

/** A choice of how much to show. */
export interface TimeSpan {
  readonly id: "1min" | "10min" | "2h";
  readonly title: string;
  readonly ms: number;
}

const minuteMs = 60_000;

/** The choices, shortest first. */
export const timeSpans: readonly [TimeSpan, ...TimeSpan[]] = [
  { id: "1min", title: "1 min", ms: minuteMs },
  { id: "10min", title: "10 min", ms: 10 * minuteMs },
  { id: "2h", title: "2 h", ms: 120 * minuteMs },
];

/** The samples of the last `ms` before the newest, with one more before them so that lines reach the edge. */
export function within(samples: readonly MonitorSample[], ms: number): readonly MonitorSample[] {
  const newest = samples.at(-1);
  if (!newest) return [];
  const first = samples.findIndex(({ atMs }) => atMs >= newest.atMs - ms);
  return samples.slice(Math.max(0, first - 1));
}

/** The sample nearest to `atMs`; `null` if there is none. */
export function nearest(samples: readonly MonitorSample[], atMs: number): MonitorSample | null {
  let found: MonitorSample | null = null;
  for (const sample of samples) {
    if (!found || Math.abs(sample.atMs - atMs) <= Math.abs(found.atMs - atMs)) found = sample;
  }
  return found;
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** The time of day, to the second. */
export function timeOfDay(atMs: number): string {
  return clock.format(atMs);
}
