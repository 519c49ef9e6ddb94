/** What the two hypervisors are called on the screen, and what each does, in a line. */
import type { HypervisorKind } from "../guest/hypervisor-kind.ts";
import { GuestMachine } from "../playground/guest-machine.ts";
import type { Machine } from "../playground/machine.ts";

/** By kind, in the order in which they are offered. */
export const hypervisorWords: Readonly<
  Record<HypervisorKind, { readonly title: string; readonly line: string }>
> = {
  type2: {
    title: "Type 2 (hosted)",
    line: "A worker of its own: the browser’s operating system decides when it runs, as it does for any program.",
  },
  type1: {
    title: "Type 1 (bare)",
    line: "Shares one worker with the other type 1 guests: our own credit scheduler decides which of them runs.",
  },
};

/** A machine's kind, with its hypervisor where it is a guest's: for a tooltip. */
export function kindTitle(machine: Machine): string {
  if (!(machine instanceof GuestMachine)) return machine.kind;
  return `guest under a hypervisor of ${hypervisorWords[machine.hypervisor].title.toLowerCase()}`;
}

/** The same in a word or two: `guest`, `type 1`. */
export function kindWords(machine: Machine): string {
  return machine instanceof GuestMachine && machine.hypervisor === "type1" ? "type 1" : machine.kind;
}
