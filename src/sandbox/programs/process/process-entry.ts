/**
 * Processes as `/proc/PID` tells of them (proc(5)): what ps, top, pgrep and their like are made of. A process that goes
 * away while it is read is left out.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readTextFile, readTextFileIfAny } from "../command/input.ts";

/** Ticks per second of the times in `/proc/PID/stat` (USER_HZ). */
const ticksPerSecond = 100;

/** Bytes of a page. */
const pageBytes = 4096;

/** One process. */
export interface ProcessEntry {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  /** `pts/0`, `console`; `null` without a controlling terminal. */
  readonly tty: string | null;
  readonly foregroundGroup: number;
  /** `R`, `S`, `D`, `T`, `Z`. */
  readonly state: string;
  readonly comm: string;
  readonly argv: readonly string[];
  readonly priority: number;
  readonly nice: number;
  readonly threads: number;
  readonly cpuSeconds: number;
  /** Since boot. */
  readonly startSeconds: number;
  readonly virtualBytes: number;
  readonly residentBytes: number;
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly egid: number;
  readonly groups: readonly number[];
  /** Its pid in each pid namespace it is in, from the caller's inwards. */
  readonly namespacePids: readonly number[];
}

/** Every process that `/proc` shows, by pid. */
export function* listProcesses(sys: Syscalls): Blocking<ProcessEntry[]> {
  const entries: ProcessEntry[] = [];
  for (const pid of yield* listPids(sys)) {
    const entry = yield* readProcess(sys, pid);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** The pids that `/proc` shows, ascending. */
export function* listPids(sys: Syscalls): Blocking<number[]> {
  const fd = yield* sys.open("/proc", { access: "read", directory: true, closeOnExec: true });
  try {
    return sys
      .readDirectory(fd)
      .flatMap(({ name }) => (/^\d+$/u.test(name) ? [Number(name)] : []))
      .toSorted((a, b) => a - b);
  } finally {
    sys.close(fd);
  }
}

/** One process; `null` when it is gone. */
function* readProcess(sys: Syscalls, pid: number): Blocking<ProcessEntry | null> {
  try {
    const stat = yield* readTextFile(sys, `/proc/${pid}/stat`);
    const status = fieldsOf(yield* readTextFile(sys, `/proc/${pid}/status`));
    const cmdline = (yield* readTextFileIfAny(sys, `/proc/${pid}/cmdline`)) ?? "";
    return entryOf(stat, status, cmdline);
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}

/** `Name: value` lines, as of `/proc/PID/status` and `/proc/meminfo`. */
export function fieldsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const];
    }),
  );
}

/** The command line as ps shows it: its arguments, or the name in brackets. */
export function commandLineOf(entry: ProcessEntry): string {
  if (entry.state === "Z") return `[${entry.comm}] <defunct>`;
  return entry.argv.length > 0 ? entry.argv.map(printable).join(" ") : `[${entry.comm}]`;
}

function printable(argument: string): string {
  return argument.replaceAll(/\p{Cc}/gu, "?");
}

function entryOf(stat: string, status: ReadonlyMap<string, string>, cmdline: string): ProcessEntry {
  const open = stat.indexOf("(");
  const close = stat.lastIndexOf(")");
  // Field 3 of proc(5), the state, is the first behind the name.
  const fields = stat
    .slice(close + 2)
    .trim()
    .split(" ");
  const at = (field: number): number => Number(fields[field - 3] ?? 0);
  const ids = (name: string): number[] => (status.get(name) ?? "").split(/\s+/u).filter(Boolean).map(Number);
  const [uid = 0, euid = 0] = ids("Uid");
  const [gid = 0, egid = 0] = ids("Gid");
  const pid = Number(stat.slice(0, open - 1));
  const namespacePids = ids("NSpid");
  return {
    pid,
    ppid: at(4),
    pgid: at(5),
    sid: at(6),
    tty: terminalName(at(7)),
    foregroundGroup: at(8),
    state: fields[0] ?? "?",
    comm: stat.slice(open + 1, close),
    argv: cmdline === "" ? [] : cmdline.replace(/\0$/u, "").split("\0"),
    priority: at(18),
    nice: at(19),
    threads: at(20),
    cpuSeconds: (at(14) + at(15)) / ticksPerSecond,
    startSeconds: at(22) / ticksPerSecond,
    virtualBytes: at(23),
    residentBytes: at(24) * pageBytes,
    uid,
    euid,
    gid,
    egid,
    groups: ids("Groups"),
    namespacePids: namespacePids.length > 0 ? namespacePids : [pid],
  };
}

/** The name of a terminal by its device number, as `tty_nr` packs it. */
function terminalName(number: number): string | null {
  if (number === 0) return null;
  const major = (number >> 8) & 0xfff;
  const minor = (number & 0xff) | ((number >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `pts/${minor + (major - 136) * 256}`;
  if (major === 5) return minor === 1 ? "console" : "tty";
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  return "?";
}
