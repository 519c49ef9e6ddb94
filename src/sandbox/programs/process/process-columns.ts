/**
 * The columns that ps can show: how each is headed, how wide it is and what it says of a process, as procps prints
 * them. Knows nothing of options.
 */
import type { Accounts } from "../accounts/account-files.ts";
import { commandLineOf, type ProcessEntry } from "./process-entry.ts";

/** What columns need to know beside the process. */
export interface ProcessContext {
  readonly accounts: Accounts;
  readonly uptimeSeconds: number;
  /** Of the moment, ms since the epoch. */
  readonly nowMs: number;
  readonly memoryBytes: number;
  /** `/proc/PID/ns/KIND` and `/proc/PID/cgroup`, where a column asks for them. */
  readonly namespaceInode: (pid: number, kind: string) => string;
  readonly cgroup: (pid: number) => string;
}

/** One column. */
export interface ProcessColumn {
  readonly head: string;
  readonly width: number;
  readonly right: boolean;
  readonly show: (entry: ProcessEntry, context: ProcessContext) => string;
  /** How to sort by it where the text does not do. */
  readonly order?: (entry: ProcessEntry, context: ProcessContext) => number;
}

type Show = ProcessColumn["show"];
type Order = NonNullable<ProcessColumn["order"]>;

const left = (head: string, width: number, show: Show): ProcessColumn => ({
  head,
  width,
  right: false,
  show,
});
const right = (head: string, width: number, show: Show, order?: Order): ProcessColumn => ({
  head,
  width,
  right: true,
  show,
  ...(order && { order }),
});
const number = (head: string, width: number, of: Order): ProcessColumn =>
  right(head, width, (entry, context) => String(of(entry, context)), of);

const user = left("USER", 8, ({ euid }, { accounts }) => fitted(accounts.userName(euid), euid));
const args = left("COMMAND", 27, commandLineOf);
const comm = left("COMMAND", 15, ({ comm: name, state }) => (state === "Z" ? `${name} <defunct>` : name));
const time = right(
  "TIME",
  8,
  ({ cpuSeconds }) => clockTime(cpuSeconds),
  ({ cpuSeconds }) => cpuSeconds,
);
const cpu = right("%CPU", 4, (entry, context) => cpuShare(entry, context).toFixed(1), cpuShare);
const memory = right(
  "%MEM",
  4,
  ({ residentBytes }, { memoryBytes }) => ((100 * residentBytes) / Math.max(1, memoryBytes)).toFixed(1),
  ({ residentBytes }) => residentBytes,
);
const state = left("S", 1, (entry) => entry.state);
const terminal = (head: string): ProcessColumn => left(head, 8, ({ tty }) => tty ?? "?");
const priority = number("PRI", 3, (entry) => 19 - entry.nice);
const resident = number("RSS", 5, ({ residentBytes }) => Math.round(residentBytes / 1024));
const virtual = number("VSZ", 6, ({ virtualBytes }) => Math.round(virtualBytes / 1024));
const nice = number("NI", 3, (entry) => entry.nice);
const group = left("GROUP", 8, ({ egid }, { accounts }) => fitted(accounts.groupName(egid), egid));
const uid = number("UID", 5, ({ euid }) => euid);
const session = number("SID", 5, ({ sid }) => sid);
const start = right(
  "STIME",
  5,
  (entry, context) => startDay(entry, context),
  ({ startSeconds }) => startSeconds,
);
const elapsed = (entry: ProcessEntry, { uptimeSeconds }: ProcessContext): number =>
  Math.max(0, Math.floor(uptimeSeconds - entry.startSeconds));
const namespace = (head: string, kind: string): ProcessColumn =>
  right(head, 10, ({ pid }, { namespaceInode }) => namespaceInode(pid, kind));

