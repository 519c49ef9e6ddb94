import { expect, test } from "vitest";
import type { MonitorSample } from "../../../src/monitor/sample.ts";
import { cpuFigure } from "../../../src/ui/host-bar/host-figures.ts";

const size = { cores: 2, memoryMiB: 2048, kernelShare: null };

/** What of a sample the host's cores are told by. */
function sampleOf(freeCores: number, overheadCores: number | null): MonitorSample {
  const host: Partial<MonitorSample["host"]> = {
    cores: 2,
    cpuCores: 0.3,
    pageCores: 0.1,
    freeCores,
    overheadCores,
    stealCores: 0.5,
  };
  return { atMs: 0, machines: [], host: host as MonitorSample["host"] };
}

const shown = (sample: MonitorSample): unknown => {
  const { used, free, others } = cpuFigure(sample, [], size);
  return { used, free, others };
};

test("while machines wait for a core, what is used elsewhere is told beside what is used and what is free", () => {
  expect([shown(sampleOf(0, 1.7)), shown(sampleOf(1.7, null)), shown(sampleOf(0, 0.01))]).toEqual([
    { used: "0.3", free: "0.0", others: "1.7" },
    { used: "0.3", free: "1.7", others: null },
    { used: "0.3", free: "0.0", others: null },
  ]);
});
