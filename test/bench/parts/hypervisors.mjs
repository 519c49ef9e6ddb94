/**
 * Type 1 beside type 2: the same guests on one core of our own and on a worker each. How long until all have a prompt,
 * what all of them get done, and how it is divided, by weight and without.
 */
import { idlePage } from "../bench-page.mjs";
import { figure } from "../figures.mjs";

/** @typedef {import("../../../src/guest/hypervisor-kind.ts").HypervisorKind} HypervisorKind */
/** @typedef {{bootMs: number, rounds: number[], echoMs: number[]}} Trial */

const usualRounds = 3;
const counts = [1, 2, 4];
const weights = [100, 200, 300, 400];
/** @type {readonly HypervisorKind[]} */
const kinds = ["type1", "type2"];

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {(words: string) => void} say
 */
export async function hypervisors(world, say) {
  const rounds = world.rounds ?? usualRounds;
  const alike = counts.map((count) => Array.from({ length: count }, () => 100));
  /** @type {Record<string, object>} */
  const figures = {};
  for (const weighted of [...alike, weights]) {
    /** @type {Record<HypervisorKind, Trial[]>} */
    const trials = { type1: [], type2: [] };
    for (let round = 0; round < rounds; round++) {
      for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
        trials[kind].push(await trial(world, kind, weighted));
      }
      say(`hypervisors, weights ${weighted.join(":")}, ${round + 1} of ${rounds}`);
    }
    figures[`weights ${weighted.join(":")}`] = {
      type1: summary(trials.type1),
      type2: summary(trials.type2),
    };
  }
  return { ...figures, targets: [] };
}

/** @param {readonly Trial[]} trials */
function summary(trials) {
  const sums = trials.map(({ rounds }) => rounds.reduce((sum, each) => sum + each, 0));
  return {
    untilAllHaveAPrompt: figure(
      "ms",
      trials.map(({ bootMs }) => bootMs),
    ),
    doneByAll: figure("rounds in 10 s", sums),
    partOfEach: (trials[0]?.rounds ?? []).map((_, guest) =>
      figure(
        "of what all did",
        trials.map(({ rounds }, at) => (rounds[guest] ?? 0) / (sums[at] ?? 1)),
      ),
    ),
    echoOfOneMoreThatIdles: figure(
      "ms",
      trials.flatMap(({ echoMs }) => echoMs),
    ),
  };
}

/**
 * @param {import("../bench-world.mjs").World} world
 * @param {HypervisorKind} kind
 * @param {readonly number[]} guests the weight of each
 * @returns {Promise<Trial>}
 */
async function trial(world, kind, guests) {
  const browser = await world.launch();
  const page = await idlePage(browser, world.siteUrl, "guesthouse");
  const measured = await page.evaluate(inPage, { hypervisor: kind, weights: [...guests] });
  await browser.close();
  return measured;
}

/**
 * In the page: boots, works for 10 s by the guests' own clocks, and types into one guest more meanwhile.
 * @param {{hypervisor: HypervisorKind, weights: number[]}} options
 * @returns {Promise<Trial>}
 */
async function inPage({ hypervisor, weights: given }) {
  const add = async (/** @type {number} */ cpuWeight) => {
    const machine = await guesthouse.addGuest({ hypervisor, cpuWeight, memoryMiB: 32 });
    await machine.console.waitFor(/# $/);
    return machine;
  };
  const from = performance.now();
  const machines = await Promise.all(given.map(add));
  const bootMs = performance.now() - from;
  const typist = await add(100);
  typist.console.write("cat\n");
  await typist.console.waitFor(/cat\r?\n/);
  const work = [
    "seq 60 | sort -rn | md5sum > /dev/null",
    "i=0; while [ $i -lt 60 ]; do i=$((i+1)); done",
    "n=$((n+1))",
  ].join("; ");
  const script = `n=0; end=$(($(date +%s)+10)); while [ $(date +%s) -lt $end ]; do ${work}; done; echo $n`;
  const working = machines.map((machine) => machine.console.run(script));
  /** @type {number[]} */
  const echoMs = [];
  for (let key = 0; key < 60; key++) {
    // At no fixed phase of any timer.
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 50));
    const typedAt = performance.now();
    // A mark of its own for each key: what is waited for is its echo and not the one before.
    const mark = String.fromCharCode(97 + (key % 26));
    typist.console.write(mark);
    await typist.console.waitFor(mark);
    echoMs.push(performance.now() - typedAt);
  }
  const results = await Promise.all(working);
  return { bootMs, rounds: results.map(({ output }) => Number(output.trim())), echoMs };
}
