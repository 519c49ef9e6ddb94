/** Figures of traces in words. Pure. */
import type { Summary } from "../../playground/experiments/statistics.ts";
import type { TraceFigure, TraceReport } from "../../playground/trace/trace-report.ts";
import { formatCount, notAvailable } from "../format.ts";

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const kib = 1024;

/** A moment or a stretch: `412 µs`, `1.24 ms`. */
export function formatMicroseconds(us: number): string {
  if (Math.abs(us) < 999.5) return `${Math.round(us)} µs`;
  const ms = us / 1000;
  return `${ms < 9.995 ? ms.toFixed(2) : ms < 99.95 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** A whole number with its thousands apart: `13,375`. */
export function formatWhole(count: number): string {
  return grouped.format(count);
}

/** A value in the unit of its figure. */
function formatFigure(value: number, unit: TraceFigure["unit"]): string {
  switch (unit) {
    case "ms":
      return formatMicroseconds(value * 1000);
    case "bytes":
      return value === 0 ? "0" : `${grouped.format(Math.round(value / kib))} KiB`;
    case "":
      return formatWhole(value);
    default:
      return unit satisfies never;
  }
}

/** The median of a figure; `n/a` where it cannot be had. */
export function medianWords({ value, unit }: Pick<TraceFigure, "value" | "unit">): string {
  return value ? formatFigure(value.median, unit) : notAvailable;
}

/** The spread of a figure, where runs differ: `11 to 14`. */
export function spreadWords(value: Summary | null, unit: TraceFigure["unit"]): string {
  if (!value || value.least === value.most) return "";
  return `${formatFigure(value.least, unit)} to ${formatFigure(value.most, unit)}`;
}

/** A step's moment with its spread, for a tooltip. */
export function momentWords(at: Summary): string {
  const spread = spreadWords({ ...at, least: at.least / 1000, most: at.most / 1000 }, "ms");
  return `median of ${formatCount(at.count, "run")}${spread === "" ? "" : `, ${spread}`}`;
}

/** Under what a report was made. */
export function conditionWords({ runs, clockStepUs, browser, atMs }: TraceReport): string {
  const when = new Date(atMs).toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false });
  return `${formatCount(runs, "run")} at ${when} in ${browser}. The page's clock moves in steps of ${formatMicroseconds(clockStepUs)}: no moment is finer.`;
}
