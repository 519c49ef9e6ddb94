/** The text of `/proc/PID/status` (proc_pid_status(5)), in the order of Linux 6.12. */
import { capabilities } from "../../abi/capabilities.ts";
import type { Capability } from "../../abi/capabilities.ts";
import type { UserNamespace } from "../namespaces/user-namespace.ts";
import type { PidNamespace } from "../namespaces/pid-namespace.ts";
import type { Task } from "../task.ts";

const stateWords = {
  R: "R (running)",
  S: "S (sleeping)",
  D: "D (disk sleep)",
  T: "T (stopped)",
  Z: "Z (zombie)",
} as const;

/** All lines of `task`, with pids as of `pids` and ids as of `users`. */
export function statusText(task: Task, pids: PidNamespace, users: UserNamespace): string {
  const pid = task.pid.in(pids);
  const { processGroup } = task;
  const { credentials, sets, noNewPrivileges } = task.identity;
  const uid = (id: number): number => users.fromKernel("uid", id);
  const gid = (id: number): number => users.fromKernel("gid", id);
  const masks = task.signals.masks;
  const hex = (bits: bigint): string => bits.toString(16).padStart(16, "0");
  const kilobytes = (bytes: number): string => `${String(Math.ceil(bytes / 1024)).padStart(8)} kB`;
  const { bytes, peakBytes } = task.memory;
  const memory: readonly (readonly [string, string])[] = task.isDead
    ? []
    : [
        ["VmPeak", kilobytes(peakBytes)],
        ["VmSize", kilobytes(bytes)],
        ["VmLck", kilobytes(0)],
        ["VmPin", kilobytes(0)],
        ["VmHWM", kilobytes(peakBytes)],
        ["VmRSS", kilobytes(bytes)],
        ["RssAnon", kilobytes(bytes)],
        ["RssFile", kilobytes(0)],
        ["RssShmem", kilobytes(0)],
        ["VmData", kilobytes(bytes)],
        ["VmStk", kilobytes(0)],
        ["VmExe", kilobytes(0)],
        ["VmLib", kilobytes(0)],
        ["VmPTE", kilobytes(0)],
        ["VmSwap", kilobytes(0)],
      ];
  const lines: readonly (readonly [string, string])[] = [
    ["Name", escapeName(task.image.comm)],
    ...(task.files ? [["Umask", task.files.paths.umask.toString(8).padStart(4, "0")] as const] : []),
    ["State", stateWords[task.stateLetter]],
    ["Tgid", `${pid}`],
    ["Ngid", "0"],
    ["Pid", `${pid}`],
    ["PPid", `${task.parent?.pid.in(pids) ?? 0}`],
    ["TracerPid", "0"],
    ["Uid", [credentials.uid, credentials.euid, credentials.suid, credentials.euid].map(uid).join("\t")],
    ["Gid", [credentials.gid, credentials.egid, credentials.sgid, credentials.egid].map(gid).join("\t")],
    ["FDSize", task.files ? "256" : "0"],
    ["Groups", `${credentials.groups.map(gid).join(" ")} `],
    ["NStgid", task.pid.from(pids).join("\t")],
    ["NSpid", task.pid.from(pids).join("\t")],
    ["NSpgid", numbersBelow(processGroup.pid.from(pids), task, pids)],
    ["NSsid", numbersBelow(processGroup.session.pid.from(pids), task, pids)],
    ["Kthread", "0"],
    ...memory,
    ["Threads", "1"],
    ["SigQ", `${task.signals.pending.size}/96365`],
    ["SigPnd", hex(0n)],
    ["ShdPnd", hex(masks.pending)],
    ["SigBlk", hex(masks.blocked)],
    ["SigIgn", hex(masks.ignored)],
    ["SigCgt", hex(masks.caught)],
    ["CapInh", hex(capabilityMask(sets.inheritable))],
    ["CapPrm", hex(capabilityMask(sets.permitted))],
    ["CapEff", hex(capabilityMask(sets.effective))],
    ["CapBnd", hex(capabilityMask(sets.bounding))],
    ["CapAmb", hex(capabilityMask(sets.ambient))],
    ["NoNewPrivs", noNewPrivileges ? "1" : "0"],
    ["Seccomp", "0"],
    ["Cpus_allowed", "1"],
    ["Cpus_allowed_list", "0"],
    ["voluntary_ctxt_switches", `${task.cpu.voluntarySwitches}`],
    ["nonvoluntary_ctxt_switches", `${task.cpu.involuntarySwitches}`],
  ];
  return lines.map(([name, value]) => `${name}:\t${value}\n`).join("");
}

/** Numbers of a group or session that may be from above: as many columns as the task has, 0 where it is not seen. */
function numbersBelow(numbers: readonly number[], task: Task, pids: PidNamespace): string {
  const columns = task.pid.from(pids).length;
  return Array.from({ length: columns }, (_, index) => numbers[index] ?? 0).join("\t");
}

function capabilityMask(held: ReadonlySet<Capability>): bigint {
  let bits = 0n;
  for (const [number, capability] of capabilities.entries()) {
    if (held.has(capability)) bits |= 1n << BigInt(number);
  }
  return bits;
}

function escapeName(name: string): string {
  return name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
