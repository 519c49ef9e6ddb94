/** Results as files: every value measured, with what it was measured of. */
import type { ExperimentResult, Figure } from "./result.ts";

const columns = [
  "experiment",
  "result",
  "started",
  "browser",
  "cores",
  "memory_budget_mib",
  "outcome",
  "figure",
  "quantity",
  "unit",
  "series",
  "x_quantity",
  "x_unit",
  "x",
  "run",
  "value",
] as const;

/** RFC 4180 CSV: one row for each value. `x` is empty where a figure has none. */
export function resultCsv(result: ExperimentResult): string {
  const { experiment, id, startedAtMs, environment, outcome } = result;
  const common = [
    experiment,
    id,
    new Date(startedAtMs).toISOString(),
    environment.browser,
    environment.cores,
    environment.memoryBudgetMiB,
    outcome.kind,
  ];
  const rows = result.figures.flatMap((figure) => valueRows(figure).map((row) => [...common, ...row]));
  return [columns, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}

/** The whole result. */
export function resultJson(result: ExperimentResult): string {
  return JSON.stringify(result, null, 1);
}

type Cell = string | number;

function valueRows(figure: Figure): readonly (readonly Cell[])[] {
  if (figure.kind === "samples") {
    const { id, quantity, groups } = figure;
    return groups.flatMap((group) =>
      group.values.map((value, run) => [
        id,
        quantity.name,
        quantity.unit,
        group.name,
        "",
        "",
        "",
        run + 1,
        value,
      ]),
    );
  }
  const { id, x, y, curves } = figure;
  return curves.flatMap(({ name, points }) =>
    points.flatMap((point) =>
      point.values.map((value, run) => [id, y.name, y.unit, name, x.name, x.unit, point.x, run + 1, value]),
    ),
  );
}

function csvField(value: Cell): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
