/**
 * Runs a program in a container that already runs: joins its cgroup, its namespaces and its root, takes its ids and
 * its limits on privilege, and execs (what `docker exec` does, by the calls that nsenter(1) makes).
 */
import type { Blocking } from "../abi/blocking.ts";
import type { ChildStatus, NamespaceKind } from "../abi/process-calls.ts";
import type { Program, Syscalls } from "../abi/program.ts";
import { runProcess } from "./container-process.ts";
import type { EngineKernel, EngineTerminal } from "./engine-kernel.ts";
import { writeControl } from "./file-steps.ts";
import type { OciConfig } from "./oci-config.ts";
import { cgroupRoot } from "./paths.ts";

/** What to run; what is not said is as the container's own process has it. */
export interface ExecOptions {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly workingDirectory?: string;
}

/** The container: its first process, as the host numbers it, and its configuration. */
export interface ExecTarget {
  readonly pid: number;
  readonly config: OciConfig;
}

/** The user namespace first, for the right to enter the others; the mount namespace last, which moves the root. */
const order: readonly NamespaceKind[] = ["user", "cgroup", "ipc", "uts", "net", "pid", "mnt"];

/** The program that does it: a process of the host's root whose standard streams are those to be used. */
export function execInside({ pid, config }: ExecTarget, options: ExecOptions): Program {
  return function* run(sys): Blocking<number> {
    yield* writeControl(sys, `${cgroupRoot}${config.linux.cgroupsPath}/cgroup.procs`, "0");
    const process = {
      ...config.process,
      args: options.command,
      cwd: options.workingDirectory ?? config.process.cwd,
      env: [
        ...config.process.env,
        ...Object.entries(options.env ?? {}).map(([key, value]) => `${key}=${value}`),
      ],
      user: { ...config.process.user, ...options.user },
    };
    yield* enter(sys, pid, hasRoot(config));
    // A pid namespace takes in only children.
    const child = sys.fork(function* inside(inner) {
      return yield* runProcess(inner, process);
    });
    for (;;) {
      const ended = yield* sys.wait(child);
      if (ended?.status.kind === "exited") return ended.status.code;
      if (ended?.status.kind === "signaled") {
        // What cannot be caught has no other action (EINVAL).
        if (ended.status.signal !== "SIGKILL") sys.sigaction(ended.status.signal, "default");
        sys.kill(sys.getpid(), ended.status.signal);
        return 128;
      }
    }
  };
}

/** Runs it on a terminal of its own. */
export function execOnTerminal(
  kernel: EngineKernel,
  target: ExecTarget,
  options: ExecOptions,
): { readonly terminal: EngineTerminal; readonly ended: Promise<ChildStatus> } {
  const terminal = kernel.openTerminal();
  const { ended } = kernel.spawn(execInside(target, options), { name: "sandbox-exec", terminal });
  return { terminal, ended };
}

/** Whether there is a user 0 inside: in an application's namespace there is only the user. */
function hasRoot({ linux: { uidMappings } }: OciConfig): boolean {
  return uidMappings?.some(({ containerID }) => containerID === 0) ?? true;
}

function* enter(sys: Syscalls, pid: number, asRoot: boolean): Blocking<void> {
  const opened: { readonly kind: NamespaceKind; readonly fd: number }[] = [];
  for (const kind of order) {
    const path = `/proc/${pid}/ns/${kind}`;
    // Entering the user namespace one is in already is an error (setns(2)).
    if (sys.stat(path).inode === sys.stat(`/proc/self/ns/${kind}`).inode) continue;
    opened.push({ kind, fd: yield* sys.open(path, { access: "read", closeOnExec: true }) });
  }
  const root = yield* sys.open(`/proc/${pid}/root`, { access: "path", closeOnExec: true });
  for (const { kind, fd } of opened) {
    sys.setns(fd, kind);
    sys.close(fd);
  }
  if (asRoot && opened.some(({ kind }) => kind === "user")) {
    sys.setresgid(0, 0, 0);
    sys.setresuid(0, 0, 0);
  }
  sys.fchdir(root);
  sys.chroot(".");
  sys.close(root);
}
