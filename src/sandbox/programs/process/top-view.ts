/**
 * The lines of top's screen, of a sample and what the user chose. Knows nothing of terminals but their width.
 */
import type { Accounts } from "../accounts/account-files.ts";
import { humanSize } from "../command/quantities.ts";
import { fitted } from "./process-columns.ts";
import { commandLineOf } from "./process-entry.ts";
import type { TopProcess, TopSample } from "./top-sample.ts";

/** What the user chose. */
export interface TopView {
  /** The heading of a column. */
  readonly sort: string;
  readonly reverse: boolean;
  readonly commandLines: boolean;
  readonly hideIdle: boolean;
  readonly cgroups: boolean;
  readonly uid: number | null;
  readonly pids: readonly number[] | null;
  /** Shown once in the line above the table. */
  readonly message: string;
}

/** A line and how it stands out. */
export interface TopLine {
  readonly text: string;
  readonly style: "plain" | "head" | "bold";
}

type Order = (a: TopProcess, b: TopProcess) => number;

/** Largest first, but for names. */
const orders: Readonly<Record<string, Order>> = {
  PID: (a, b) => b.entry.pid - a.entry.pid,
  "%CPU": (a, b) => b.cpuPercent - a.cpuPercent,
  "%MEM": (a, b) => b.entry.residentBytes - a.entry.residentBytes,
  RES: (a, b) => b.entry.residentBytes - a.entry.residentBytes,
  VIRT: (a, b) => b.entry.virtualBytes - a.entry.virtualBytes,
  "TIME+": (a, b) => b.entry.cpuSeconds - a.entry.cpuSeconds,
  USER: (a, b) => a.entry.euid - b.entry.euid,
  COMMAND: (a, b) => (a.entry.comm < b.entry.comm ? -1 : a.entry.comm > b.entry.comm ? 1 : 0),
};

/** The whole screen; `columns` null is as wide as it needs. */
export function topLines(
  sample: TopSample,
  view: TopView,
  accounts: Accounts,
  columns: number | null,
): readonly TopLine[] {
  const { processes, memory, busyPercent } = sample;
  const count = (...states: readonly string[]): number =>
    processes.filter(({ entry }) => states.includes(entry.state)).length;
  const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1).padStart(8);
  const percent = (share: number): string => share.toFixed(1).padStart(5);
  const order = orders[view.sort] ?? ((a: TopProcess, b: TopProcess) => b.cpuPercent - a.cpuPercent);
  const shown = processes
    .filter(
      ({ entry, cpuPercent }) =>
        (view.uid === null || entry.euid === view.uid) &&
        (view.pids === null || view.pids.includes(entry.pid)) &&
        (!view.hideIdle || cpuPercent > 0),
    )
    .toSorted((a, b) => (view.reverse ? -1 : 1) * order(a, b) || a.entry.pid - b.entry.pid);
  const plain = (text: string): TopLine => ({ text, style: "plain" });
  return [
    plain(`top -${sample.title}`),
    plain(
      `Tasks: ${String(processes.length).padStart(3)} total, ${String(count("R")).padStart(3)} running, ${String(count("S", "D", "I")).padStart(3)} sleeping, ${String(count("T", "t")).padStart(3)} stopped, ${String(count("Z")).padStart(3)} zombie`,
    ),
    // There is no line between user and system time here: all is user time.
    plain(
      `%Cpu(s):${percent(busyPercent)} us,  0.0 sy,  0.0 ni,${percent(100 - busyPercent)} id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st`,
    ),
    plain(
      `MiB Mem :${mebibytes(memory.total)} total,${mebibytes(memory.free)} free,${mebibytes(memory.used)} used,${mebibytes(memory.cached)} buff/cache`,
    ),
    plain(
      `MiB Swap:${mebibytes(memory.swapTotal)} total,${mebibytes(memory.swapFree)} free,${mebibytes(memory.swapTotal - memory.swapFree)} used.${mebibytes(memory.available)} avail Mem`,
    ),
    { text: view.message, style: "bold" },
    {
      text: `    PID USER      PR  NI    VIRT    RES S  %CPU  %MEM     TIME+ ${view.cgroups ? "CGROUP               " : ""}COMMAND`,
      style: columns === null ? "plain" : "head",
    },
    ...shown.map((process): TopLine => ({
      text: rowOf(process, sample, view, accounts),
      style: process.entry.state === "R" && columns !== null ? "bold" : "plain",
    })),
  ];
}

function rowOf(
  { entry, cpuPercent, cgroup }: TopProcess,
  { memory }: TopSample,
  view: TopView,
  accounts: Accounts,
): string {
  const share = (100 * entry.residentBytes) / Math.max(1, memory.total);
  return [
    String(entry.pid).padStart(7),
    fitted(accounts.userName(entry.euid), entry.euid).padEnd(8),
    String(20 + entry.nice).padStart(3),
    String(entry.nice).padStart(3),
    kibibytes(entry.virtualBytes).padStart(7),
    kibibytes(entry.residentBytes).padStart(6),
    entry.state,
    cpuPercent.toFixed(1).padStart(5),
    share.toFixed(1).padStart(5),
    fineTime(entry.cpuSeconds).padStart(9),
    ...(view.cgroups ? [cgroup.slice(0, 20).padEnd(20)] : []),
    view.commandLines ? commandLineOf(entry) : entry.comm,
  ].join(" ");
}

/** KiB, or with a letter where that is too long. */
function kibibytes(bytes: number): string {
  const text = String(Math.round(bytes / 1024));
  return text.length <= 6 ? text : humanSize(bytes).toLowerCase();
}

/** `M:SS.hh`. */
function fineTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, "0")}`;
}

/** What keys do. */
export function topHelp(delaySeconds: number): readonly TopLine[] {
  return [
    { text: "Help for Interactive Commands", style: "bold" },
    { text: `Delay ${delaySeconds.toFixed(1)} secs`, style: "plain" },
    ...[
      "",
      "  P M T N U   Sort by processor, memory, time, pid, user",
      "  R           Reverse the order",
      "  k           Send a signal to a process",
      "  r           Change the niceness of a process",
      "  u           Only the processes of a user",
      "  c           Names or whole command lines",
      "  g           Show cgroups",
      "  i           Hide processes that did nothing",
      "  d or s      Change the delay",
      "  SPACE       Look again now",
      "  q           End",
      "",
      "Press any key to go on",
    ].map((text): TopLine => ({ text, style: "plain" })),
  ];
}
