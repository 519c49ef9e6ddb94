/** The files of procfs that tell of the whole machine: memory, time, load, CPU (proc(5)). */
import type { MemoryKind } from "../../fs/caller.ts";
import type { Caller } from "../../fs/caller.ts";
import { pressureText } from "../cgroup/cpu-files.ts";
import { systemName } from "../system-name.ts";
import { taskOf, ticks } from "./proc-node.ts";
import type { ProcKernel } from "./proc-node.ts";

/** By name, what each says now. */
export function systemFiles(kernel: ProcKernel): ReadonlyMap<string, (caller: Caller) => string> {
  return new Map<string, (caller: Caller) => string>([
    ["cmdline", () => "console=tty0\n"],
    ["cpuinfo", () => cpuText],
    ["filesystems", () => Array.from(kernel.vfs.types, ({ name }) => `nodev\t${name}\n`).join("")],
    ["loadavg", (caller) => loadText(kernel, caller)],
    ["meminfo", () => memoryText(kernel)],
    ["stat", () => statText(kernel)],
    ["swaps", () => "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"],
    ["uptime", () => uptimeText(kernel)],
    ["version", () => versionText],
  ]);
}

/** `/proc/pressure/…`. */
export function pressureFiles(kernel: ProcKernel): ReadonlyMap<string, () => string> {
  const of = (kind: "cpu" | "memory") => () => {
    kernel.scheduler.settleAccounts();
    return pressureText(kernel.scheduler.root, kind, kernel.nowMs());
  };
  return new Map([
    ["cpu", of("cpu")],
    ["memory", of("memory")],
  ]);
}

/** `/proc/version`; what uname(1) tells, in one line. */
const versionText = `${systemName.sysname} version ${systemName.release} (guesthouse@page) (TypeScript) ${systemName.version}\n`;

const cpuRows: readonly (readonly [string, string])[] = [
  ["processor\t", "0"],
  ["vendor_id\t", "Guesthouse"],
  ["model name\t", "simulated processor in a web page"],
  ["cpu cores\t", "1"],
  ["flags\t\t", "wasm typescript"],
];
const cpuText = `${cpuRows.map(([name, value]) => `${name}: ${value}\n`).join("")}\n`;

function memoryText({ memoryBytes, cgroups }: ProcKernel): string {
  const { account } = cgroups.root;
  const of = (kind: MemoryKind): number => account.of(kind);
  // What others have of the machine is not free here.
  const free = Math.max(0, (account.max ?? memoryBytes) - account.bytes);
  const shared = of("shmem");
  const rows: readonly (readonly [string, number])[] = [
    ["MemTotal", memoryBytes],
    ["MemFree", free],
    ["MemAvailable", free + of("file")],
    ["Buffers", 0],
    ["Cached", of("file") + shared],
    ["SwapCached", 0],
    ["Active", of("anon") + of("file")],
    ["Inactive", 0],
    ["SwapTotal", 0],
    ["SwapFree", 0],
    ["Dirty", 0],
    ["Writeback", 0],
    ["AnonPages", of("anon")],
    ["Mapped", 0],
    ["Shmem", shared],
    ["Slab", of("kernel") + of("pipe") + of("sock")],
    ["SReclaimable", 0],
    ["SUnreclaim", of("kernel") + of("pipe") + of("sock")],
    ["KernelStack", 0],
    ["PageTables", 0],
    ["CommitLimit", memoryBytes],
    ["Committed_AS", of("anon") + shared],
  ];
  return rows
    .map(([name, bytes]) => `${`${name}:`.padEnd(16)}${String(Math.floor(bytes / 1024)).padStart(8)} kB\n`)
    .join("");
}

function uptimeText({ nowMs, scheduler }: ProcKernel): string {
  const upMs = nowMs();
  const idleMs = Math.max(0, upMs - scheduler.totals.ranMs);
  return `${seconds(upMs)} ${seconds(idleMs)}\n`;
}

function loadText(kernel: ProcKernel, caller: Caller): string {
  const loads = kernel.scheduler.loads().map((load) => load.toFixed(2));
  let last = 0;
  let running = 0;
  for (const task of kernel.tasks) if (task.stateLetter === "R") running += 1;
  last = taskOf(caller)?.pidNamespace.last ?? 0;
  return `${loads.join(" ")} ${running}/${kernel.tasks.size} ${last}\n`;
}

function statText({ nowMs, epochMs, scheduler, tasks, counts }: ProcKernel): string {
  const { ranMs, switches } = scheduler.totals;
  const { usedNiceMs } = scheduler.root;
  const upMs = nowMs();
  const user = ticks(ranMs - usedNiceMs);
  const nice = ticks(usedNiceMs);
  const cpu = `${user} ${nice} 0 ${ticks(Math.max(0, upMs - ranMs))} 0 0 0 0 0 0`;
  let running = 0;
  let blocked = 0;
  for (const { stateLetter } of tasks) {
    if (stateLetter === "R") running += 1;
    if (stateLetter === "D") blocked += 1;
  }
  const rows = [
    `cpu  ${cpu}`,
    `cpu0 ${cpu}`,
    "intr 0",
    `ctxt ${switches}`,
    `btime ${Math.floor((epochMs() - upMs) / 1000)}`,
    `processes ${counts.forks}`,
    `procs_running ${running}`,
    `procs_blocked ${blocked}`,
    "softirq 0",
  ];
  return rows.map((text) => `${text}\n`).join("");
}

function seconds(ms: number): string {
  // Cut, not rounded, as Linux does.
  return (Math.floor(ms / 10) / 100).toFixed(2);
}
