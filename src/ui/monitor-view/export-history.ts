/**
 * The monitor's whole history as a file for the user.
 */
import { toCsv, toJson } from "../../monitor/export.ts";
import type { Playground } from "../../playground/playground.ts";
import { machineNames } from "./known-machines.ts";

/** Hands the history to the user as a file named after the time. */
export function exportHistory(playground: Playground, format: "csv" | "json"): void {
  const history = playground.monitor.history();
  const names = machineNames(playground);
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  if (format === "csv") download(toCsv(history, names), `guesthouse-${stamp}.csv`, "text/csv");
  else download(toJson(history, names), `guesthouse-${stamp}.json`, "application/json");
}

/** Lets the browser save `text`; the address made for it is revoked once it has been taken. */
function download(text: string, fileName: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers read the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
