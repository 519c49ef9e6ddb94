/** The text of `/proc/PID/limits`: what setrlimit(2) can change, and for the rest what Linux shows where nothing is said. */
import type { ResourceLimit } from "../../abi/process-calls.ts";
import type { Task } from "../task.ts";

type Row = readonly [name: string, soft: string, hard: string, unit: string];

const rows = ({ limits }: Task): readonly Row[] => [
  ["Max cpu time", "unlimited", "unlimited", "seconds"],
  ["Max file size", "unlimited", "unlimited", "bytes"],
  ["Max data size", "unlimited", "unlimited", "bytes"],
  ["Max stack size", "8388608", "unlimited", "bytes"],
  ["Max core file size", "0", "unlimited", "bytes"],
  ["Max resident set", "unlimited", "unlimited", "bytes"],
  ["Max processes", ...texts(limits.processes), "processes"],
  ["Max open files", ...texts(limits.openFiles), "files"],
  ["Max locked memory", "8388608", "8388608", "bytes"],
  ["Max address space", "unlimited", "unlimited", "bytes"],
  ["Max file locks", "unlimited", "unlimited", "locks"],
  ["Max pending signals", "96365", "96365", "signals"],
  ["Max msgqueue size", "819200", "819200", "bytes"],
  ["Max nice priority", "0", "0", ""],
  ["Max realtime priority", "0", "0", ""],
  ["Max realtime timeout", "unlimited", "unlimited", "us"],
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
