/**
 * The two arrangements that a guest can run under, and what they are called.
 */

/** Who decides when a guest runs: our own scheduler on a core of its own, or the browser's operating system. */
export type HypervisorKind = "type1" | "type2";

/** The words for each, with the field's second name for it. */
export const hypervisorNames: Readonly<Record<HypervisorKind, string>> = {
  type1: "type 1 (bare)",
  type2: "type 2 (hosted)",
};

/** Whether there is such an arrangement: scripts may say anything. */
export function isHypervisorKind(name: string): name is HypervisorKind {
  return Object.hasOwn(hypervisorNames, name);
}
