/**
 * The monitor's whole history as a file for the user.
 */
import { toCsv, toJson } from "../../monitor/export.ts";
import type { Playground } from "../../playground/playground.ts";
import { fileStamp, saveFile } from "../save-file.ts";
import { machineNames } from "./known-machines.ts";

/** Hands the history to the user as a file named after the time. */
export function exportHistory(playground: Playground, format: "csv" | "json"): void {
  const history = playground.monitor.history();
  const names = machineNames(playground);
  const stamp = fileStamp(Date.now());
  if (format === "csv") saveFile(toCsv(history, names), `guesthouse-${stamp}.csv`, "text/csv");
  else saveFile(toJson(history, names), `guesthouse-${stamp}.json`, "application/json");
}
