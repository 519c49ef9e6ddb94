/**
 * What can be limited of a machine, as controls: in the units of the screen, with the words of its world, and what it
 * takes now. Pure.
 */
import type { MachineSample } from "../../monitor/sample.ts";
import type { MachineLimits } from "../../playground/machine-limits.ts";
import type { PlaygroundMachine } from "../../playground/playground.ts";
import { formatFineMiB, formatMiB, formatPercent, notAvailable } from "../format.ts";
import { takenBy, type Taken } from "../machine-figures.ts";
import type { LimitScale } from "./limit-scale.ts";

/** One limit of one machine. */
export interface LimitControl {
  readonly name: keyof MachineLimits;
  /** `CPU cap`. */
  readonly title: string;
  /** What stands after its figure: `% of a core`. */
  readonly unit: string;
  /** What it is called in its machine's world: `cpu.max`. */
  readonly term: string;
  /** What it does, in a sentence. */
  readonly meaning: string;
  readonly scale: LimitScale;
  /** What may be typed: the slider may end before that. */
  readonly most: number;
  /** In `unit`; `null` is no limit. */
  readonly figure: number | null;
  /** What having none is called; `null` where there always is one. */
  readonly none: string | null;
  /** What it becomes when there shall be one. */
  readonly usual: number;
  /** How many of `unit` make one in `MachineLimits`. */
  readonly unitsInOne: number;
  /** What the machine takes now. */
  readonly now: string;
}

const doubling = (least: number, most: number): LimitScale => ({ kind: "doubling", least, most });
const even = (least: number, most: number): LimitScale => ({ kind: "even", least, most });

/** The controls of `machine`, with its figures out of the newest sample. `hostMiB` is the memory machines may have. */
export function limitControls(
  machine: PlaygroundMachine,
  sample: MachineSample | null,
  hostMiB: number,
): readonly LimitControl[] {
  const now = takenBy(machine, sample);
  const cpu = [cpuCap(machine, now), cpuWeight(machine, now)];
  return machine.kind === "guest"
    ? [...cpu, balloon(machine, now)]
    : [...cpu, memoryMax(machine, now, hostMiB), pids(machine)];
}

/** Why `figure` cannot be given to `control`; `null` if it can, as far as the screen knows. */
export function refusalOf({ title, scale, most, unit }: LimitControl, figure: number): string | null {
  if (Number.isFinite(figure) && figure >= scale.least && figure <= most) return null;
  const what = Number.isFinite(figure) ? `${figure}` : "that";
  return `${title} cannot be ${what}: use ${scale.least} to ${most} ${unit}.`.replaceAll(/ +\./g, ".");
}

/** Figures of the screen have no more digits than they need. */
export function tidy(figure: number): number {
  return Math.round(figure * 100) / 100;
}

function cpuCap({ kind, limits }: PlaygroundMachine, now: Taken): LimitControl {
  const guest = kind === "guest";
  return {
    name: "cpuCap",
    title: "CPU cap",
    unit: "% of a core",
    term: guest ? "vCPU cap" : "cpu.max",
    meaning: guest
      ? "Its virtual processor runs for no more of each second; its clock stays right."
      : "Once its processes have run for so much of a period, they wait for the next.",
    scale: even(guest ? 5 : 1, 100),
    most: guest ? 100 : 6400,
    figure: limits.cpuCap === null ? null : tidy(limits.cpuCap * 100),
    none: "No cap",
    usual: 50,
    unitsInOne: 100,
    now: `takes ${formatPercent(now.cpuCores)} · held back ${formatPercent(now.throttledCores)}`,
  };
}

function cpuWeight(machine: PlaygroundMachine, now: Taken): LimitControl {
  return {
    name: "cpuWeight",
    title: "CPU weight",
    unit: "",
    term: weightTerm(machine),
    meaning: `Its part when cores are short, beside the other ${machine.kind === "guest" ? "guests" : "sandboxes"}: 200 gets twice what 100 gets.`,
    scale: doubling(1, 10_000),
    most: 10_000,
    figure: machine.limits.cpuWeight,
    none: null,
    usual: 100,
    unitsInOne: 1,
    now: `waits for others ${formatPercent(now.waitedCores)}`,
  };
}

function weightTerm(machine: PlaygroundMachine): string {
  if (machine.kind === "sandbox") return "cpu.weight";
  return machine.hypervisor === "type1" ? "credit scheduler’s weight" : "the governor’s weight";
}

function balloon({ limits, memoryMiB }: PlaygroundMachine, now: Taken): LimitControl {
  const ramMiB = memoryMiB ?? 0;
  return {
    name: "memoryMiB",
    title: "Memory",
    unit: "MiB",
    term: "balloon",
    meaning:
      `What the balloon leaves it of ${ramMiB} MiB of RAM. The guest gets less; the browser gets nothing back ` +
      "until the guest ends. It takes no more than the guest can do without.",
    scale: even(1, ramMiB),
    most: ramMiB,
    figure: limits.memoryMiB,
    none: null,
    usual: ramMiB,
    unitsInOne: 1,
    now: `uses ${formatMiB(now.memoryUsedBytes)} MiB · in the balloon ${formatMiB(now.balloonBytes)} MiB`,
  };
}

function memoryMax({ limits }: PlaygroundMachine, now: Taken, hostMiB: number): LimitControl {
  return {
    name: "memoryMiB",
    title: "Memory",
    unit: "MiB",
    term: "memory.max",
    meaning:
      "What is charged to it at most: over it, the kernel frees what it can, then kills a process of it.",
    scale: doubling(1, Math.min(hostMiB, 4096)),
    most: 4096,
    figure: limits.memoryMiB === null ? null : tidy(limits.memoryMiB),
    none: "No limit",
    usual: 64,
    unitsInOne: 1,
    now: `charged ${formatFineMiB(now.memoryUsedBytes)} MiB`,
  };
}

function pids(machine: PlaygroundMachine): LimitControl {
  // Without a cgroup it has no processes.
  const count = machine.kind === "sandbox" ? (machine.sandbox.usage?.pids ?? 0) : notAvailable;
  return {
    name: "pidsLimit",
    title: "Processes",
    unit: "",
    term: "pids.max",
    meaning: "How many it may have at a time: over it, fork fails.",
    scale: doubling(1, 32_768),
    most: 32_768,
    figure: machine.limits.pidsLimit,
    none: "No limit",
    usual: 256,
    unitsInOne: 1,
    now: `has ${count}`,
  };
}
