/** What is counted in a guest when one thing is followed through it, with where each figure comes from. */
import type { GuestTrace } from "../../protocol/guest-trace.ts";
import type { Measure } from "./figures.ts";
import type { TypedKey } from "./typed-key.ts";

/** One run: what was counted, and what the guest's kernel counted itself meanwhile. */
export interface GuestRun {
  readonly trace: GuestTrace;
  readonly typed: TypedKey | null;
  /** From begin to end, in ms; `null` of a run in which nothing was to be done. */
  readonly tookMs: number | null;
  readonly pageFaults: number | null;
}

const worker = "counted in its worker";

/** What is counted in a guest. */
export const guestMeasures: readonly Measure<GuestRun>[] = [
  {
    id: "page-faults",
    layer: "guest kernel",
    label: "page faults",
    unit: "",
    source:
      "the guest's own kernel, cminflt in /proc/PID/stat, in a run of its own. The host sees none of them.",
    of: ({ pageFaults }) => pageFaults,
  },
  {
    id: "calls",
    layer: "guest kernel",
    label: "system calls",
    unit: "",
    source: "not seen from outside: the guest's own kernel serves them within the guest",
    of: () => null,
  },
  {
    id: "instructions",
    layer: "guest kernel",
    label: "instructions",
    unit: "",
    source: `${worker}: what the virtual processor executed, kernel and programs together`,
    of: ({ trace }) => trace.instructions,
  },
  {
    id: "ports",
    layer: "virtual hardware",
    label: "port accesses",
    unit: "",
    source: `${worker}: reads and writes of I/O ports; virtio devices are reached by ports`,
    of: ({ trace }) => total(trace.ports.map(({ reads, writes }) => reads + writes)),
  },
  {
    id: "queues",
    layer: "virtual hardware",
    label: "virtio notifications",
    unit: "",
    source: `${worker}: writes to notification registers, among the port accesses`,
    of: ({ trace }) => total(trace.queues.map(({ notifications }) => notifications)),
  },
  {
    id: "interrupts",
    layer: "virtual hardware",
    label: "interrupts of devices",
    unit: "",
    source: `${worker}: interrupt lines that went up`,
    of: ({ trace }) => total(trace.interrupts.filter(({ irq }) => irq !== null).map(({ count }) => count)),
  },
  {
    id: "ticks",
    layer: "virtual hardware",
    label: "ticks of the APIC's timer",
    unit: "",
    source: `${worker}: interrupts of the processor's own timer`,
    of: ({ trace }) => total(trace.interrupts.filter(({ irq }) => irq === null).map(({ count }) => count)),
  },
  {
    id: "halts",
    layer: "virtual hardware",
    label: "halts",
    unit: "",
    source: `${worker}: how often the processor executed HLT`,
    of: ({ trace }) => trace.halts,
  },
  {
    id: "cpu",
    layer: "hypervisor",
    label: "run time",
    unit: "ms",
    source: "an estimate of its worker, as in the monitor",
    of: ({ trace }) => trace.cpuMs,
  },
  {
    id: "wall",
    layer: "hypervisor",
    label: "time from begin to end",
    unit: "ms",
    source: "the page's clock, with the messages between page and worker; nothing is subtracted",
    whole: true,
    of: ({ tookMs }) => tookMs,
  },
  {
    id: "touched",
    layer: "hypervisor",
    label: "host memory newly touched",
    unit: "bytes",
    source: `${worker}: pages of the emulator's memory that held nothing but zeros before and do not now`,
    of: ({ trace }) => trace.touchedBytes,
  },
];

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
