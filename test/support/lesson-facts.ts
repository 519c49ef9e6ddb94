/** Machines as lessons see them, with what a test does not care about filled in. */
import type { LessonFacts } from "../../src/playground/lessons/condition.ts";
import type { MachineFacts } from "../../src/playground/learning/machine-facts.ts";

/** A running machine. */
export function facts(given: Partial<MachineFacts> & Pick<MachineFacts, "kind">): MachineFacts {
  const guest = given.kind === "guest";
  return {
    id: given.name ?? given.kind,
    name: given.kind,
    state: "running",
    hypervisor: guest ? "type2" : null,
    sandboxKind: guest ? null : "system",
    confinement: null,
    readOnly: false,
    limits: { cpuCap: null, cpuWeight: 100, memoryMiB: 64, pidsLimit: guest ? null : 256 },
    endReason: null,
    figures: {
      cpuCores: 0.5,
      stealCores: 0,
      throttledCores: null,
      memoryUsedMiB: 4,
      memoryReservedMiB: 43,
    },
    ...given,
  };
}

/** What a lesson sees. */
export function lessonFacts(given: Partial<LessonFacts> = {}): LessonFacts {
  return {
    machines: [],
    kernels: 1,
    view: "consoles",
    detailed: [],
    printed: () => null,
    output: () => null,
    ...given,
  };
}
