/** The text of `/proc/PID/limits`: what setrlimit(2) sets. */
import type { ResourceLimit } from "../../abi/process-calls.ts";
import type { Task } from "../task.ts";

type Row = readonly [name: string, soft: string, hard: string, unit: string];

const rows = ({ limits }: Task): readonly Row[] => [
  ["Max cpu time", ...texts(limits.cpuSeconds), "seconds"],
  ["Max file size", ...texts(limits.fileBytes), "bytes"],
  ["Max data size", ...texts(limits.dataBytes), "bytes"],
  ["Max stack size", ...texts(limits.stackBytes), "bytes"],
  ["Max core file size", ...texts(limits.coreBytes), "bytes"],
  ["Max resident set", ...texts(limits.residentBytes), "bytes"],
  ["Max processes", ...texts(limits.processes), "processes"],
  ["Max open files", ...texts(limits.openFiles), "files"],
  ["Max locked memory", ...texts(limits.lockedBytes), "bytes"],
  ["Max address space", ...texts(limits.addressSpaceBytes), "bytes"],
  ["Max file locks", ...texts(limits.fileLocks), "locks"],
  ["Max pending signals", ...texts(limits.pendingSignals), "signals"],
  ["Max msgqueue size", ...texts(limits.messageBytes), "bytes"],
  ["Max nice priority", ...texts(limits.nice), ""],
  ["Max realtime priority", ...texts(limits.realtimePriority), ""],
  ["Max realtime timeout", ...texts(limits.realtimeMicroseconds), "us"],
];

function texts({ soft, hard }: ResourceLimit): readonly [string, string] {
  return [String(soft ?? "unlimited"), String(hard ?? "unlimited")];
}

const row = ([name, soft, hard, unit]: Row): string =>
  `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit === "" ? "" : unit.padEnd(10)}\n`;

/** All rows of a task with their heading. */
export function limitsText(task: Task): string {
  return [row(["Limit", "Soft Limit", "Hard Limit", "Units"]), ...rows(task).map(row)].join("");
}
