/** From runs with the thing and runs without it to figures: what is more, with its spread. Pure. */
import { median, summary } from "../experiments/statistics.ts";
import type { TraceFigure, TraceLayer } from "./trace-report.ts";

/** What is counted in one run, and how it is called. */
export interface Measure<Run> {
  readonly id: string;
  readonly layer: TraceLayer;
  readonly label: string;
  readonly unit: TraceFigure["unit"];
  readonly source: string;
  /** Whether it counts as it is, and nothing is subtracted. */
  readonly whole?: boolean;
  /** `null` where it cannot be had. */
  readonly of: (run: Run) => number | null;
}

/** The figures of all measures; what `without` took is subtracted, never below nothing. */
export function figuresOf<Run>(
  measures: readonly Measure<Run>[],
  runs: readonly Run[],
  without: readonly Run[],
): readonly TraceFigure[] {
  return measures.map(({ id, layer, label, unit, source, whole, of }) => {
    const base = without.flatMap((run) => of(run) ?? []);
    const least = whole ? 0 : (median(base) ?? 0);
    const values = runs.flatMap((run) => of(run) ?? []).map((value) => Math.max(0, value - least));
    return { id, layer, label, unit, source, value: summary(values), without: summary(base) };
  });
}
