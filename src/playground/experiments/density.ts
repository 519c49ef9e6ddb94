/**
 * How many machines fit: they are added until the host refuses one, with what is left then, or until the experiment is
 * told to stop.
 */
import { Failure } from "../../base/failure.ts";
import { MIB } from "../../base/units.ts";
import { arrangementPlurals, arrangementTitles, isGuest, type Arrangement } from "./arrangement.ts";
import type { Experiment, Laboratory } from "./experiment.ts";
import type { TestMachine } from "./experiment-host.ts";
import { guestMemoryField, machinesField } from "./fields.ts";
import type { Curve, SampleGroup } from "./result.ts";
import { median } from "./statistics.ts";
import type { Settings } from "./settings.ts";
import { amount } from "./words.ts";

const kinds: readonly Arrangement[] = ["guest", "system-sandbox"];

/** Why no more were added. */
type Stop =
  | { readonly kind: "refused"; readonly words: string }
  | { readonly kind: "limit"; readonly words: string };

interface Filling {
  readonly arrangement: Arrangement;
  /** What all so far take of the host, in MiB, after each. */
  readonly takenMiB: number[];
  /** From asking for each to its prompt. */
  readonly startMs: number[];
  stop: Stop | null;
}

/** Density. */
export const density: Experiment = {
  id: "density",
  title: "Density",
  question: "How many machines fit into the host's memory, and what does one more cost?",
  fields: [
    machinesField(kinds),
    guestMemoryField(64),
    {
      kind: "number",
      id: "most",
      title: "Stop at",
      unit: "machines",
      hint: "Of each kind. Sandboxes are never refused for memory: they stop here.",
      least: 2,
      most: 200,
      initial: 32,
    },
    {
      kind: "number",
      id: "seconds",
      title: "Stop after",
      unit: "s",
      hint: "For each kind.",
      least: 2,
      most: 600,
      initial: 60,
    },
  ],
  method: () => [
    "Machines of one kind are added one after the other, each to its first prompt and then idle, until the host refuses one, or until the number or the time that was set. What the user's own machines have is left to them.",
    "A guest's RAM and its emulator's are set aside from the host's budget when it starts, used or not; a guest that does not fit is refused. The budget is half of what the browser says the device has. Where overcommit is on, none is refused.",
    "A sandbox has nothing set aside. Its cost is what is charged to its cgroup; how many would fit is an estimate: the budget by the cost of one, and it holds only while they are idle.",
    "Time of each start: from asking for the machine to its prompt, while all before it are there.",
  ],
  async run(lab, settings) {
    const fillings = settings
      .chosen("machines", kinds)
      .map((arrangement): Filling => ({ arrangement, takenMiB: [], startMs: [], stop: null }));
    const budgetMiB = lab.host.environment().memoryBudgetMiB;
    await lab.each(
      fillings,
      ({ arrangement }) => `${arrangementPlurals[arrangement]} until no more fit`,
      async (filling) => {
        try {
          await fill(lab, settings, filling, () => report(lab, fillings, budgetMiB));
        } finally {
          report(lab, fillings, budgetMiB);
        }
      },
    );
  },
};

async function fill(lab: Laboratory, settings: Settings, filling: Filling, tell: () => void): Promise<void> {
  const { clock } = lab.host;
  const { arrangement } = filling;
  const memory = isGuest(arrangement) ? { memoryMiB: settings.number("guestMiB") } : {};
  const most = settings.number("most");
  const endMs = clock.nowMs() + settings.number("seconds") * 1_000;
  const machines: TestMachine[] = [];
  try {
    while (filling.stop === null) {
      if (machines.length >= most) filling.stop = { kind: "limit", words: `stopped at ${most}, as was set` };
      else if (clock.nowMs() >= endMs)
        filling.stop = {
          kind: "limit",
          words: `stopped after ${settings.number("seconds")} s, as was set`,
        };
      else {
        const fromMs = clock.nowMs();
        // oxlint-disable-next-line no-await-in-loop -- whether the next fits depends on this one
        machines.push(await lab.ready({ arrangement, ...memory }));
        filling.startMs.push(clock.nowMs() - fromMs);
        filling.takenMiB.push(takenMiB(machines));
        lab.tell(`${machines.length} so far`);
        tell();
      }
    }
  } catch (error) {
    if (!(error instanceof Failure && error.code === "not-enough-memory")) throw error;
    filling.stop = { kind: "refused", words: error.message };
  } finally {
    await Promise.all(machines.map((machine) => lab.remove(machine)));
  }
}

function takenMiB(machines: readonly TestMachine[]): number {
  return machines.reduce((sum, machine) => sum + machine.read().memoryReservedBytes / MIB, 0);
}

function report(lab: Laboratory, fillings: readonly Filling[], budgetMiB: number): void {
  const most = Math.max(1, ...fillings.map(({ takenMiB: taken }) => taken.length));
  const taken = fillings.map(({ arrangement, takenMiB: each }): Curve => ({
    id: arrangement,
    name: arrangementTitles[arrangement],
    subject: arrangement,
    line: "solid",
    points: each.map((value, index) => ({ x: index + 1, values: [value] })),
  }));
  const budget: Curve = {
    id: "budget",
    name: "The host's budget",
    subject: "budget",
    line: "dashed",
    points: [0, most].map((x) => ({ x, values: [budgetMiB] })),
  };
  const starts = fillings.map(({ arrangement, startMs }): SampleGroup => ({
    id: arrangement,
    name: arrangementTitles[arrangement],
    subject: arrangement,
    values: startMs,
  }));
  lab.report({
    figures: [
      {
        kind: "curves",
        id: "taken",
        title: "Memory taken of the host",
        x: { name: "machines", unit: "" },
        y: { name: "memory", unit: "MiB" },
        curves: [...taken, budget],
        marks: [],
      },
      {
        kind: "samples",
        id: "start",
        title: "Time of each start, with those before it there",
        quantity: { name: "time", unit: "ms" },
        each: "machine",
        scale: "log",
        groups: starts,
      },
    ],
    findings: fillings.flatMap((filling) => findings(filling, budgetMiB)),
  });
}

function findings({ arrangement, takenMiB: taken, stop }: Filling, budgetMiB: number): readonly string[] {
  if (stop === null) return [];
  if (taken.length === 0) return [`No machine fitted: ${stop.words}`];
  const costs = taken.map((value, index) => value - (taken[index - 1] ?? 0));
  const cost = median(costs) ?? 0;
  const noun =
    taken.length === 1 ? arrangementTitles[arrangement].toLowerCase() : arrangementPlurals[arrangement];
  const each = `${taken.length} ${noun}, each taking ${amount(cost, { unit: "MiB" })} of the host`;
  if (stop.kind === "refused") return [`${each}; the next was refused: ${stop.words}`];
  return [`${each}; ${stop.words}.${cost > 0 ? estimate(budgetMiB / cost, taken.length) : ""}`];
}

/** What a few machines say of very many is less than it seems, and says so. */
function estimate(fitting: number, tried: number): string {
  if (fitting <= 10 * tried)
    return ` At that cost the budget would hold about ${Math.floor(fitting)} (an estimate).`;
  return ` At that cost the budget would hold about ${Number(fitting.toPrecision(2))}: an estimate far beyond what was tried; the browser's own memory and the page's thread, which no budget counts, would end it sooner.`;
}
