/**
 * What the runtime asks of the kernel beside system calls: to begin a process on the host, to open a terminal for the
 * page, to read what a cgroup has used. The kernel of `kernel/` implements it.
 */
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import type { ChildStatus } from "../abi/process-calls.ts";
import type { Program } from "../abi/program.ts";
import type { MemoryKind } from "../fs/caller.ts";

/** A terminal whose screen is on the page. Disposing hangs it up. */
export interface EngineTerminal extends Disposable {
  /** `/dev/pts/N` on the host. */
  readonly path: string;
  readonly line: TerminalLine;
}

/** Pressure (psi.rst): the percentage of time in which tasks waited, over 10 and 60 s. */
export interface StallAverages {
  readonly avg10: number;
  readonly avg60: number;
}

/** What a cgroup may take as it is now; `null` is no limit. */
export interface CgroupLimits {
  /** `cpu.max` in cores. */
  readonly cpuMaxCores: number | null;
  readonly cpuWeight: number;
  readonly memoryMaxBytes: number | null;
  readonly pidsMax: number | null;
}

/** What a cgroup has used and what stopped it, all from the kernel's own accounts. */
export interface CgroupUsage extends CgroupLimits {
  readonly cpuMs: number;
  /** Runnable, but the processor was another's. */
  readonly waitedMs: number;
  /** Runnable, but its quota was spent. */
  readonly throttledMs: number;
  /** Of the two resources: some of its tasks waited, or all that could do something. */
  readonly pressure: Readonly<
    Record<"cpu" | "memory", { readonly some: StallAverages; readonly full: StallAverages }>
  >;
  readonly memoryBytes: number;
  readonly memoryPeakBytes: number;
  readonly oomKills: number;
  readonly pids: number;
  /** Forks refused. */
  readonly pidsRefused: number;
  /** Bytes of pipes, sockets, files and anonymous memory apart. */
  readonly memoryByKind: Readonly<Record<MemoryKind, number>>;
}

/** Bytes on a network's interfaces, since they were made. */
export interface NetworkTraffic {
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** The kernel as the runtime uses it. */
export interface EngineKernel {
  /** Why it does not run any more, in a sentence; `null` while it does. What was begun has ended then. */
  readonly down: string | null;
  /** Begins a process of the host's root, a child of the host's init. Fails with `host-down`. */
  spawn(
    body: Program,
    options: { readonly name: string; readonly terminal?: EngineTerminal; readonly argv?: readonly string[] },
  ): { readonly pid: number; readonly ended: Promise<ChildStatus> };
  openTerminal(): EngineTerminal;
  /** What came to and left the network of a process but by its loopback; `null` where that network is the host's. */
  traffic(pid: number): NetworkTraffic | null;
  /** `null` when there is no such cgroup. `path` is from the root of the cgroup file system. */
  usage(path: string): CgroupUsage | null;
  /** As `usage`, for who asks often and wants no accounts settled. */
  limits(path: string): CgroupLimits | null;
}
