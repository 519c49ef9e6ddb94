/**
 * How long a machine takes from the click to its first prompt: guests boot a kernel, sandboxes start a process.
 */
import { abortable } from "../../base/abort.ts";
import { arrangements, arrangementTitles, isGuest, type Arrangement } from "./arrangement.ts";
import type { Experiment, Laboratory } from "./experiment.ts";
import { guestMemoryField, machinesField, runsField } from "./fields.ts";
import type { SampleGroup, SamplesFigure } from "./result.ts";
import type { Settings } from "./settings.ts";
import { median } from "./statistics.ts";
import { inTurns } from "./turns.ts";
import { amount, digits } from "./words.ts";

interface Start {
  /** Until its processor, or its first process, runs. */
  readonly runningMs: number;
  readonly promptMs: number;
}

/** Between two starts: what the last one left is put away. */
const restMs = 250;

/** Start-up. */
export const startUp: Experiment = {
  id: "start-up",
  title: "Start-up",
  question: "How long does a machine take from the click to its first prompt?",
  fields: [machinesField(), runsField(5), guestMemoryField()],
  method: (settings) => [
    "Time from asking for a machine to the first prompt on its console, by the page's clock. A guest starts cold: a new worker (under type 1 the hypervisor's), virtual hardware, the kernel's boot, init, a shell. A system sandbox starts an init and a shell in namespaces of their own; an application sandbox starts its application (Lua, to its own prompt).",
    `Each kind is started once beforehand, which fetches and compiles what all later ones share; that first start is shown apart and not counted. Then ${settings.number("runs")} starts of each, in turns, each round beginning with another kind; each machine is removed before the next starts.`,
    "“Running” is the moment when the guest's processor, or the sandbox's first process, begins.",
    "Not the same: a guest boots x86 Linux in an emulator, while the kernel of sandboxes is a simulation in this page that has booted before. On real hardware both are faster; the difference in kind is the same: a boot against the start of a process.",
  ],
  async run(lab, settings) {
    const kinds = settings.chosen("machines", arrangements);
    const rounds = [kinds, ...inTurns(kinds, settings.number("runs"))];
    const first = new Map<Arrangement, Start[]>(kinds.map((kind) => [kind, []]));
    const later = new Map<Arrangement, Start[]>(kinds.map((kind) => [kind, []]));
    const steps = rounds.flatMap((order, round) => order.map((kind) => ({ round, kind })));
    const words = ({ round, kind }: (typeof steps)[number]): string =>
      `${arrangementTitles[kind]}: ${round === 0 ? "first start" : `start ${round} of ${rounds.length - 1}`}`;
    await lab.each(steps, words, async ({ round, kind }) => {
      const start = await startOne(lab, settings, kind);
      (round === 0 ? first : later).get(kind)?.push(start);
      report(lab, first, later);
      await lab.pause(restMs);
    });
  },
};

async function startOne(lab: Laboratory, settings: Settings, arrangement: Arrangement): Promise<Start> {
  const { clock } = lab.host;
  const memory = isGuest(arrangement) ? { memoryMiB: settings.number("guestMiB") } : {};
  const fromMs = clock.nowMs();
  const machine = await lab.make({ arrangement, ...memory });
  try {
    const prompted = machine.prompted(lab.signal).then(() => clock.nowMs());
    const running = abortable(machine.start(), lab.signal).then(() => clock.nowMs());
    const [runningAtMs, promptAtMs] = await Promise.all([running, prompted]);
    return { runningMs: Math.min(runningAtMs, promptAtMs) - fromMs, promptMs: promptAtMs - fromMs };
  } finally {
    await lab.remove(machine);
  }
}

type Starts = ReadonlyMap<Arrangement, readonly Start[]>;

function report(lab: Laboratory, first: Starts, later: Starts): void {
  const prompt = figure("prompt", "Until the first prompt", later, ({ promptMs }) => promptMs);
  lab.report({
    figures: [
      prompt,
      figure("running", "Until it runs", later, ({ runningMs }) => runningMs),
      figure("first", "The very first start, not counted above", first, ({ promptMs }) => promptMs),
    ],
    findings: comparisons(prompt),
  });
}

function figure(id: string, title: string, starts: Starts, value: (start: Start) => number): SamplesFigure {
  const groups = Array.from(starts, ([kind, each]): SampleGroup => ({
    id: kind,
    name: arrangementTitles[kind],
    subject: kind,
    values: each.map(value),
  }));
  return {
    kind: "samples",
    id,
    title,
    quantity: { name: "time", unit: "ms" },
    each: "run",
    scale: "log",
    groups,
  };
}

function comparisons({ groups }: SamplesFigure): readonly string[] {
  const known = groups.flatMap(({ name, values }) => {
    const middle = median(values);
    return middle === null ? [] : [{ name, middle }];
  });
  const [quickest, ...others] = known.toSorted((a, b) => a.middle - b.middle);
  if (!quickest) return [];
  const ms = { unit: "ms" };
  return [
    `${quickest.name} starts quickest: ${amount(quickest.middle, ms)} at the median.`,
    ...others.map(
      ({ name, middle }) =>
        `${name} takes ${amount(middle, ms)}, ${digits(middle / quickest.middle)} times as long.`,
    ),
  ];
}
