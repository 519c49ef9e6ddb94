/**
 * System calls on processes, signals, identity, time and namespaces. Errors are `Errno`, as the man page of each says.
 */
import type { Blocking } from "./blocking.ts";
import type { Capability } from "./capabilities.ts";
import type { Program, ProgramArguments } from "./program.ts";
import type { Signal } from "./signals.ts";

/** The kinds of namespaces there are, named as in `/proc/PID/ns`. */
export type NamespaceKind = "pid" | "mnt" | "uts" | "net" | "ipc" | "user" | "cgroup";

/** How a child ended or changed (waitpid(2)). */
export type ChildStatus =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signaled"; readonly signal: Signal; readonly coreDumped: boolean }
  | { readonly kind: "stopped"; readonly signal: Signal }
  | { readonly kind: "continued" };

/** A child that wait(2) tells of. */
export interface WaitedChild {
  readonly pid: number;
  readonly status: ChildStatus;
  /** CPU time the child took, in ms. */
  readonly cpuMs: number;
}

/**
 * What a signal shall do. A handler runs in the task, at a system call's return or a checkpoint; it must not wait:
 * it notes what came, and the program looks at its note. With `restart`, an interrupted call begins again instead of
 * failing with EINTR (SA_RESTART).
 */
export type SignalAction =
  | "default"
  | "ignore"
  | { readonly handler: (signal: Signal) => void; readonly restart?: boolean; readonly resetHand?: boolean };

export type { Capability } from "./capabilities.ts";

/** Ids of a task, as seen from its user namespace. */
export interface Credentials {
  readonly uid: number;
  readonly euid: number;
  readonly suid: number;
  readonly gid: number;
  readonly egid: number;
  readonly sgid: number;
  readonly groups: readonly number[];
}

/** uname(2). */
export interface SystemName {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domainname: string;
}

/**
 * What is limited process by process (getrlimit(2)). The last ones can be set and are told, and there is nothing here that
 * they would hold back: no stacks, cores, locked pages or real-time classes.
 */
export type LimitedResource =
  | "openFiles"
  | "processes"
  | "cpuSeconds"
  | "fileBytes"
  | "addressSpaceBytes"
  | "dataBytes"
  | "stackBytes"
  | "coreBytes"
  | "residentBytes"
  | "lockedBytes"
  | "fileLocks"
  | "pendingSignals"
  | "messageBytes"
  | "nice"
  | "realtimePriority"
  | "realtimeMicroseconds";

/** A limit, and how far a process may raise it itself; `null` is no limit. */
export interface ResourceLimit {
  readonly soft: number | null;
  readonly hard: number | null;
}

/** CPU time in ms (times(2)): there is no line between user and system time here, all is user time. */
export interface CpuTimes {
  readonly ownMs: number;
  readonly childrenMs: number;
}

/** How a child is made. */
export interface ForkOptions {
  /** clone(2)'s CLONE_NEW…: the child begins in new ones of these. */
  readonly unshare?: readonly NamespaceKind[];
  /** A descriptor of a cgroup's directory for the child to begin in (CLONE_INTO_CGROUP). */
  readonly cgroupFd?: number;
  /** What `/proc/PID/comm` says until it execs. Default: the parent's. */
  readonly name?: string;
}

/** Calls on processes. */
export interface ProcessCalls {
  /** Pids are those of the caller's pid namespace. */
  getpid(): number;
  getppid(): number;
  getpgid(pid?: number): number;
  getsid(pid?: number): number;
  setpgid(pid: number, pgid: number): void;
  setsid(): number;

  /**
   * fork(2) for generators: the child has a copy of everything the kernel knows of the caller and runs `body` (what it
   * needs of the parent's variables it takes by closure, and must copy what it changes). Answers the child's pid.
   * EAGAIN over `pids.max`.
   */
  fork(body: Program, options?: ForkOptions): number;
  /** Replaces the program. Comes back only by throwing: ENOENT, EACCES, ENOEXEC, ENOTDIR, E2BIG, ELOOP. */
  exec(path: string, given: ProgramArguments): Blocking<never>;
  /** Ends the task; `finally` blocks of its program run, but may not wait. */
  exit(code: number): never;
  /**
   * waitpid(2): `pid` > 0 that child, -1 any, 0 the own group, < -1 the group. `null` when `noHang` and none. ECHILD.
   */
  wait(
    pid?: number,
    options?: { readonly noHang?: boolean; readonly stopped?: boolean; readonly continued?: boolean },
  ): Blocking<WaitedChild | null>;

