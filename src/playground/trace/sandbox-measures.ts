/** What is counted in a sandbox when one thing is followed through it, with where each figure comes from. */
import type { CallRecord, TraceRecord } from "../../sandbox/kernel/trace/tracing.ts";
import type { Measure } from "./figures.ts";
import type { TypedKey } from "./typed-key.ts";

/** One run. Moments are on the kernel's clock. */
export interface SandboxRun {
  readonly records: readonly TraceRecord[];
  readonly cpuMs: number;
  /** From begin to end, in ms; `null` of a run in which nothing was to be done. */
  readonly tookMs: number | null;
  /** When the thing began. */
  readonly fromMs: number;
  readonly typed: TypedKey | null;
}

const kernel = "counted by the host's kernel";
const noHardware = "a sandbox has no hardware of its own: its processes are the host kernel's";

/** What is counted in a sandbox. */
export const sandboxMeasures: readonly Measure<SandboxRun>[] = [
  {
    id: "calls",
    layer: "host kernel",
    label: "system calls",
    unit: "",
    source: `${kernel} at the one place where calls enter it`,
    of: ({ records }) => callsIn(records).length,
  },
  {
    id: "switches",
    layer: "host kernel",
    label: "times given the processor",
    unit: "",
    source: `${kernel}: its scheduler gave the processor to one of the sandbox's processes`,
    of: ({ records }) => records.filter(({ kind }) => kind === "switched").length,
  },
  {
    id: "charged",
    layer: "host kernel",
    label: "memory charged",
    unit: "bytes",
    source: `${kernel}: charges to the sandbox's cgroup, of whatever kind; what is given back is not subtracted`,
    of: ({ records }) =>
      records.reduce((sum, record) => sum + (record.kind === "charged" ? record.bytes : 0), 0),
  },
  {
    id: "cpu",
    layer: "host kernel",
    label: "run time",
    unit: "ms",
    source: "cpu.stat of its cgroup",
    of: ({ cpuMs }) => cpuMs,
  },
  {
    id: "wall",
    layer: "host kernel",
    label: "time from begin to end",
    unit: "ms",
    source: "the page's clock; all sandboxes share a part of each frame; nothing is subtracted",
    whole: true,
    of: ({ tookMs }) => tookMs,
  },
  {
    id: "instructions",
    layer: "virtual hardware",
    label: "instructions",
    unit: "",
    source: "not counted: its programs run on the browser's own processor",
    of: () => null,
  },
  {
    id: "ports",
    layer: "virtual hardware",
    label: "port accesses",
    unit: "",
    source: noHardware,
    of: () => 0,
  },
  {
    id: "interrupts",
    layer: "virtual hardware",
    label: "interrupts",
    unit: "",
    source: noHardware,
    of: () => 0,
  },
];

/** The system calls among them. */
export function callsIn(records: readonly TraceRecord[]): readonly CallRecord[] {
  return records.filter((record) => record.kind === "call");
}
