/** The text of `/proc/locks`: the locks on files whose takers the mount's pid namespace shows (proc(5)). */
import type { ProcMount } from "./proc-node.ts";

/** A row for each: its number, kind, taker, and the file as device and inode. */
export function locksText({ kernel, pids }: ProcMount): string {
  const rows = kernel.locks.all().flatMap(({ file, kind, pid }) => {
    // Of one that is dead only the host still shows the number.
    const shown =
      [...kernel.tasks].find((task) => task.pid.host === pid)?.pid.in(pids) ?? (pids.parent ? 0 : pid);
    const { inode } = file.place ?? {};
    if (shown === 0 || !inode) return [];
    const [major, minor] = [inode.device >> 8, inode.device & 0xff];
    const device = [major, minor].map((number) => number.toString(16).padStart(2, "0")).join(":");
    return [
      `FLOCK  ADVISORY  ${kind === "exclusive" ? "WRITE" : "READ "} ${shown} ${device}:${inode.number} 0 EOF`,
    ];
  });
  return rows.map((row, at) => `${at + 1}: ${row}\n`).join("");
}
