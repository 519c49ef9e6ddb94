/**
 * The project's test command: gates (format, lint, types, unused code), then the test suites, one after the other.
 * Stops at the first gate that fails; always ends with the counts, alone on the last line.
 *
 *     npm test                      everything
 *     npm test -- unit page         only these steps (gates and suites have names)
 *     npm test -- unit -t 'a frame' what follows the first option is vitest's
 */
import process from "node:process";
import { findBrowser } from "./support/find-browser.mjs";
import { gates, suites } from "./support/steps.mjs";
import { runTool } from "./support/run-tool.mjs";
import { runSuite } from "./support/run-suite.mjs";
import { add, countLine, nothing, oneFailure } from "./support/tally.mjs";

/** @param {string[]} args */
async function main(args) {
  const firstOption = args.findIndex((arg) => arg.startsWith("-"));
  const names = firstOption < 0 ? args : args.slice(0, firstOption);
  const suiteOptions = firstOption < 0 ? [] : args.slice(firstOption);
  const known = [...gates, ...suites].map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no step "${unknown.join('", "')}". There are: ${known.join(", ")}.`);
    return oneFailure;
  }
  /** @param {{readonly name: string}} step */
  const selected = ({ name }) => names.length === 0 || names.includes(name);

  for (const gate of gates.filter(selected)) {
    heading(gate.name, gate.title);
    // Told that it runs in CI, oxlint colours its output whatever NO_COLOR says.
    const { CI: _, ...env } = process.env;
    const code = await runTool(gate.tool, gate.args, { env });
    if (code !== 0) {
      console.log(`\n${gate.name} failed (${gate.tool} ${gate.args.join(" ")}): nothing further was run.`);
      return oneFailure;
    }
  }

  const chosen = suites.filter(selected);
  if (chosen.some(({ needsBrowser }) => needsBrowser)) {
    heading("chromium", "finding a browser");
    const path = await findBrowser({ install: true });
    if (path) {
      process.env["CHROMIUM_PATH"] = path;
      console.log(path);
    }
  }
  let total = nothing;
  for (const suite of chosen) {
    heading(suite.name, suite.title);
    total = add(total, await runSuite(suite, suiteOptions));
  }
  return total;
}

/**
 * @param {string} name
 * @param {string} title
 */
function heading(name, title) {
  console.log(`\n=== ${name}: ${title} ===`);
}

// Nobody is there to answer, and colours are noise in a log.
if (process.env["CI"]) {
  process.env["NO_COLOR"] = "1";
  delete process.env["FORCE_COLOR"];
}
const began = Date.now();
const total = await main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  return oneFailure;
});
const gatesOnly = process.argv.slice(2).every((arg) => gates.some(({ name }) => name === arg));
console.log(`\n${Math.round((Date.now() - began) / 1000)} s`);
console.log(countLine(total));
const proved = total.passed > 0 || (gatesOnly && process.argv.length > 2);
process.exitCode = total.failed > 0 || !proved ? 1 : 0;
