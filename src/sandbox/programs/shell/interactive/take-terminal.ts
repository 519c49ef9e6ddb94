/**
 * Begins job control: the shell becomes the foreground group of its terminal (as in the GNU C library's manual,
 * "Initializing the Shell").
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { ShellTerminal } from "../execution/terminal.ts";

/** The terminal, taken; `null` where there is none to be had. */
export function* takeTerminal(sys: Syscalls): Blocking<ShellTerminal | null> {
  const fd = yield* openTerminal(sys);
  if (fd === null) return null;
  try {
    // Started in the background, it waits to be brought to the front.
    for (let tries = 0; sys.tcgetpgrp(fd) !== sys.getpgid(); tries += 1) {
      if (tries === 100) throw new Error("never in the foreground");
      sys.kill(0, "SIGTTIN");
      yield* sys.yield();
    }
    for (const signal of ["SIGTTOU", "SIGTTIN", "SIGTSTP"] as const) sys.sigaction(signal, "ignore");
    const pid = sys.getpid();
    if (sys.getpgid() !== pid) sys.setpgid(0, pid);
    yield* sys.tcsetpgrp(fd, pid);
    return new ShellTerminal(fd, pid);
  } catch (error) {
    sys.close(fd);
    if (isErrno(error)) return null;
    throw error;
  }
}

function* openTerminal(sys: Syscalls): Blocking<number | null> {
  let opened: number | null = null;
  try {
    opened = yield* sys.open("/dev/tty", { access: "both" });
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  const from = opened ?? [2, 1, 0].find((fd) => isTerminal(sys, fd));
  if (from === undefined) return null;
  const fd = sys.dup(from, 10, true);
  if (opened !== null) sys.close(opened);
  return fd;
}

/** Whether a descriptor is open on a terminal. */
export function isTerminal(sys: Syscalls, fd: number): boolean {
  try {
    return sys.isatty(fd);
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
