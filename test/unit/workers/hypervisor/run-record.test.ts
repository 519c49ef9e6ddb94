import { expect, it } from "vitest";
import { RunRecord } from "../../../../workers/hypervisor/run-record.ts";

it("turns of one runner that follow each other are one run", () => {
  const record = new RunRecord<string>();
  record.note("a", 0, 4);
  record.note("a", 4.1, 8);
  record.note("b", 8.1, 9);
  record.note("a", 9.1, 12);
  expect(record.latest(12)).toEqual([
    { runner: "a", fromMs: 0, toMs: 8 },
    { runner: "b", fromMs: 8.1, toMs: 9 },
    { runner: "a", fromMs: 9.1, toMs: 12 },
  ]);
});

it("a run that is long over, or whose runner is forgotten, is told no more", () => {
  const record = new RunRecord<string>();
  for (let ms = 0; ms < 10_000; ms += 2) record.note(ms % 4 === 0 ? "a" : "b", ms, ms + 1);
  record.forget("b");
  const runs = record.latest(10_000);
  expect({ count: runs.length, first: runs[0] }).toEqual({
    count: 750,
    first: { runner: "a", fromMs: 7_000, toMs: 7_001 },
  });
});
