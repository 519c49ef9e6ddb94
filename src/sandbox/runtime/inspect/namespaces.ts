/** The namespaces a process is in, each beside the host's, out of `/proc/PID/ns` (namespaces(7)). */
import type { NamespaceKind } from "../../abi/process-calls.ts";
import type { Inspection } from "./run-inspection.ts";

/** One namespace of a process. */
export interface NamespaceReport {
  readonly kind: NamespaceKind;
  readonly inode: number;
  /** The host's of the same kind. */
  readonly hostInode: number;
  readonly shared: boolean;
}

const kinds: readonly NamespaceKind[] = ["user", "pid", "mnt", "uts", "net", "ipc", "cgroup"];

/** Of the process `pid` of the host. ENOENT when it is gone. */
export function readNamespaces(pid: number): Inspection<readonly NamespaceReport[]> {
  // oxlint-disable-next-line require-yield -- a link is read without waiting
  return function* read(sys) {
    const inodeOf = (of: number | "self", kind: NamespaceKind): number =>
      Number(/\[(\d+)\]/.exec(sys.readlink(`/proc/${of}/ns/${kind}`))?.[1] ?? Number.NaN);
    return kinds.map((kind): NamespaceReport => {
      const inode = inodeOf(pid, kind);
      const hostInode = inodeOf("self", kind);
      return { kind, inode, hostInode, shared: inode === hostInode };
    });
  };
}
