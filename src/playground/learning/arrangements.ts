/**
 * The arrangements that this playground can build, each as the machine that shows it: what words and systems of the
 * field refer to, and what 'show me' makes. Data.
 */
import type { MachinePlan } from "../state-link/machine-plan.ts";
import type { MachineChoice } from "./machine-choice.ts";

/** One of them. */
export interface Arrangement {
  readonly title: string;
  /** What stands under the program there, from the top down. */
  readonly stack: string;
  /** The machines that are arranged so. */
  readonly which: MachineChoice;
  /** What to make where there is none. */
  readonly plan: MachinePlan;
}

/** By id. */
export const arrangements = {
  "type-2-guest": {
    title: "guest under the type 2 hypervisor",
    stack: "program, its own system and kernel, virtual hardware, hypervisor as an application, host",
    which: { kind: "guest", hypervisor: "type2" },
    plan: { kind: "guest", options: { hypervisor: "type2" } },
  },
  "type-1-guest": {
    title: "guest under the type 1 hypervisor",
    stack: "program, its own system and kernel, virtual hardware, hypervisor that owns a core",
    which: { kind: "guest", hypervisor: "type1" },
    plan: { kind: "guest", options: { hypervisor: "type1" } },
  },
  "system-sandbox": {
    title: "system sandbox",
    stack: "program, its own system with an init, the host's kernel",
    which: { kind: "sandbox", sandboxKind: "system", readOnly: false },
    plan: { kind: "sandbox", options: { image: "system" } },
  },
  "portal-application": {
    title: "application sandbox with a portal",
    stack: "application on a shared runtime, nearly all namespaces, the host's kernel",
    which: { kind: "sandbox", sandboxKind: "application", confinement: "portal" },
    plan: { kind: "sandbox", options: { image: "lua", confinement: "portal" } },
  },
  "confined-application": {
    title: "confined application sandbox",
    stack: "application on a read-only root, a mount namespace, the host's kernel",
    which: { kind: "sandbox", sandboxKind: "application", confinement: "confined" },
    plan: { kind: "sandbox", options: { image: "lua", confinement: "confined" } },
  },
  "unconfined-application": {
    title: "application with no confinement",
    stack: "application with what it needs mounted beside it, the host's kernel and files",
    which: { kind: "sandbox", sandboxKind: "application", confinement: "none" },
    plan: { kind: "sandbox", options: { image: "lua", confinement: "none" } },
  },
  "read-only-system": {
    title: "system sandbox with a read-only root",
    stack: "program, a system that nobody can change in place, the host's kernel",
    which: { kind: "sandbox", sandboxKind: "system", readOnly: true },
    plan: { kind: "sandbox", options: { image: "system", readOnly: true, tmpfs: ["/run", "/tmp"] } },
  },
} as const satisfies Readonly<Record<string, Arrangement>>;

/** Names an arrangement. */
export type ArrangementId = keyof typeof arrangements;

/** The arrangement of that name. */
export function arrangement(id: ArrangementId): Arrangement {
  return arrangements[id];
}

/** Its title with its article: `an application sandbox`. */
export function aTitle(id: ArrangementId): string {
  const { title } = arrangement(id);
  return `${/^[aeiou]/.test(title) ? "an" : "a"} ${title}`;
}

/** All names. */
export const arrangementIds = Object.keys(arrangements) as readonly ArrangementId[];
