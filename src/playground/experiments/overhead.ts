/**
 * What it costs to be a guest or a sandbox: the same work in both and, where it can be, in the page with neither kernel
 * nor virtual hardware.
 */
import { Failure } from "../../base/failure.ts";
import { arrangementTitles, isGuest, type Arrangement } from "./arrangement.ts";
import type { Experiment, Laboratory } from "./experiment.ts";
import type { BareRunner, TestMachine } from "./experiment-host.ts";
import { machinesField, runsField } from "./fields.ts";
import { overheadReport, type WorkTime } from "./overhead-figures.ts";
import type { Settings } from "./settings.ts";
import { median } from "./statistics.ts";
import { inTurns } from "./turns.ts";
import { nothing, preparation, works, type Work } from "./works.ts";

const kinds: readonly Arrangement[] = ["guest", "guest-type-1", "system-sandbox"];

/** A piece of work done once. */
interface Done {
  readonly tookMs: number;
  /** What it printed: the same everywhere, or it was not the same work. */
  readonly answer: string;
}

/** Where work is done. */
interface Place {
  readonly subject: Arrangement | "page";
  readonly work: (work: Work) => Promise<Done>;
  readonly has: (work: Work) => boolean;
}

/** Overhead. */
export const overhead: Experiment = {
  id: "overhead",
  title: "Overhead",
  question: "How much longer does the same work take in a guest and in a sandbox than in the bare page?",
  fields: [
    {
      kind: "choices",
      id: "works",
      title: "Works",
      hint: "What is done in each place.",
      options: works.map(({ id, title }) => ({ id, title })),
      initial: works.map(({ id }) => id),
    },
    machinesField(kinds, ["guest", "system-sandbox"]),
    runsField(5, 30),
    {
      kind: "number",
      id: "size",
      title: "Size of each work",
      unit: "",
      hint: "More work takes longer and is measured better.",
      least: 1,
      most: 8,
      initial: 2,
    },
  ],
  method: (settings) => [
    `Each work is done once in each place to warm up (the emulator and the browser compile what is run often), then ${settings.number("runs")} times in turns. Time from the command's last key to its last byte of output, by the page's clock, less the median of a command that does nothing in the same machine. In the page: by the clock of a worker of its own, without starting that worker.`,
    "“Page” is the sandboxes' own WebAssembly program run alone in a worker: no kernel, no scheduler, no limits; it counts its steps as in a sandbox, but nobody looks. A sandbox shares the page's thread and has a part of each frame; guest and worker have a thread each.",
    ...works
      .filter(({ id }) => chosenWorks(settings).some((work) => work.id === id))
      .map(({ title, words }) => `${title}: ${words}`),
    "So ratios against the page say what kernel and virtual hardware cost together with what programs differ; a real hypervisor lets the processor run most instructions by itself and costs far less.",
  ],
  async run(lab, settings) {
    const chosen = chosenWorks(settings);
    const times: WorkTime[] = [];
    const places = await placesFor(lab, settings);
    const rounds = [places, ...inTurns(places, settings.number("runs"))];
    const steps = rounds.flatMap((order, round) =>
      chosen.flatMap((work) =>
        order.filter((place) => place.has(work)).map((place) => ({ round, work, place })),
      ),
    );
    const title = ({ round, work, place }: (typeof steps)[number]): string =>
      `${work.title} in ${place.subject === "page" ? "the page" : arrangementTitles[place.subject].toLowerCase()}, ${round === 0 ? "to warm up" : `run ${round} of ${rounds.length - 1}`}`;
    const answers = new Map<Work, string>();
    await lab.each(steps, title, async ({ round, work, place }) => {
      const { tookMs, answer } = await place.work(work);
      const expected = answers.get(work) ?? answer;
      answers.set(work, expected);
      if (answer !== expected)
        throw new Failure(
          "different-answer",
          `It printed “${beginning(answer)}” where another printed “${beginning(expected)}”.`,
        );
      if (round === 0) return;
      if (tookMs <= 0) {
        throw new Failure(
          "too-short",
          "It took no longer than a command that does nothing: choose a larger size.",
        );
      }
      times.push({ work: work.id, subject: place.subject, run: round, tookMs });
      lab.report(overheadReport(times, chosen));
    });
  },
};

function chosenWorks(settings: Settings): readonly Work[] {
  const ids = settings.chosen(
    "works",
    works.map(({ id }) => id),
  );
  return works.filter(({ id }) => ids.includes(id));
}

async function placesFor(lab: Laboratory, settings: Settings): Promise<readonly Place[]> {
  const size = settings.number("size");
  const places: Place[] = [];
  const setUps = [...settings.chosen("machines", kinds), "page" as const];
  const title = (subject: (typeof setUps)[number]): string =>
    subject === "page" ? "The page" : arrangementTitles[subject];
  await lab.each(setUps, title, async (subject) => {
    places.push(
      subject === "page"
        ? pagePlace(lab.hold(await lab.host.bareRunner()), size, lab.signal)
        : await machinePlace(lab, subject, size),
    );
  });
  return places;
}

function pagePlace(runner: BareRunner, size: number, signal: AbortSignal): Place {
  return {
    subject: "page",
    has: ({ bare }) => bare !== null,
    async work({ bare }) {
      if (!bare) throw new Error("the page does not have this work");
      const { argv, inputBytes, times, drops = false } = bare(size);
      const { tookMs, output } = await runner.run(argv, inputBytes, times, signal);
      return { tookMs, answer: drops ? "" : output.trim() };
    },
  };
}

async function machinePlace(lab: Laboratory, arrangement: Arrangement, size: number): Promise<Place> {
  const machine = await lab.ready({ arrangement, ...(isGuest(arrangement) ? { memoryMiB: 48 } : {}) });
  const done = (command: string): Promise<Done> => execute(lab, machine, command);
  await done(preparation);
  const idle = [await done(nothing), await done(nothing), await done(nothing)];
  const idleMs = median(idle.map(({ tookMs }) => tookMs)) ?? 0;
  return {
    subject: arrangement,
    has: () => true,
    async work({ command }) {
      const { tookMs, answer } = await done(command(size));
      return { tookMs: tookMs - idleMs, answer };
    },
  };
}

async function execute({ host, signal }: Laboratory, machine: TestMachine, command: string): Promise<Done> {
  const fromMs = host.clock.nowMs();
  const { exitCode, output } = await machine.execute(command, signal);
  const tookMs = host.clock.nowMs() - fromMs;
  if (exitCode === 0) return { tookMs, answer: output.trim() };
  throw new Failure("work-failed", `${command} ended with status ${exitCode}: ${output.slice(-200)}`);
}

/** As much of what a machine printed as a sentence holds. */
function beginning(answer: string): string {
  return answer.length > 80 ? `${answer.slice(0, 80)}…` : answer;
}
