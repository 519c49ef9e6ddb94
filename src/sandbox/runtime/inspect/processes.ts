/** The processes of a sandbox, its cgroups below included, or of one cgroup alone, out of `cgroup.procs` and `/proc` (proc(5)). */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readFile } from "../file-steps.ts";
import { cgroupRoot } from "../paths.ts";
import type { Inspection } from "./run-inspection.ts";

/** A process as the host sees it. */
export interface ProcessReport {
  /** The host's number. */
  readonly pid: number;
  /** In the innermost pid namespace; the host's own number where it shares that. */
  readonly innerPid: number;
  /** On the host. */
  readonly uid: number;
  /** `R`, `S`, … as in ps(1). */
  readonly state: string;
  /** CPU time, in ms. */
  readonly cpuMs: number;
  /** Resident memory, in KiB; `null` where the kernel tells none. */
  readonly residentKiB: number | null;
  readonly command: string;
}

/**
 * In order of pids, without the one that looks. `cgroup` is from the root of the cgroup file system; `alone` leaves out
 * the cgroups below it.
 */
export function readProcesses(
  cgroup: string,
  scope: "all" | "alone" = "all",
): Inspection<readonly ProcessReport[]> {
  return function* read(sys) {
    const reports: ProcessReport[] = [];
    const directory = cgroupRoot + cgroup;
    const pids = scope === "all" ? yield* pidsBelow(sys, directory) : yield* pidsIn(sys, directory);
    for (const pid of pids) {
      if (pid === sys.getpid()) continue;
      try {
        reports.push(yield* readProcess(sys, pid));
      } catch (error) {
        // It ended meanwhile.
        if (!isErrno(error, "ENOENT") && !isErrno(error, "ESRCH")) throw error;
      }
    }
    return reports.toSorted((one, other) => one.pid - other.pid);
  };
}

function* pidsBelow(sys: Syscalls, directory: string): Blocking<readonly number[]> {
  const pids = [...(yield* pidsIn(sys, directory))];
  const fd = yield* sys.open(directory, { access: "read", directory: true });
  const below = sys
    .readDirectory(fd)
    .filter(({ name, type }) => type === "directory" && name !== "." && name !== "..");
  sys.close(fd);
  for (const { name } of below) pids.push(...(yield* pidsBelow(sys, `${directory}/${name}`)));
  return pids;
}

function* pidsIn(sys: Syscalls, directory: string): Blocking<readonly number[]> {
  const text = yield* readFile(sys, `${directory}/cgroup.procs`);
  return text.split("\n").filter(Boolean).map(Number);
}

function* readProcess(sys: Syscalls, pid: number): Blocking<ProcessReport> {
  const status = yield* readFile(sys, `/proc/${pid}/status`);
  const commandLine = yield* readFile(sys, `/proc/${pid}/cmdline`);
  const stat = yield* readFile(sys, `/proc/${pid}/stat`);
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1] ?? "";
  // The name in parentheses may hold anything, spaces and parentheses too.
  const times = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(times[11] ?? 0) + Number(times[12] ?? 0);
  const resident = field("VmRSS");
  return {
    pid,
    innerPid: Number(field("NSpid").split(/\s+/).at(-1) || pid),
    uid: Number(field("Uid").split(/\s+/)[0]),
    state: field("State").slice(0, 1),
    cpuMs: ticks * msPerTick,
    residentKiB: resident === "" ? null : Number.parseInt(resident, 10),
    command: commandLine.split("\0").filter(Boolean).join(" ") || `[${field("Name")}]`,
  };
}

/** A hundred ticks a second, as on every Linux (`sysconf(_SC_CLK_TCK)`). */
const msPerTick = 10;