/** Columns by the names `-o` takes (ps(1), STANDARD FORMAT SPECIFIERS). */
export const processColumns: Readonly<Record<string, ProcessColumn>> = {
  pid: number("PID", 5, ({ pid }) => pid),
  ppid: number("PPID", 5, ({ ppid }) => ppid),
  pgid: number("PGID", 5, ({ pgid }) => pgid),
  pgrp: number("PGRP", 5, ({ pgid }) => pgid),
  sid: session,
  sess: { ...session, head: "SESS" },
  session: { ...session, head: "SESS" },
  tpgid: number("TPGID", 5, ({ foregroundGroup }) => foregroundGroup),
  user,
  euser: { ...user, head: "EUSER" },
  uname: user,
  ruser: left("RUSER", 8, ({ uid: id }, { accounts }) => fitted(accounts.userName(id), id)),
  uid,
  euid: { ...uid, head: "EUID" },
  ruid: number("RUID", 5, ({ uid: id }) => id),
  group,
  egroup: { ...group, head: "EGROUP" },
  rgroup: left("RGROUP", 8, ({ gid }, { accounts }) => fitted(accounts.groupName(gid), gid)),
  gid: number("GID", 5, ({ egid }) => egid),
  egid: number("EGID", 5, ({ egid }) => egid),
  rgid: number("RGID", 5, ({ gid }) => gid),
  comm,
  ucmd: { ...comm, head: "CMD" },
  ucomm: comm,
  args,
  command: args,
  cmd: { ...args, head: "CMD" },
  time,
  cputime: time,
  bsdtime: right(
    "TIME",
    6,
    ({ cpuSeconds }) => minutes(cpuSeconds),
    ({ cpuSeconds }) => cpuSeconds,
  ),
  etime: right("ELAPSED", 11, (entry, context) => spanOf(elapsed(entry, context)), elapsed),
  etimes: number("ELAPSED", 7, elapsed),
  state,
  s: state,
  stat: left("STAT", 4, longState),
  nice,
  ni: nice,
  pri: priority,
  // What -l shows: 80 at nice 0.
  opri: number("PRI", 3, (entry) => 80 + entry.nice),
  rss: resident,
  rssize: resident,
  rsz: { ...resident, head: "RSZ" },
  vsz: virtual,
  vsize: { ...virtual, head: "VSIZE" },
  sz: number("SZ", 5, ({ virtualBytes }) => Math.round(virtualBytes / 4096)),
  pcpu: cpu,
  "%cpu": cpu,
  c: number("C", 2, (entry, context) => Math.min(99, Math.floor(cpuShare(entry, context)))),
  pmem: memory,
  "%mem": memory,
  tty: terminal("TT"),
  tt: terminal("TT"),
  tname: terminal("TTY"),
  start_time: start,
  stime: start,
  bsdstart: { ...start, head: "START" },
  start: right("STARTED", 8, (entry, context) => startedAt(entry, context).toISOString().slice(11, 19)),
  lstart: right("STARTED", 24, (entry, context) => longDate(startedAt(entry, context))),
  nlwp: number("NLWP", 4, ({ threads }) => threads),
  thcount: number("THCNT", 5, ({ threads }) => threads),
  wchan: left("WCHAN", 6, () => "-"),
  f: number("F", 1, () => 4),
  addr: left("ADDR", 4, () => "-"),
  cgroup: left("CGROUP", 27, ({ pid }, { cgroup }) => cgroup(pid)),
  // Not of procps: the pid inside the innermost pid namespace.
  nspid: left("NSPID", 11, ({ namespacePids }) => namespacePids.join(",")),
  pidns: namespace("PIDNS", "pid"),
  mntns: namespace("MNTNS", "mnt"),
  netns: namespace("NETNS", "net"),
  utsns: namespace("UTSNS", "uts"),
  ipcns: namespace("IPCNS", "ipc"),
  userns: namespace("USERNS", "user"),
  cgroupns: namespace("CGROUPNS", "cgroup"),
};

/** Percent of one processor since the process began. */
function cpuShare(entry: ProcessEntry, { uptimeSeconds }: ProcessContext): number {
  const aliveSeconds = uptimeSeconds - entry.startSeconds;
  return aliveSeconds > 0 ? Math.min(100, (100 * entry.cpuSeconds) / aliveSeconds) : 0;
}

/** `name`, shortened to eight with a `+`; the number where there is no name. */
export function fitted(name: string | null, id: number): string {
  if (name === null) return String(id);
  return name.length > 8 ? `${name.slice(0, 7)}+` : name;
}

/** `[D-]HH:MM:SS`. */
function clockTime(totalSeconds: number): string {
  const seconds = Math.floor(totalSeconds);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return seconds >= 86_400 ? `${Math.floor(seconds / 86_400)}-${clock}` : clock;
}

/** `M:SS`. */
export function minutes(totalSeconds: number): string {
  return `${Math.floor(totalSeconds / 60)}:${String(Math.floor(totalSeconds % 60)).padStart(2, "0")}`;
}

/** `[[D-]HH:]MM:SS`. */
function spanOf(seconds: number): string {
  return seconds < 3600 ? clockTime(seconds).slice(3) : clockTime(seconds);
}

function longState(entry: ProcessEntry): string {
  return [
    entry.state,
    entry.nice < 0 ? "<" : entry.nice > 0 ? "N" : "",
    entry.sid === entry.pid ? "s" : "",
    entry.threads > 1 ? "l" : "",
    entry.foregroundGroup === entry.pgid ? "+" : "",
  ].join("");
}

function startedAt(entry: ProcessEntry, { nowMs, uptimeSeconds }: ProcessContext): Date {
  return new Date(nowMs - (uptimeSeconds - entry.startSeconds) * 1000);
}

/** The time on the day it started, `Nov23` later, the year much later. */
function startDay(entry: ProcessEntry, context: ProcessContext): string {
  const started = startedAt(entry, context);
  const now = new Date(context.nowMs);
  if (started.getUTCFullYear() !== now.getUTCFullYear()) return String(started.getUTCFullYear());
  if (context.nowMs - started.getTime() < 86_400_000) return started.toISOString().slice(11, 16);
  return longDate(started).slice(4, 10).replace(" ", "").replace(" ", "0");
}

/** As asctime(3): `Mon Nov 23 10:49:14 2026`. */
export function longDate(date: Date): string {
  const [day = "", dayOfMonth = "", month = "", year = "", clock = ""] = date.toUTCString().split(/,? /u);
  return `${day} ${month} ${String(Number(dayOfMonth)).padStart(2)} ${clock} ${year}`;
}
