import { expect, test } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import type { MonitorSample } from "../../../src/monitor/sample.ts";
import { HostCapacity } from "../../../src/playground/host-capacity.ts";
import { cpuFigure, memoryFigure } from "../../../src/ui/host-bar/host-figures.ts";

const size = { cores: 2, kernelShare: null };

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

test("memory used and free make up what the host has, and what is free is what a refusal tells", () => {
  const capacity = new HostCapacity({ cores: 2, deviceMemoryGiB: 1 });
  capacity.reserve(89);
  capacity.countCharges(() => 2 * MIB);
  const { used, free, parts, freeHow } = memoryFigure(null, [], capacity);
  const refusal = catching(() => capacity.reserve(400));
  expect([used, free, parts, freeHow.includes("can have 399 MiB"), refusal]).toEqual([
    "102",
    "410",
    [
      {
        name: "Kept ready for emulators, and the host’s own",
        color: "var(--gh-others)",
        share: 102 / 512,
        solid: 1,
      },
    ],
    true,
    expect.stringMatching(/: 399 MiB are left of 512 MiB\. 410 MiB are free,/),
  ]);
});

function catching(what: () => unknown): string {
  try {
    what();
  } catch (error) {
    return String(error);
  }
  return "";
}
