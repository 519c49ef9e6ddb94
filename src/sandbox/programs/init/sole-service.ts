/**
 * init as PID 1 of a container with one program, as tini (`docker run --init`) is: `init -- COMMAND`. Starts it, passes
 * signals on to it, reaps what is left to it, and ends as it ends.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import type { Signal } from "../../abi/signals.ts";
import { exitCodeOf, startCommand } from "../command/run-command.ts";

/** What a program or its user may send; what a terminal stops jobs with is not the init's business. */
const passedOn: readonly Signal[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGTERM",
  "SIGCONT",
  "SIGWINCH",
  "SIGALRM",
  "SIGPWR",
];

/** Runs the program to its end; its exit status, 128 and the signal's number for one that was killed. */
export function* runSoleService(
  sys: Syscalls,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Blocking<number> {
  const came: Signal[] = [];
  for (const signal of passedOn) sys.sigaction(signal, { handler: () => void came.push(signal) });
  for (const signal of ["SIGTTIN", "SIGTTOU"] as const) sys.sigaction(signal, "ignore");
  const pid = startCommand(sys, "init", argv, env, (child) => {
    // A group of its own in the foreground: what is typed is the program's, and not the init's too.
    child.setpgid(0, 0);
    for (const signal of passedOn) child.sigaction(signal, "default");
  });
  try {
    sys.setpgid(pid, pid);
    if (sys.isatty(0)) yield* sys.tcsetpgrp(0, pid);
  } catch (thrown) {
    // It has its group already, has ended, or the terminal is not this session's.
    if (!isErrno(thrown)) throw thrown;
  }
  for (;;) {
    for (let signal = came.shift(); signal; signal = came.shift()) passOn(sys, pid, signal);
    try {
      const ended = yield* sys.wait();
      if (ended?.pid === pid) return exitCodeOf(ended.status);
    } catch (thrown) {
      if (!isErrno(thrown, "EINTR")) throw thrown;
    }
  }
}

function passOn(sys: Syscalls, pid: number, signal: Signal): void {
  try {
    sys.kill(pid, signal);
  } catch (thrown) {
    if (!isErrno(thrown, "ESRCH")) throw thrown;
  }
}
