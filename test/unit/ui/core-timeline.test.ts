import { expect, test } from "vitest";
import type { HypervisorSchedule } from "../../../src/protocol/hypervisor-api.ts";
import {
  neighbour,
  panned,
  showing,
  traceReading,
  vcpuShares,
  wholeTrace,
  zoomed,
} from "../../../src/ui/monitor-view/core-timeline.ts";

const runs = [
  { guest: "a", fromMs: 7_000, toMs: 7_010 },
  { guest: "b", fromMs: 7_010, toMs: 7_030 },
  { guest: "a", fromMs: 9_000, toMs: 9_004 },
];

function schedule(runMs: number, blockedMs: number): HypervisorSchedule {
  const account = { state: "blocked", runMs, waitMs: 50, parkedMs: 0, blockedMs } as const;
  return { atMs: 10_000, vcpus: [{ guest: "a", weight: 200, ...account }], runs };
}

const whole = { fromMs: 7_000, toMs: 10_000 };

test("the whole trace goes from its first run to now, and is a second long at least", () => {
  const short = { ...schedule(0, 0), runs: runs.slice(2) };
  expect([wholeTrace(schedule(0, 0)), wholeTrace(short), wholeTrace({ ...short, runs: [] })]).toEqual([
    whole,
    { fromMs: 9_000, toMs: 10_000 },
    { fromMs: 9_000, toMs: 10_000 },
  ]);
});

test("zooming keeps the moment under the pointer where it is, and stays within the trace", () => {
  expect([
    zoomed(whole, 0.5, 8_000, whole),
    zoomed({ fromMs: 7_000, toMs: 7_020 }, 0.1, 7_010, whole),
    zoomed({ fromMs: 7_000, toMs: 8_000 }, 4, 7_100, whole),
    panned({ fromMs: 9_000, toMs: 9_500 }, 900, whole),
    showing({ fromMs: 9_000, toMs: 9_500 }, 7_020, whole),
    showing({ fromMs: 9_000, toMs: 9_500 }, 9_100, whole),
  ]).toEqual([
    { fromMs: 7_500, toMs: 9_000 },
    { fromMs: 7_005, toMs: 7_015 },
    whole,
    { fromMs: 9_500, toMs: 10_000 },
    { fromMs: 7_000, toMs: 7_500 },
    { fromMs: 9_000, toMs: 9_500 },
  ]);
});

test("the keyboard goes from run to run and stays at the ends", () => {
  const steps = (from: number, forth: boolean, count: number): (number | null)[] => {
    let at: number | null = from;
    return Array.from({ length: count }, () => (at = neighbour(runs, at ?? 0, forth)));
  };
  expect([steps(10_000, false, 4), steps(7_005, true, 3), neighbour([], 7_000, true)]).toEqual([
    [9_002, 7_020, 7_005, 7_005],
    [7_020, 9_002, 9_002],
    null,
  ]);
});

test("a moment says who had the core, for how long, or that nobody had it", () => {
  expect([traceReading(schedule(0, 0), 7_020), traceReading(schedule(0, 0), 8_000)]).toEqual([
    "2.980 s ago: b had the core, for 20.0 ms",
    "2.000 s ago: no guest had the core",
  ]);
});

test("a vCPU's shares are of the time since the schedule before", () => {
  expect(vcpuShares(schedule(500, 450), schedule(200, 50))).toEqual([
    { guest: "a", weight: 200, run: 300 / 700, wait: 0, parked: 0, idle: 400 / 700, runs: 2, longestMs: 10 },
  ]);
  expect(vcpuShares(schedule(500, 450), null)[0]).toMatchObject({ run: 0.5, wait: 0.05, idle: 0.45 });
});
