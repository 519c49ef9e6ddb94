/**
 * What limits are worth: a cap or quota on the processor against what was used, a limit on memory against the most that
 * was had.
 */
import { Failure } from "../../base/failure.ts";
import { MIB } from "../../base/units.ts";
import { arrangementTitles, isGuest, type Arrangement } from "./arrangement.ts";
import type { Experiment, Laboratory } from "./experiment.ts";
import type { TestMachine } from "./experiment-host.ts";
import { machinesField, runsField } from "./fields.ts";
import { memoryHog } from "./harms.ts";
import { limitsReport } from "./limits-figures.ts";
import type { CpuReading, MemoryReading } from "./limits-readings.ts";
import type { Settings } from "./settings.ts";
import { inTurns } from "./turns.ts";
import { Witness } from "./witness.ts";

const kinds: readonly Arrangement[] = ["guest", "guest-type-1", "system-sandbox"];
const caps = ["5", "10", "25", "50", "75"] as const;
const sizes = ["8", "16", "24", "32", "48", "64"] as const;
/** A guest's kernel boots with no less. */
const leastGuestMiB = 24;

/** A new limit is obeyed from now on, and a guest's next report tells only of what is after it. */
const settleMs = 1_500;

/** Limits. */
export const limits: Experiment = {
  id: "limits",
  title: "Limits",
  question: "Does a machine that wants more get just what its limit says?",
  fields: [
    machinesField(kinds),
    {
      kind: "choices",
      id: "caps",
      title: "CPU limits",
      hint: "In % of a core; no limit is measured too.",
      options: caps.map((id) => ({ id, title: `${id} %` })),
      initial: caps,
    },
    {
      kind: "choices",
      id: "sizes",
      title: "Memory limits",
      hint: `In MiB; guests from ${leastGuestMiB} MiB on.`,
      options: sizes.map((id) => ({ id, title: `${id} MiB` })),
      initial: sizes,
    },
    {
      kind: "number",
      id: "seconds",
      title: "Each measurement",
      unit: "s",
      hint: "How long a machine works under each CPU limit.",
      least: 2,
      most: 60,
      initial: 4,
    },
    runsField(2, 10),
  ],
  method: (settings) => [
    `CPU: a machine that works without end is given each limit in turn, each run beginning with another, without a limit before each run and after the last; ${settings.number("seconds")} s are measured from ${settleMs / 1000} s after the change. Used: of a guest what its worker estimates it took, of a sandbox the run time in cpu.stat of its cgroup.`,
    "Work done is the second measure, which knows nothing of the first: pieces of work by the page's clock, as a percentage of what the machine did without a limit, on average before and after the run. It falls with the limit as far as the limit is below what the machine got without one; the dashed line is work that falls just as the limit does.",
    "CPU time of a piece of work sets the first measure against the second. What other programs had of the cores meanwhile is counted to a sandbox as its own, and is taken out of a guest's as well as its worker can tell: where the same work under the same limit took very different times, the host was busy with something else.",
    "A guest's cap is kept by a token bucket in its worker, or under type 1 by our scheduler; a sandbox's by cpu.max (quota and period) of its cgroup. All sandboxes together have a part of the page's thread, so a higher quota changes nothing.",
    "Memory: a program takes all it can until its kernel kills it. Of a sandbox: memory.peak of its cgroup, programs, files and kernel objects together, against memory.max; the program writes a file, which is memory here. Of a guest: what the killed program had (its resident pages, from the kernel's message) against RAM; the rest of the RAM was the kernel's and the other programs'.",
  ],
  async run(lab, settings) {
    const chosen = settings.chosen("machines", kinds);
    const cpu: CpuReading[] = [];
    const memory: MemoryReading[] = [];
    const report = (): void => lab.report(limitsReport(cpu, memory));
    const steps = [
      ...chosen.map((kind) => ({ kind, what: "CPU" as const })),
      ...chosen
        .filter((kind) => kind !== "guest-type-1")
        .flatMap((kind) => sizesFor(kind, settings).map((size) => ({ kind, what: size }))),
    ];
    const title = ({ kind, what }: (typeof steps)[number]): string =>
      `${arrangementTitles[kind]}: ${what === "CPU" ? what : `${what} MiB of memory`}`;
    await lab.each(steps, title, async ({ kind, what }) => {
      if (what === "CPU") {
        await underCaps(lab, settings, kind, (reading) => {
          cpu.push(reading);
          report();
        });
        return;
      }
      memory.push({ kind, limitMiB: what, peakMiB: await peakMiB(lab, kind, what) });
      report();
    });
  },
};

