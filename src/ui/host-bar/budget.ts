/**
 * What the host has promised to its machines, laid end to end: a slot for each, as long as its limit, with what it uses
 * in it. Limits are ceilings: they may add up to more than there is. Pure.
 */
import { MIB } from "../../base/units.ts";
import type { MachineSample, MonitorSample } from "../../monitor/sample.ts";
import { emulatorOverheadMiB } from "../../playground/host-capacity.ts";
import type { PlaygroundMachine } from "../../playground/playground.ts";
import { formatCount, formatFineMiB } from "../format.ts";
import { accentColor } from "../styles/tokens.ts";
import type { LimitEdge } from "./limit-edge.ts";

/** One machine's part of what is promised, in cores or MiB. */
export interface BudgetSlot {
  readonly id: string;
  readonly name: string;
  /** A CSS colour. */
  readonly color: string;
  /** What is held ready for it; `null` without a limit: then nothing is promised. */
  readonly promised: number | null;
  /** What it may have now, where that is less than is held for it: a guest's RAM less the balloon's. */
  readonly limit: number | null;
  readonly used: number;
  /** How its limit can be changed. */
  readonly edge: LimitEdge;
}

/** One resource of the host. */
export interface Budget {
  readonly resource: "cores" | "memory";
  readonly exists: number;
  readonly promised: number;
  /** Beside the machines' slots: what no machine is promised and is taken all the same. */
  readonly shared: number;
  readonly slots: readonly BudgetSlot[];
}

/** Where a slot is drawn, in the budget's unit. */
export interface DrawnSlot {
  readonly slot: BudgetSlot;
  readonly from: number;
  readonly width: number;
  /** Where its edge is. */
  readonly mark: number;
}

const leastShownMiB = 256;

/** What a slot is drawn as at least, of the whole: enough to take hold of. Those without a limit are drawn so. */
const leastDrawn = 0.015;

/** So many slots can be told apart and taken hold of. */
const mostSlots = 24;

const cpuStep = 0.05;

type Given = readonly PlaygroundMachine[];

/** Cores: a guest's cap, or its one vCPU; a sandbox's `cpu.max`. */
export function coresBudget(machines: Given, sample: MonitorSample | null, cores: number): Budget {
  return budgetOf("cores", cores, 0, machines, sample, ({ kind, limits }, now) => ({
    promised: limits.cpuCap ?? (kind === "guest" ? 1 : null),
    limit: limits.cpuCap,
    used: now?.cpuCores ?? 0,
    edge: {
      least: cpuStep,
      most: kind === "guest" ? 1 : cores,
      none: kind === "guest" ? "at-most" : "apart",
      step: cpuStep,
    },
  }));
}

/** MiB: what is held for a guest, whatever its balloon has; a sandbox's `memory.max`. */
export function memoryBudget(machines: Given, sample: MonitorSample | null, memoryMiB: number): Budget {
  const layersMiB = (sample?.host.layerBytes ?? 0) / MIB;
  return budgetOf("memory", memoryMiB, layersMiB, machines, sample, (machine, now) => {
    const used = (now?.memoryUsedBytes ?? 0) / MIB;
    const { memoryMiB: limit } = machine.limits;
    if (machine.kind === "sandbox") {
      return {
        promised: limit,
        limit,
        used,
        edge: { least: 1, most: memoryMiB, none: "apart", step: "eighths" },
      };
    }
    return {
      promised: machine.memoryMiB + emulatorOverheadMiB,
      limit,
      used,
      edge: { least: 1, most: machine.memoryMiB, none: "never", step: "eighths" },
    };
  });
}

type Part = Pick<BudgetSlot, "promised" | "limit" | "used" | "edge">;

function budgetOf(
  resource: Budget["resource"],
  exists: number,
  shared: number,
  machines: Given,
  sample: MonitorSample | null,
  part: (machine: PlaygroundMachine, now: MachineSample | null) => Part,
): Budget {
  const samples = new Map(sample?.machines.map((each) => [each.id, each]));
  const slots = machines
    .filter(({ isActive }) => isActive)
    .map((machine): BudgetSlot => {
      const { id, name, accent } = machine;
      return { id, name, color: accentColor(accent), ...part(machine, samples.get(id) ?? null) };
    });
  return { resource, exists, promised: sumOf(slots), shared, slots };
}

function sumOf(slots: readonly BudgetSlot[]): number {
  return slots.reduce((sum, { promised }) => sum + (promised ?? 0), 0);
}

/** `budget` as if a machine's limit were another, as while its edge is dragged. */
export function withLimit(budget: Budget, id: string, limit: number | null): Budget {
  const slots = budget.slots.map((slot): BudgetSlot => {
    if (slot.id !== id) return slot;
    // A guest's memory is held for it whatever its balloon takes.
    if (slot.edge.none === "never") return { ...slot, limit };
    return { ...slot, limit, promised: limit ?? (slot.edge.none === "at-most" ? slot.edge.most : null) };
  });
  return { ...budget, slots, promised: sumOf(slots) };
}

