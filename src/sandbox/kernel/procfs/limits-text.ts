/** The text of `/proc/PID/limits`: this kernel has no setrlimit(2); what is limited is so for all alike. */

const rows: readonly (readonly [string, string, string, string])[] = [
  ["Max cpu time", "unlimited", "unlimited", "seconds"],
  ["Max file size", "unlimited", "unlimited", "bytes"],
  ["Max data size", "unlimited", "unlimited", "bytes"],
  ["Max stack size", "8388608", "unlimited", "bytes"],
  ["Max core file size", "0", "unlimited", "bytes"],
  ["Max resident set", "unlimited", "unlimited", "bytes"],
  ["Max processes", "unlimited", "unlimited", "processes"],
  ["Max open files", "1024", "1024", "files"],
  ["Max locked memory", "8388608", "8388608", "bytes"],
  ["Max address space", "unlimited", "unlimited", "bytes"],
  ["Max file locks", "unlimited", "unlimited", "locks"],
  ["Max pending signals", "96365", "96365", "signals"],
  ["Max msgqueue size", "819200", "819200", "bytes"],
  ["Max nice priority", "0", "0", ""],
  ["Max realtime priority", "0", "0", ""],
  ["Max realtime timeout", "unlimited", "unlimited", "us"],
];

const row = ([name, soft, hard, unit]: readonly [string, string, string, string]): string =>
  `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit === "" ? "" : unit.padEnd(10)}\n`;

/** All rows with their heading. */
export const limitsText = [row(["Limit", "Soft Limit", "Hard Limit", "Units"]), ...rows.map(row)].join("");
