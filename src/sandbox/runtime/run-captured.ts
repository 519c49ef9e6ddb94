/**
 * Runs a program on the host with nothing to read and its output captured, and ends all that it started on an abort:
 * what `docker exec` without a terminal does, by pipe(2) and a process group.
 */
import { abortable } from "../../base/abort.ts";
import { BoundedBytes } from "../../base/bounded-bytes.ts";
import { mostCommandOutputBytes, type CommandEnd } from "../../protocol/command-end.ts";
import type { Blocking } from "../abi/blocking.ts";
import { isErrno } from "../abi/errno.ts";
import type { ChildStatus } from "../abi/process-calls.ts";
import type { Program, Syscalls } from "../abi/program.ts";
import { signalNumber } from "../abi/signals.ts";
import type { EngineKernel } from "./engine-kernel.ts";
import { tolerating } from "./file-steps.ts";

/** As much as a pipe holds. */
const mostReadBytes = 65_536;

/**
 * Resolves when the program has ended; what it left in the background goes on, heard by nobody. Rejects with the
 * signal's reason. 137 where the kernel went down first.
 */
export async function runCaptured(
  kernel: Pick<EngineKernel, "spawn">,
  body: Program,
  signal?: AbortSignal,
): Promise<CommandEnd> {
  signal?.throwIfAborted();
  const output = new BoundedBytes(mostCommandOutputBytes);
  let status: ChildStatus | null = null;
  let group: number | null = null;
  const { ended } = kernel.spawn(
    function* capture(sys, given) {
      const { pid, read } = yield* begin(sys, (inner) => body(inner, given));
      group = pid;
      if (signal?.aborted) killGroup(sys, pid);
      status = yield* gather(sys, { pid, read, output });
      return 0;
    },
    { name: "execute" },
  );
  const kill = (): void => {
    const pid = group;
    if (pid === null || status) return;
    kernel.spawn(
      // oxlint-disable-next-line require-yield -- a program is a generator, and this one need not wait
      function* killAll(sys) {
        killGroup(sys, pid);
        return 0;
      },
      { name: "execute-kill" },
    );
  };
  signal?.addEventListener("abort", kill, { once: true });
  try {
    await abortable(ended, signal);
    return { output: output.whole(), exitCode: exitCodeOf(status), truncated: output.overflowed };
  } finally {
    signal?.removeEventListener("abort", kill);
  }
}

/** `sh -c` as a process of the host has it. */
export function hostShell(command: string): Program {
  return function* shell(sys, { env }) {
    sys.chdir("/root");
    return yield* sys.exec("/bin/sh", { argv: ["sh", "-c", command], env });
  };
}

/** Forks the program, in a group of its own, with its output into a pipe. */
function* begin(
  sys: Syscalls,
  body: (sys: Syscalls) => Blocking<number>,
): Blocking<{ readonly pid: number; readonly read: number }> {
  const nothing = yield* sys.open("/dev/null");
  while (sys.descriptors().length < 3) sys.dup(nothing);
  const pipe = sys.pipe({ closeOnExec: true });
  const pid = sys.fork(function* captured(inner) {
    inner.dup2(pipe.write, 1);
    inner.dup2(pipe.write, 2);
    inner.close(pipe.read);
    inner.close(pipe.write);
    return yield* body(inner);
  });
  sys.setpgid(pid, pid);
  sys.close(pipe.write);
  return { pid, read: pipe.read };
}

/** Reads until the child has ended, which interrupts a read, and then what it has left in the pipe. */
function* gather(
  sys: Syscalls,
  { pid, read, output }: { readonly pid: number; readonly read: number; readonly output: BoundedBytes },
): Blocking<ChildStatus | null> {
  sys.sigaction("SIGCHLD", { handler: () => undefined });
  let ended: ChildStatus | null = null;
  for (;;) {
    ended ??= (yield* sys.wait(pid, { noHang: true }))?.status ?? null;
    if (ended) sys.setFdFlags(read, { nonBlocking: true });
    try {
      const piece = yield* sys.read(read, mostReadBytes);
      output.add(piece);
      if (output.overflowed) killGroup(sys, pid);
      // Everybody who could write is gone, or has closed it and runs on.
      if (piece.byteLength === 0) return ended ?? (yield* reap(sys, pid));
    } catch (error) {
      if (isErrno(error, "EAGAIN")) return ended;
      if (!isErrno(error, "EINTR")) throw error;
    }
    if (ended && output.overflowed) return ended;
  }
}

function* reap(sys: Syscalls, pid: number): Blocking<ChildStatus | null> {
  for (;;) {
    try {
      return (yield* sys.wait(pid))?.status ?? null;
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
}

function killGroup(sys: Syscalls, pid: number): void {
  tolerating(["ESRCH"], () => sys.kill(-pid, "SIGKILL"));
}

function exitCodeOf(status: ChildStatus | null): number {
  if (status?.kind === "exited") return status.code;
  return 128 + signalNumber(status?.kind === "signaled" ? status.signal : "SIGKILL");
}
