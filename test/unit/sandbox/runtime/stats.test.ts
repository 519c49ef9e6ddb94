import { expect, it } from "vitest";
import type { CgroupUsage } from "../../../../src/sandbox/runtime/engine-kernel.ts";
import { statsHeader, statsRow } from "../../../../src/sandbox/runtime/stats.ts";

const none = { avg10: 0, avg60: 0 };
const calm = { some: none, full: none };
const usage: CgroupUsage = {
  cpuMs: 750,
  waitedMs: 0,
  throttledMs: 0,
  cpuMaxCores: null,
  cpuWeight: 100,
  pressure: { cpu: calm, memory: calm },
  memoryBytes: 1.5 * 1024 ** 2,
  memoryPeakBytes: 0,
  memoryMaxBytes: 64 * 1024 ** 2,
  oomKills: 0,
  pids: 3,
  pidsMax: null,
  pidsRefused: 0,
  memoryByKind: { anon: 0, file: 0, shmem: 0, kernel: 0, sock: 0, pipe: 0 },
};
const traffic = { receivedBytes: 1500, sentBytes: 0 };
const hostBytes = 2 * 1024 ** 3;

it("rows have docker's columns: rates of two readings, sizes of the last", () => {
  const row = statsRow(
    { id: "0123456789ab", name: "one", usage, traffic },
    { ...usage, cpuMs: 500 },
    1000,
    hostBytes,
  );

  expect(Object.fromEntries(statsHeader.map((head, at) => [head, row[at]]))).toEqual({
    "CONTAINER ID": "0123456789ab",
    NAME: "one",
    "CPU %": "25.00%",
    "MEM USAGE / LIMIT": "1.5MiB / 64MiB",
    "MEM %": "2.34%",
    "NET I/O": "1.5kB / 0B",
    "BLOCK I/O": "n/a",
    PIDS: "3",
  });
});

it("rows say what is not known, and measure by the host what has no limit", () => {
  const free = { ...usage, memoryMaxBytes: null };

  expect([
    statsRow({ id: "a", name: "first", usage: free, traffic: null }, null, 0, hostBytes),
    statsRow({ id: "b", name: "over", usage: null, traffic: null }, usage, 1000, hostBytes),
  ]).toEqual([
    ["a", "first", "--", "1.5MiB / 2GiB", "0.07%", "--", "n/a", "3"],
    ["b", "over", "--", "-- / --", "--", "--", "n/a", "--"],
  ]);
});