function sizesFor(kind: Arrangement, settings: Settings): readonly number[] {
  const all = settings.chosen("sizes", sizes).map(Number);
  return isGuest(kind) ? all.filter((size) => size >= leastGuestMiB) : all;
}

async function underCaps(
  lab: Laboratory,
  settings: Settings,
  arrangement: Arrangement,
  tell: (reading: CpuReading) => void,
): Promise<void> {
  const witness = await Witness.begin(lab, { arrangement });
  const percentages = settings.chosen("caps", caps).map(Number);
  const runs = settings.number("runs");
  const measure = async (percent: number | null, run: number): Promise<void> => {
    const limit = percent === null ? "without a limit" : `${percent} %`;
    lab.tell(`${limit}, ${run < runs ? `run ${run + 1} of ${runs}` : "once more"}`);
    tell({ kind: arrangement, run, percent, ...(await underCap({ lab, settings, witness, percent })) });
  };
  for (const [run, round] of inTurns(percentages, runs).entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one limit at a time
    for (const percent of [null, ...round]) await measure(percent, run);
  }
  await measure(null, runs);
  await lab.remove(witness.machine);
}

async function underCap({
  lab,
  settings,
  witness,
  percent,
}: {
  readonly lab: Laboratory;
  readonly settings: Settings;
  readonly witness: Witness;
  readonly percent: number | null;
}): Promise<{ readonly usedPercent: number; readonly rate: number }> {
  const { machine } = witness;
  const durationMs = settings.number("seconds") * 1_000;
  await machine.setLimits({ cpuCap: percent === null ? null : percent / 100 });
  await lab.pause(settleMs);
  const before = totalsOf(machine);
  const fromMs = lab.host.clock.nowMs();
  await lab.pause(durationMs);
  const after = totalsOf(machine);
  const [rate = 0] = witness.rates(fromMs, fromMs + durationMs, durationMs);
  witness.forget();
  const elapsedMs = after.atMs - before.atMs;
  if (elapsedMs <= 0)
    throw new Failure("no-report", `${machine.name} did not report what it used in ${durationMs} ms.`);
  return { usedPercent: (100 * (after.cpuMs - before.cpuMs)) / elapsedMs, rate };
}

function totalsOf(machine: TestMachine): { readonly atMs: number; readonly cpuMs: number } {
  const { totals } = machine.read();
  if (totals) return totals;
  throw new Failure("no-report", `${machine.name} has not reported what it uses.`);
}

/** The most memory that was had under a limit, in MiB. */
async function peakMiB(lab: Laboratory, arrangement: Arrangement, limitMiB: number): Promise<number> {
  const machine = await lab.ready({ arrangement, memoryMiB: limitMiB });
  try {
    await machine.execute(`${memoryHog(arrangement)} > /dev/null 2>&1`, lab.signal);
    if (!isGuest(arrangement)) {
      const { output } = await machine.execute("cat /sys/fs/cgroup/memory.peak", lab.signal);
      return Number(output) / MIB;
    }
    const { output } = await machine.execute("dmesg | grep 'Out of memory: Killed' | tail -n 1", lab.signal);
    const resident = [...output.matchAll(/(?:anon|file|shmem)-rss:(\d+)kB/g)];
    if (resident.length === 0)
      throw new Failure("not-killed", "The guest's kernel did not tell that it killed the program.");
    return resident.reduce((sum, [, kiB]) => sum + Number(kiB) / 1024, 0);
  } finally {
    await lab.remove(machine);
  }
}
