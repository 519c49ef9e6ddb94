/** What the monitor shows of a span of time: samples, machines, and the charts made of them. */
import type { MonitorSample } from "../../monitor/sample.ts";
import type { Playground } from "../../playground/playground.ts";
import { cpuChart, memoryChart, type StackedChart } from "./chart-layers.ts";
import { crowdOf, type Crowd } from "./crowd.ts";
import { knownMachines, type KnownMachine } from "./known-machines.ts";

/** What is on the screen between two updates. */
export interface ShownSpan {
  readonly samples: readonly MonitorSample[];
  readonly machines: readonly KnownMachine[];
  /** Those with an area of their own in the charts, and the others. */
  readonly drawn: Crowd;
  /** Those with a row of their own in the tables, and the others. */
  readonly listed: Crowd;
  readonly cpu: StackedChart;
  readonly memory: StackedChart;
}

/** Of `samples`, with at most `rows` machines listed one by one, `monitoredId` among them. */
export function shownSpan(
  playground: Playground,
  samples: readonly MonitorSample[],
  rows: number,
  monitoredId: string | null,
): ShownSpan {
  const machines = knownMachines(playground, samples);
  const drawn = crowdOf(samples, machines);
  const { apart, rest } = drawn;
  return {
    samples,
    machines,
    drawn,
    listed: crowdOf(samples, machines, rows, monitoredId),
    cpu: cpuChart(samples, apart, rest),
    memory: memoryChart(samples, apart, rest),
  };
}
