/**
 * The four arrangements of machines: what each is called, and what a machine in it is asked to be. Pure.
 */
import type { AnatomyBox, Arrangement } from "../../playground/anatomy/anatomy-box.ts";
import { boxesOf } from "../../playground/anatomy/anatomy-box.ts";

/** How one of them is spoken of. */
export interface ArrangementWords {
  readonly id: Arrangement;
  /** One machine in it: "type 2 guest". */
  readonly machine: string;
  readonly title: string;
  readonly line: string;
}

/** In the order in which they are offered. */
export const arrangements: readonly ArrangementWords[] = [
  {
    id: "type2",
    machine: "type 2 guest",
    title: "Type 2",
    line: "A virtual machine whose hypervisor is a program like others on the host’s operating system.",
  },
  {
    id: "type1",
    machine: "type 1 guest",
    title: "Type 1",
    line: "Virtual machines under a hypervisor that schedules them itself on a core of its own.",
  },
  {
    id: "system",
    machine: "system sandbox",
    title: "System sandbox",
    line: "A container with an init and a whole userland, on the kernel that all sandboxes share.",
  },
  {
    id: "application",
    machine: "application sandbox",
    title: "Application sandbox",
    line: "One application on a runtime that applications share, on the same shared kernel.",
  },
];

/** How many machines of each are drawn. */
export function machinesIn(root: AnatomyBox, arrangement: Arrangement): number {
  const tops = [...boxesOf(root)].filter(
    ({ kind, arrangements: of }) => kind === "application" && of.includes(arrangement),
  );
  return tops.length;
}
