import { describe, expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import { experiments } from "../../../../src/playground/experiments/catalog.ts";
import type { ExperimentId } from "../../../../src/playground/experiments/experiment.ts";
import { figureTable } from "../../../../src/playground/experiments/figure-table.ts";
import type {
  ExperimentResult,
  Figure,
  SettingValue,
} from "../../../../src/playground/experiments/result.ts";
import { median } from "../../../../src/playground/experiments/statistics.ts";
import { runExperiment } from "../../../../src/playground/experiments/run-experiment.ts";
import { FakeExperimentHost, type FakeWorld } from "../../../support/fake-experiment-host.ts";

async function run(
  id: ExperimentId,
  settings: Readonly<Record<string, SettingValue>>,
  world: Partial<FakeWorld> = {},
): Promise<{ result: ExperimentResult; host: FakeExperimentHost }> {
  const host = new FakeExperimentHost(world);
  const experiment = experiments.find((each) => each.id === id);
  if (!experiment) throw new Error(`no ${id}`);
  const result = await runExperiment(experiment, host, settings, {
    id: "1",
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onFound: () => undefined,
    mayEndSandboxes: true,
  });
  return { result, host };
}

function figure({ figures }: ExperimentResult, id: string): Figure {
  const found = figures.find((each) => each.id === id);
  if (!found) throw new Error(`no figure ${id}`);
  return found;
}

/** Medians by group, or the curve's medians by x. */
function medians(shown: Figure): Record<string, unknown> {
  return shown.kind === "samples"
    ? Object.fromEntries(shown.groups.map(({ id, values }) => [id, median(values)]))
    : Object.fromEntries(
        shown.curves.map(({ id, points }) => [id, points.map(({ x, values }) => [x, median(values)])]),
      );
}

describe("start-up", () => {
  it("measures in turns, each round beginning with another kind, the first round apart", async () => {
    const { result, host } = await run("start-up", { runs: 2, machines: ["guest", "system-sandbox"] });
    expect(host.log).toEqual([
      "guest",
      "system-sandbox",
      "guest",
      "system-sandbox",
      "system-sandbox",
      "guest",
    ]);
    expect([medians(figure(result, "prompt")), medians(figure(result, "first"))]).toEqual([
      { guest: 1000, "system-sandbox": 50 },
      { guest: 1000, "system-sandbox": 50 },
    ]);
    expect(result.findings).toEqual([
      "System sandbox starts quickest: 50 ms at the median.",
      "Guest (type 2) takes 1000 ms, 20 times as long.",
    ]);
  });

  it("goes on after a run that failed, and says which and why", async () => {
    const { result } = await run(
      "start-up",
      { runs: 3, machines: ["guest"] },
      {
        onMake: (nth) => {
          if (nth === 3) throw new Failure("boot-failed", "It did not boot.");
        },
      },
    );
    expect([result.failures, figureTable(figure(result, "prompt")).rows]).toEqual([
      [{ where: "Guest (type 2): start 2 of 3", code: "boot-failed", message: "It did not boot." }],
      [["Guest (type 2)", "2", "1000", "1000 to 1000", "1000 to 1000", "1000 · 1000"]],
    ]);
  });
});

describe("footprint", () => {
  it("tells memory of all and of each, layers once, and from where on which is cheaper", async () => {
    const { result } = await run("footprint", {
      most: 4,
      guestMiB: 32,
      machines: ["guest", "system-sandbox"],
    });
    const all = [
      [1, 32, 16, 101],
      [2, 64, 32, 102],
      [4, 128, 64, 104],
    ] as const;
    expect([medians(figure(result, "memory")), medians(figure(result, "download-per-machine"))]).toEqual([
      {
        "guest reserved": all.map(([x, reserved]) => [x, reserved]),
        "guest touched": all.map(([x, , touched]) => [x, touched]),
        "system-sandbox": all.map(([x, , , charged]) => [x, charged]),
      },
      {
        guest: [
          [1, 4],
          [2, 2],
          [4, 1],
        ],
        "system-sandbox": [
          [1, 1],
          [2, 0.5],
          [4, 0.25],
        ],
      },
    ]);
    expect(figure(result, "memory")).toMatchObject({ marks: [{ from: 4, to: 4, words: "break-even at 4" }] });
  });
});

describe("density", () => {
  it("adds guests until one is refused, and says what is left; sandboxes until told to stop", async () => {
    const { result } = await run("density", { guestMiB: 300, most: 5 }, { budgetMiB: 1000 });
    expect([medians(figure(result, "taken")), result.findings]).toEqual([
      {
        guest: [
          [1, 300],
          [2, 600],
          [3, 900],
        ],
        "system-sandbox": [1, 2, 3, 4, 5].map((x) => [x, x]),
        budget: [
          [0, 1000],
          [5, 1000],
        ],
      },
      [
        "3 type 2 guests, each taking 300 MiB of the host; the next was refused: 100 of 1000 MiB are left.",
        "5 system sandboxes, each taking 1 MiB of the host; stopped at 5, as was set. At that cost the budget would hold about 1000: an estimate far beyond what was tried; the browser's own memory and the page's thread, which no budget counts, would end it sooner.",
      ],
    ]);
  });

  it("stops when its time is over", async () => {
    const { result } = await run("density", { machines: ["guest"], seconds: 2 });
    expect(result.findings).toEqual([expect.stringContaining("2 type 2 guests, each taking 64 MiB")]);
  });
});

describe("isolation", () => {
  it("compares what the witnesses did during the harm with before, and tells who ended", async () => {
    const { result } = await run(
      "isolation",
      { harms: ["spinner", "panic"], seconds: 2, sharedPanic: true },
      {
        // A spinner takes half of what sandboxes have, and nothing from guests.
        rate: ({ arrangement, crowd }) =>
          arrangement === "system-sandbox" &&
          crowd.some((each) => each.arrangement === arrangement && each.typed[0] === "while :; do :; done")
            ? 50
            : 100,
      },
    );
    expect(result.findings).toEqual([
      "Spinner in a guest (type 2): the witness guest (type 2) did 100 % of its work, the witness system sandbox did 100 % of its work; the offender was still running.",
      "Spinner in a system sandbox: the witness guest (type 2) did 100 % of its work, the witness system sandbox did 50 % of its work; the offender was still running.",
      "Kernel panic in a guest (type 2): the witness guest (type 2) did 100 % of its work, the witness system sandbox did 100 % of its work; the offender ended: Kernel panic: sysrq.",
      "Kernel panic in a system sandbox: the witness guest (type 2) did 100 % of its work, the witness system sandbox did 100 % of its work; the offender was still running.",
      "Kernel panic in the shared kernel: the witness guest (type 2) did 100 % of its work, the witness system sandbox did 0 % of its work and ended (exited); the shared kernel panicked. The kernel was up again after 100 ms, empty.",
    ]);
  });
});

describe("limits", () => {
  it("sets what was used and what was done against each limit, and peaks against memory", async () => {
    const { result } = await run(
      "limits",
      { machines: ["guest"], caps: ["10", "50"], sizes: ["16", "32"], seconds: 2, runs: 2 },
      {
        rate: ({ cap }) => 200 * (cap ?? 1),
        answer: ({ memoryMiB }, command) => ({
          output: command.startsWith("dmesg")
            ? `[ 1.0] Out of memory: Killed process 9 (tail) total-vm:9kB, anon-rss:${(memoryMiB - 10) * 1024}kB, file-rss:1024kB, shmem-rss:0kB`
            : "",
          exitCode: 0,
        }),
      },
    );
    const half = [
      [10, 10],
      [50, 50],
    ];
    expect([
      medians(figure(result, "cpu")),
      medians(figure(result, "work")),
      medians(figure(result, "memory")),
    ]).toEqual([
      { guest: half.map(([x, y]) => [x, expect.closeTo(y ?? 0, 6)]), ideal: half },
      { guest: half, "guest in step": half.map(([x, y]) => [x, expect.closeTo(y ?? 0, 6)]) },
      { guest: [[32, 23]], ideal: [[32, 32]] },
    ]);
    expect([result.failures, result.findings[1]]).toEqual([
      [],
      "Guest (type 2): of the work done without a limit, 10 % at 10 % (in step: 10 %), 50 % at 50 % (in step: 50 %).",
    ]);
  });

  it("judges work by what was done without a limit around it, and says where the host was not quiet", async () => {
    const told = async (freeRates: readonly number[], rateAtHalf: number): Promise<unknown> => {
      let times = 0;
      let wasFree = false;
      const { result } = await run(
        "limits",
        { machines: ["guest"], caps: ["50"], sizes: ["8"], seconds: 2, runs: 1 },
        {
          rate: ({ cap }) => {
            if (cap === null && !wasFree) times += 1;
            wasFree = cap === null;
            return wasFree ? (freeRates[times - 1] ?? 0) : rateAtHalf;
          },
        },
      );
      return [medians(figure(result, "work"))["guest"], figure(result, "cost"), result.findings[1]];
    };
    const cost = (held: number, ...unheld: readonly number[]): unknown =>
      expect.objectContaining({
        groups: [
          expect.objectContaining({ name: "Guest (type 2), 50 %", values: [expect.closeTo(held, 6)] }),
          expect.objectContaining({
            name: "Guest (type 2), no limit",
            values: unheld.map((each) => expect.closeTo(each, 6)),
          }),
        ],
      });
    const words = (share: number): string =>
      `Guest (type 2): of the work done without a limit, ${share} % at 50 % (in step: 50 %).`;

    expect([await told([100, 140], 60), await told([50, 150], 100), await told([100, 100], 100)]).toEqual([
      [[[50, 50]], cost(500 / 60, 10, 1000 / 140), words(50)],
      [
        [[50, 100]],
        cost(5, 20, 1000 / 150),
        `${words(100)} The host was not quiet: the same piece of work, under the same limit, was counted to take 6.67 ms and 20 ms, so work tells no more exactly than that.`,
      ],
      [
        [[50, 100]],
        cost(5, 10, 10),
        `${words(100)} Time and work disagree: a piece of work was counted to take 10 ms without a limit and 5 ms under one. Either others had the core while it was measured without a limit, or the limit was not kept; measure again on a quiet host.`,
      ],
    ]);
  });

  it("says that nothing can be said where no limit was below what a machine got anyway", async () => {
    const { result } = await run("limits", {
      machines: ["system-sandbox"],
      caps: ["75"],
      sizes: ["8"],
      seconds: 2,
      runs: 1,
    });
    expect(result.findings[0]).toBe(
      "System sandbox: without a limit it got only 60 % of a core, less than every limit that was tried, so nothing can be said of them.",
    );
  });
});

describe("overhead", () => {
  it("refuses to compare works that gave different answers", async () => {
    const { result } = await run(
      "overhead",
      { works: ["loop"], runs: 1 },
      { answer: ({ arrangement }) => ({ output: arrangement, exitCode: 0 }) },
    );
    expect([...new Set(result.failures.map(({ code }) => code))]).toEqual(["different-answer", "too-short"]);
  });

  it("gives each run's ratio to the page, the empty command taken off", async () => {
    const { result } = await run(
      "overhead",
      { works: ["hash"], runs: 2 },
      {
        answer: (machine, command) => {
          // What a command takes in this world.
          const ms = command === ":" ? 50 : machine.arrangement === "guest" ? 250 : 100;
          machine.spend(ms);
          return { output: "", exitCode: 0 };
        },
      },
    );
    expect([medians(figure(result, "ratios")), medians(figure(result, "hash"))]).toEqual([
      { "hash guest": 20, "hash system-sandbox": 5 },
      { guest: 200, "system-sandbox": 50, page: 10 },
    ]);
  });
});
