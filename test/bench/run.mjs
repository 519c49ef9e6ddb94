/**
 * Measures the playground in a real browser and prints one JSON document; progress goes to stderr.
 *
 *     npm run bench                 everything, about 15 minutes
 *     npm run bench -- boot idle    only these parts
 *     npm run bench -- --rounds=1   each measured once: quick and rough
 */
import os from "node:os";
import process from "node:process";
import { openWorld } from "./bench-world.mjs";
import { boot } from "./parts/boot.mjs";
import { consoleThroughput } from "./parts/console.mjs";
import { echo } from "./parts/echo.mjs";
import { hypervisors } from "./parts/hypervisors.mjs";
import { idle } from "./parts/idle.mjs";
import { limits } from "./parts/limits.mjs";
import { many } from "./parts/many.mjs";
import { memory } from "./parts/memory.mjs";
import { sandboxes } from "./parts/sandboxes.mjs";
import { throughput } from "./parts/throughput.mjs";

/** @type {Record<string, (world: import("./bench-world.mjs").World, say: (words: string) => void) => Promise<{targets: unknown[]}>>} */
const parts = {
  boot,
  memory,
  echo,
  console: consoleThroughput,
  many,
  idle,
  limits,
  hypervisors,
  sandboxes,
  throughput,
};

const asked = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
const rounds = process.argv.find((arg) => arg.startsWith("--rounds="))?.slice("--rounds=".length);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join('", "')}". There are: ${Object.keys(parts).join(", ")}.`);
  process.exit(1);
}
const began = Date.now();
/** @param {string} words */
const say = (words) => console.error(`${Math.round((Date.now() - began) / 1000)} s: ${words}`);

const world = await openWorld(say, rounds === undefined ? null : Math.max(1, Number(rounds)));
/** @type {Record<string, unknown>} */
const results = {};
/** @type {unknown[]} */
const targets = [];
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  say(`${name} …`);
  try {
    const { targets: wanted, ...figures } = await measure(world, say);
    results[name] = figures;
    targets.push(...wanted);
  } catch (error) {
    console.error(error);
    results[name] = `n/a: ${error instanceof Error ? error.message : String(error)}`;
    process.exitCode = 1;
  }
}
const probe = await world.launch();
const browser = probe.version();
await probe.close();
await world.close();
const [cpu] = os.cpus();
const environment = {
  at: new Date().toISOString(),
  browser,
  node: process.version,
  processor: cpu?.model ?? "unknown",
  cores: os.availableParallelism(),
  // Above the number of cores, something else was running and the figures are worth little.
  loadAverage: os.loadavg()[0],
};
console.log(JSON.stringify({ environment, targets, results }, null, 2));
// Vite's preview server keeps a connection or two.
process.exit();
