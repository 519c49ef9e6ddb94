/** What a machine's defences did, from figures of before, meanwhile and after. Pure. */
import { assertNever } from "../../base/assert-never.ts";
import { MIB } from "../../base/units.ts";
import type { Attack, AttackedKind } from "./attack.ts";
import type { Defence } from "./attack-report.ts";
import type { DefenceFigures } from "./attacked.ts";

/** What was seen of one attack. */
export interface AttackSeen {
  readonly attack: Attack;
  readonly machineKind: AttackedKind;
  readonly before: DefenceFigures | null;
  readonly after: DefenceFigures | null;
  /** The most it had, as a mean of 3 s; `null` where it was too short to tell. */
  readonly mostCores: number | null;
  readonly mostPids: number | null;
  readonly exitCode: number | null;
  readonly printed: string;
  /** Forks that the shells in it say were refused; `null` where that was not asked. */
  readonly refusedInside: number | null;
  /** Lines of the machine's own kernel log that came meanwhile. */
  readonly kernelLog: readonly string[];
  readonly stateAfter: string;
  readonly endReason: string | null;
}

const monitor = "the monitor, means of 3 s";
const cpuStat = "cpu.stat of its cgroup";
const memoryEvents = "memory.events of its cgroup";
const pidsEvents = "pids.events of its cgroup";
const killed = 137;

/** In words, the strongest first. */
export function defencesOf(seen: AttackSeen): readonly Defence[] {
  switch (seen.attack.kind) {
    case "spin":
      return spinDefences(seen);
    case "memory":
      return [...memoryDefences(seen), ...logDefences(seen, /out of memory|oom/i), ...exitDefences(seen)];
    case "fork":
      return [...forkDefences(seen), ...logDefences(seen, /fork|out of memory|oom/i), ...exitDefences(seen)];
    case "disk":
      return [
        ...memoryDefences(seen),
        ...logDefences(seen, /out of memory|oom|no space/i),
        ...exitDefences(seen),
      ];
    case "panic":
      return panicDefences(seen);
    default:
      return assertNever(seen.attack.kind);
  }
}

function spinDefences({ machineKind, before, after, mostCores }: AttackSeen): readonly Defence[] {
  const waitedMs = grown(before?.waitedMs, after?.waitedMs);
  const heldMs = grown(before?.throttledMs, after?.throttledMs);
  const cap = after?.cpuCap ?? null;
  const limit = machineKind === "guest" ? "its cap" : "cpu.max";
  const had = mostCores === null ? "" : `It had ${mostCores.toFixed(2)} cores at most. `;
  const bound =
    machineKind === "guest"
      ? "A guest has one vCPU: more than one core it can never take."
      : "All sandboxes together have one thread and a part of each frame.";
  const defences: Defence[] = [{ words: had + bound, source: monitor }];
  if (waitedMs !== null) {
    defences.push({
      words: `It waited for ${Math.round(waitedMs)} ms while others had the processor.`,
      source: machineKind === "guest" ? "steal, an estimate of its worker" : "cpu.pressure of its cgroup",
    });
  }
  if (cap !== null && heldMs !== null) {
    defences.push({
      words: `${limit} of ${cap.toFixed(2)} cores held it back for ${Math.round(heldMs)} ms.`,
      source: machineKind === "guest" ? "counted in its worker" : `${cpuStat}: throttled_usec`,
    });
  } else {
    defences.push({
      words: `It has no limit: ${limit} is not set, so only the others' own claims hold it back.`,
      source: machineKind === "guest" ? "its limits" : "cpu.max of its cgroup",
    });
  }
  return defences;
}

function memoryDefences({ machineKind, before, after }: AttackSeen): readonly Defence[] {
  if (machineKind === "guest") {
    return [
      {
        words: `The guest's RAM is ${mebibytes(after?.memoryMaxBytes ?? before?.memoryMaxBytes)}: the host gave not a byte more.`,
        source: "its virtual hardware",
      },
    ];
  }
  const kills = grown(before?.oomKills, after?.oomKills);
  return [
    {
      words:
        kills !== null && kills > 0
          ? `The kernel's OOM killer killed ${kills} of its processes: memory.max is ${mebibytes(after?.memoryMaxBytes)}.`
          : `No process had to be killed; memory.max is ${mebibytes(after?.memoryMaxBytes)}.`,
      source: `${memoryEvents}: oom_kill`,
    },
    {
      words: `It came to ${mebibytes(after?.memoryPeakBytes)} at most.`,
      source: "memory.peak of its cgroup",
    },
  ];
}

function forkDefences(seen: AttackSeen): readonly Defence[] {
  const { machineKind, before, after, mostPids, refusedInside } = seen;
  if (machineKind === "guest") {
    return [
      ...(refusedInside === null || Number.isNaN(refusedInside)
        ? []
        : [
            {
              words: `Its own kernel refused ${refusedInside} forks.`,
              source: "what the shells in it said",
            },
          ]),
      {
        words: "Its processes are its own kernel's: the host has not one process more.",
        source: "a guest is one worker",
      },
    ];
  }
  const refused = grown(before?.pidsRefused, after?.pidsRefused);
  const limit = after?.pidsMax ?? null;
  return [
    {
      words:
        limit === null
          ? "pids.max is not set."
          : `${refused ?? "n/a"} forks were refused: pids.max is ${limit}.`,
      source: `${pidsEvents}: max`,
    },
    ...(mostPids === null
      ? []
      : [
          {
            words: `It had ${mostPids} processes at most.`,
            source: "pids.current of its cgroup, looked at twice a second",
          },
        ]),
  ];
}

function panicDefences({
  machineKind,
  stateAfter,
  endReason,
  exitCode,
  printed,
}: AttackSeen): readonly Defence[] {
  if (machineKind === "sandbox" && stateAfter === "running") {
    return [
      {
        words: `The kernel refused: status ${exitCode ?? "n/a"}${printed === "" ? "" : `, ${printed}`}. A sandbox's root is not the host's.`,
        source: "what the shell printed",
      },
      {
        words: "The host's own root could: then every sandbox ends, for they share this kernel.",
        source: "the entry for the host below",
      },
    ];
  }
  const why = endReason === null ? "" : `: ${endReason}`;
  if (machineKind === "host") {
    return [
      {
        words: `The host's kernel is ${stateAfter}${why}. Nothing on it could go on; guests have kernels of their own.`,
        source: "the host's kernel",
      },
    ];
  }
  return [
    { words: `It is ${stateAfter} now${why}`, source: "the guest's last words on its serial port" },
    { words: "No other kernel was asked: the others run on theirs.", source: "the states below" },
  ];
}

/** What the guest's kernel said of it itself. */
function logDefences({ kernelLog }: AttackSeen, about: RegExp): readonly Defence[] {
  return kernelLog
    .filter((line) => about.test(line))
    .slice(-2)
    .map((line) => ({ words: line, source: "the guest's own kernel log" }));
}

function exitDefences({ exitCode, printed }: AttackSeen): readonly Defence[] {
  if (exitCode === null) return [];
  const how = exitCode === killed ? "killed, status 137" : `status ${exitCode}`;
  return [{ words: `The command ended: ${how}${printed === "" ? "" : `. ${printed}`}`, source: "its shell" }];
}

function grown(before: number | null | undefined, after: number | null | undefined): number | null {
  return typeof after === "number" ? after - (before ?? 0) : null;
}

function mebibytes(bytes: number | null | undefined): string {
  return typeof bytes === "number" ? `${(bytes / MIB).toFixed(bytes < 10 * MIB ? 1 : 0)} MiB` : "not set";
}
