/**
 * The kinds of namespaces by the names of their files in `/proc/PID/ns`, and what unshare and nsenter have in common.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { NamespaceKind } from "../../abi/process-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { execOrComplain, waitFor } from "../command/run-command.ts";

/** Options' names are the kinds' names. */
export const namespaceKinds = [
  "user",
  "cgroup",
  "ipc",
  "uts",
  "net",
  "pid",
  "mnt",
] as const satisfies NamespaceKind[];

/** The program to run: what was given, or the user's shell as a login would call it. */
function commandOrShell(
  operands: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly argv: readonly string[]; readonly asLogin: boolean } {
  if (operands.length > 0) return { argv: operands, asLogin: false };
  return { argv: [env["SHELL"] ?? "/bin/sh"], asLogin: true };
}

/** Runs what `commandOrShell` chose in place of the caller. */
export function* becomeCommand(
  sys: Syscalls,
  caller: string,
  operands: readonly string[],
  env: Readonly<Record<string, string>>,
): Blocking<number> {
  const { argv, asLogin } = commandOrShell(operands, env);
  if (!asLogin) return yield* execOrComplain(sys, caller, argv, env);
  const shell = argv[0] ?? "/bin/sh";
  try {
    return yield* sys.exec(shell, { argv: [`-${shell.slice(shell.lastIndexOf("/") + 1)}`], env });
  } catch (thrown) {
    if (isErrno(thrown)) return yield* execOrComplain(sys, caller, ["/bin/sh"], env);
    throw thrown;
  }
}

/**
 * Waits for a child and ends as it did: with its status, or by the signal that killed it. Signals that would end the
 * caller go to the child instead.
 */
export function* endAsChild(sys: Syscalls, pid: number, passOn: boolean): Blocking<number> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) {
    const pass = (): void => {
      try {
        sys.kill(pid, signal);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
      }
    };
    sys.sigaction(signal, passOn ? { handler: pass, restart: true } : "ignore");
  }
  const status = yield* waitFor(sys, pid);
  if (status.kind === "exited") return status.code;
  if (status.kind !== "signaled") return 1;
  if (status.signal !== "SIGKILL") sys.sigaction(status.signal, "default");
  sys.kill(sys.getpid(), status.signal);
  yield* sys.yield();
  return 1;
}
