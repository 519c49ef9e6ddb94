/** The text of `/proc/PID/stat` (proc_pid_stat(5)): 52 fields on one line. */
import { defaultPageBytes } from "./page-bytes.ts";
import { ticks } from "./proc-node.ts";
import type { ProcKernel } from "./proc-node.ts";
import { signalNumber } from "../../abi/signals.ts";
import type { PidNamespace } from "../namespaces/pid-namespace.ts";
import type { Task } from "../task.ts";

/** Superpriv and forknoexec, and what ps(1) looks at. */
const forkedNoExec = 0x40;

/** The line of `task`, with pids as of `pids`. */
export function statText(task: Task, pids: PidNamespace, kernel: ProcKernel): string {
  const { processGroup } = task;
  const { session } = processGroup;
  const tty = kernel.terminals.of(session.pid.host);
  const device = tty?.device ?? null;
  const foreground = tty?.jobs.foreground ?? null;
  const group = foreground === null ? null : root(pids).find(foreground);
  const masks = task.signals.masks;
  const mask = (bits: bigint): string => `${bits & 0x7fff_ffffn}`;
  const status = task.end;
  const exitCode = !status ? 0 : status.kind === "exited" ? status.code << 8 : signalNumber(status.signal);
  const before = [
    task.pid.in(pids),
    `(${task.image.comm})`,
    task.stateLetter,
    task.parent?.pid.in(pids) ?? 0,
    processGroup.pid.in(pids),
    session.pid.in(pids),
    device ? (device.minor & 0xff) | (device.major << 8) | ((device.minor & ~0xff) << 12) : 0,
    device ? (group?.in(pids) ?? 0) : -1,
    task.executed ? 0 : forkedNoExec,
    zeros(4),
    ticks(task.cpu.ranMs),
    0,
    ticks(task.childrenCpuMs),
    0,
    20 + task.nice,
    task.nice,
    1,
    0,
    ticks(task.startMs),
    task.memory.bytes,
    Math.ceil(task.memory.bytes / defaultPageBytes),
    "18446744073709551615",
    // Addresses of code, stack and registers: there are none.
    zeros(5),
    mask(masks.pending),
    mask(masks.blocked),
    mask(masks.ignored),
    mask(masks.caught),
    task.stateLetter === "S" || task.stateLetter === "D" ? 1 : 0,
    zeros(2),
    17,
    zeros(13),
    exitCode,
  ];
  return `${before.join(" ")}\n`;
}

/** Fields that say nothing here. */
function zeros(count: number): string {
  return Array.from({ length: count }, () => "0").join(" ");
}

function root(pids: PidNamespace): PidNamespace {
  let at = pids;
  while (at.parent) at = at.parent;
  return at;
}