  /** kill(2); `signal` null asks only whether it could be sent. */
  kill(pid: number, signal: Signal | null): void;
  /** Sets what `signal` does and tells what it did. EINVAL for SIGKILL and SIGSTOP. */
  sigaction(signal: Signal, action?: SignalAction): SignalAction;
  /** Sets which signals wait and tells which did. */
  sigmask(blocked?: ReadonlySet<Signal>): ReadonlySet<Signal>;
  /** Sleeps until a signal was handled; always ends with EINTR. */
  pause(): Blocking<never>;
  /** SIGALRM after so many seconds; 0 cancels. Tells what was left of the last one. */
  alarm(seconds: number): number;

  /** Sleeps; what is left, in ms, when a signal came first: 0 when it slept all. */
  sleep(ms: number): Blocking<number>;
  yield(): Blocking<void>;
  /** ms, with parts: since the epoch, since boot, or CPU time of the caller. */
  clock(which: "realtime" | "monotonic" | "process"): number;
  times(): CpuTimes;
  /** -20 to 19, of a process; EPERM to lower without CAP_SYS_NICE. */
  getpriority(pid?: number): number;
  setpriority(nice: number, pid?: number): void;
  /**
   * A descriptor on which the calls that the caller's children make from now on are read, a line each: in place of
   * ptrace(2), which stops what it watches. `follow`: their children's too. EMFILE.
   */
  traceChildren(options: { readonly follow: boolean }): number;
  getResourceLimit(resource: LimitedResource): ResourceLimit;
  /** setrlimit(2), for the caller and what it forks. EINVAL, EPERM to raise the hard one or for too many open files. */
  setResourceLimit(resource: LimitedResource, limit: ResourceLimit): void;
  /** `comm`: at most 15 bytes. */
  setName(name: string): void;

  /**
   * Memory of the program's own, charged to its cgroup, returned at exit or by `freeMemory`. The kernel kills within
   * the cgroup when it is over `memory.max`: then this never returns.
   */
  allocateMemory(bytes: number): Blocking<Uint8Array>;
  freeMemory(memory: Uint8Array): void;
  /** brk(2): what the program keeps in its own variables grew by so much; charged as `allocateMemory`, until exit. */
  growMemory(bytes: number): Blocking<void>;

  credentials(): Credentials;
  setuid(uid: number): void;
  setgid(gid: number): void;
  /** -1 leaves one as it is. */
  setresuid(uid: number, euid: number, suid: number): void;
  setresgid(gid: number, egid: number, sgid: number): void;
  setgroups(groups: readonly number[]): void;
  /** Effective ones. */
  capabilities(): ReadonlySet<Capability>;
  /** Keeps those of `keep` it has, in every set, the bounding set too. */
  limitCapabilities(keep: ReadonlySet<Capability>): void;
  /** No set-id at exec from now on, in children too. */
  setNoNewPrivileges(): void;

  uname(): SystemName;
  sethostname(name: string): void;
  setdomainname(name: string): void;
  /** Moves the caller into new namespaces; for `pid`, its children (unshare(2)). */
  unshare(kinds: readonly NamespaceKind[]): void;
  /** Enters the namespace whose `/proc/PID/ns/…` file is open as `fd` (setns(2)). */
  setns(fd: number, kind?: NamespaceKind): void;
  /** reboot(2): ends the pid namespace it is called in; on the host's, halts the kernel. EPERM. */
  reboot(how: "restart" | "halt" | "poweroff"): void;
  sysinfo(): {
    readonly uptimeMs: number;
    /** Over 1, 5 and 15 minutes. */
    readonly loads: readonly [number, number, number];
    readonly memoryBytes: number;
    readonly memoryFreeBytes: number;
    readonly processes: number;
  };
}
