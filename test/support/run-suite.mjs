/**
 * Runs one suite with vitest and counts what its report says.
 */
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { root, runTool } from "./run-tool.mjs";
import { oneFailure, tallyReport } from "./tally.mjs";

/**
 * Resolves with the suite's counts; one that ends without a report counts as one failure.
 * @param {import("./steps.mjs").Suite} suite
 * @param {readonly string[]} options for vitest
 */
export async function runSuite({ name, limitMinutes }, options) {
  const output = path.join(root, "test", ".output");
  const report = path.join(output, `${name}.json`);
  await mkdir(output, { recursive: true });
  await rm(report, { force: true });
  const code = await runTool(
    "vitest",
    [
      "run",
      "--config=test/vitest.config.ts",
      `--project=${name}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...options,
    ],
    { limitMs: limitMinutes * 60_000 },
  );
  try {
    return tallyReport(JSON.parse(await readFile(report, "utf8")), code);
  } catch {
    console.error(`The suite ${name} ended without a report.`);
    return oneFailure;
  }
}
