/**
 * What a hypervisor does and holds for its guests: of type 2 the worker's own account of one guest, of type 1 what our
 * scheduler has written down.
 */
import type { HypervisorSchedule } from "../../../protocol/hypervisor-api.ts";
import type { GuestMachine } from "../../guest-machine.ts";
import { formatMebibytes } from "../format-mebibytes.ts";
import type { FactSection } from "./fact.ts";

/** The worker of one guest. */
export function hostedFacts(guest: GuestMachine): readonly FactSection[] {
  const { memoryReservedBytes, memoryKinds, totals } = guest.read();
  const kinds = memoryKinds?.kind === "guest" ? memoryKinds : null;
  const seconds = (ms: number | undefined): string =>
    ms === undefined ? "n/a" : `${(ms / 1000).toFixed(2)} s`;
  return [
    {
      kind: "facts",
      title: "Since it was switched on",
      source: `the newest sample of ${guest.name}’s worker`,
      facts: [
        {
          term: "Instructions executed",
          value: totals?.instructions?.toLocaleString("en") ?? "n/a",
          how: "The virtual processor’s own counter.",
        },
        {
          term: "CPU time",
          value: seconds(totals?.cpuMs),
          how: "An estimate made in the worker, with preemption taken out.",
        },
        {
          term: "Waited for a core",
          value: seconds(totals?.stealMs),
          how: "The same estimate’s other side: the browser’s operating system gave the core to others.",
        },
        {
          term: "Memory held",
          value: formatMebibytes(memoryReservedBytes),
          how: "The emulator’s WebAssembly memory: the guest’s RAM and what the emulator needs beside it.",
        },
        { term: "Of it the emulator’s own", value: kinds ? formatMebibytes(kinds.emulatorBytes) : "n/a" },
      ],
    },
  ];
}

/** The worker of all type 1 guests. `schedule` is `null` where it has none. */
export function bareFacts(schedule: HypervisorSchedule | null): readonly FactSection[] {
  return [
    {
      kind: "table",
      title: "Who has had the core",
      source: "the scheduler’s own account",
      columns: ["Guest", "Now", "Weight", "Had the core", "Waited", "Kept by its cap", "Had nothing to do"],
      rows: (schedule?.vcpus ?? []).map(({ guest, state, weight, runMs, waitMs, parkedMs, blockedMs }) => [
        guest,
        state,
        String(weight),
        ...[runMs, waitMs, parkedMs, blockedMs].map((ms) => `${(ms / 1000).toFixed(2)} s`),
      ]),
    },
  ];
}