/** Of a crowd, those that are promised least: one slot without an edge, after the others. */
export interface DrawnRest {
  readonly count: number;
  readonly promised: number;
  readonly used: number;
  readonly from: number;
  readonly width: number;
}

/** Where each slot is drawn. */
export interface DrawnBudget {
  readonly slots: readonly DrawnSlot[];
  /** `null` where each machine has a slot of its own. */
  readonly rest: DrawnRest | null;
  /** How much the whole length stands for: what exists; what is promised, where that is more; or a part, if little is. */
  readonly length: number;
}

/** Lays the slots end to end. */
export function drawnBudget(of: Budget): DrawnBudget {
  const { exists, promised, shared } = of;
  const least = leastDrawn * shownLength(of, promised + shared);
  const apart = largest(of.slots);
  let from = 0;
  const slots = apart.map((slot): DrawnSlot => {
    const width = Math.max(least, slot.promised ?? 0);
    const mark = slot.edge.none === "never" ? from + (slot.limit ?? 0) : from + width;
    const drawn = { slot, from, width, mark };
    from += width;
    return drawn;
  });
  const rest = restOf(of, apart, from, least);
  const end = from + (rest?.width ?? 0) + shared;
  return { length: Math.max(Math.min(exists, shownLength(of, end)), end), slots, rest };
}

/** In their own order. */
function largest(slots: readonly BudgetSlot[]): readonly BudgetSlot[] {
  if (slots.length <= mostSlots) return slots;
  const chosen = new Set(slots.toSorted((a, b) => (b.promised ?? 0) - (a.promised ?? 0)).slice(0, mostSlots));
  return slots.filter((slot) => chosen.has(slot));
}

function restOf(of: Budget, apart: readonly BudgetSlot[], from: number, least: number): DrawnRest | null {
  const count = of.slots.length - apart.length;
  if (count === 0) return null;
  const promised = Math.max(0, of.promised - sumOf(apart));
  const usedBy = (slots: readonly BudgetSlot[]): number => slots.reduce((sum, { used }) => sum + used, 0);
  const used = Math.max(0, usedBy(of.slots) - usedBy(apart));
  return { count, promised, used, from, width: Math.max(least, promised) };
}

/** `and 776 more: promised 3.50 cores`. */
export function restWords({ resource }: Budget, { count, promised }: DrawnRest): string {
  return `and ${count} more: promised ${resource === "cores" ? `${promised.toFixed(2)} cores` : `${Math.round(promised)} MiB`}`;
}

/** While little of the memory is promised the bar comes closer, in steps of two, so that it seldom jumps. */
function shownLength({ resource, exists }: Budget, taken: number): number {
  if (resource === "cores" || taken * 4 > exists) return Math.max(exists, taken);
  return Math.min(exists, 2 ** Math.ceil(Math.log2(Math.max(leastShownMiB, taken * 2))));
}

/** Whether more is promised than there is: all cannot have their limits at a time. */
export function isOvercommitted({ exists, promised, shared }: Budget): boolean {
  return promised + shared > exists * 1.0001;
}

/** What is promised, of what, and whether that is too much, in words. */
export function promisedParts(budget: Budget): {
  readonly sum: string;
  readonly of: string;
  readonly over: string;
} {
  const { resource, exists, promised, shared } = budget;
  const over = isOvercommitted(budget) ? ": overcommitted" : "";
  return resource === "cores"
    ? { sum: promised.toFixed(2), of: formatCount(exists, "core"), over }
    : { sum: String(Math.round(promised + shared)), of: `${exists} MiB`, over };
}

/** `promised 2.50 of 2 cores: overcommitted`. */
export function promisedWords(budget: Budget): string {
  const { sum, of, over } = promisedParts(budget);
  return `promised ${sum} of ${of}${over}`;
}

/** A slot's limit, for who cannot see it: `web: 0.50 of 2 cores`. */
export function limitWords({ resource, exists }: Budget, slot: BudgetSlot, limit: number | null): string {
  const { name, edge } = slot;
  if (resource === "memory") {
    if (limit === null) return `${name}: no limit`;
    const all = edge.none === "never" ? edge.most : exists;
    return `${name}: ${formatFineMiB(limit * MIB)} of ${all} MiB`;
  }
  if (limit !== null) return `${name}: ${limit.toFixed(2)} of ${formatCount(exists, "core")}`;
  return edge.none === "at-most"
    ? `${name}: no cap, 1.00 of ${formatCount(exists, "core")}`
    : `${name}: no limit of ${formatCount(exists, "core")}`;
}
