/** flock(1): runs a program while it has a lock on a file, or locks a descriptor of the shell. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure, program, reasonOf } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { execOrComplain, exitCodeOf, shellCommand, startCommand, waitFor } from "../command/run-command.ts";

const usageStatus = 64;

export const flock = program(
  {
    usage: "[OPTION]... FILE COMMAND [ARGUMENT]... | FILE -c COMMAND | NUMBER",
    about: "Run COMMAND with a lock on FILE, or lock the descriptor NUMBER.",
    inOrder: true,
    usageStatus,
    options: {
      shared: flag("-s, --shared", "with others who share it"),
      exclusive: flag("-x, --exclusive", "alone (the default)"),
      alone: flag("-e", "the same"),
      unlock: flag("-u, --unlock", "give the lock up"),
      noWait: flag("-n, --nonblock", "fail where it is taken"),
      noBlock: flag("--nb", "the same"),
      wait: value("-w, --timeout=SECONDS", "wait no longer"),
      conflict: value("-E, --conflict-exit-code=NUMBER", "the status of failing; default 1"),
      close: flag("-o, --close", "COMMAND does not have the lock's descriptor"),
      noFork: flag("-F, --no-fork", "become COMMAND"),
      command: value("-c, --command=COMMAND", "run it by the shell"),
      verbose: flag("--verbose", "say what is done"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const [target, ...rest] = operands;
    if (target === undefined) throw new UsageError("requires file descriptor, file or directory");
    const argv = options.command === null ? commandOf(rest) : shellCommand(options.command);
    const failed = Number(options.conflict ?? 1);
    const kind = options.unlock ? null : options.shared ? ("shared" as const) : ("exclusive" as const);
    const noWait = options.noWait || options.noBlock;
    if (argv.length === 0) {
      if (!/^\d+$/u.test(target)) throw new UsageError(`bad file descriptor: '${target}'`);
      return (yield* locked(sys, Number(target), kind, noWait, options.wait, target)) ? 0 : failed;
    }
    const fd = yield* openToLock(sys, target);
    if (!(yield* locked(sys, fd, kind, noWait, options.wait, target))) {
      if (options.verbose) yield* command.warn("flock: failed to get lock\n");
      return failed;
    }
    if (options.verbose)
      yield* command.warn(`flock: getting lock took 0 seconds\nflock: executing ${argv[0]}\n`);
    if (options.noFork) return yield* execOrComplain(sys, "flock", argv, command.env);
    const pid = startCommand(sys, "flock", argv, command.env, (child) => {
      if (options.close) child.close(fd);
    });
    return exitCodeOf(yield* waitFor(sys, pid));
  },
);

function commandOf([first, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  if (first !== "-c" && first !== "--command") return [first, ...rest];
  if (rest.length !== 1) throw new UsageError("-c requires exactly one command argument");
  return shellCommand(rest[0] ?? "");
}

/** A directory can be locked too, and a file that may only be read. */
function* openToLock(sys: Syscalls, path: string): Blocking<number> {
  try {
    return yield* sys.open(path, { access: "read", create: true, noControllingTerminal: true }, 0o666);
  } catch (thrown) {
    if (isErrno(thrown, "EISDIR")) return yield* sys.open(path, { access: "read", directory: true });
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`cannot open lock file ${path}: ${reasonOf(thrown)}`, 66);
  }
}

/** Whether it got the lock in time. */
function* locked(
  sys: Syscalls,
  fd: number,
  kind: "shared" | "exclusive" | null,
  noWait: boolean,
  wait: string | null,
  name: string,
): Blocking<boolean> {
  const seconds = wait === null ? null : Number(wait);
  if (seconds !== null && !(seconds >= 0)) throw new UsageError(`invalid timeout value: '${wait ?? ""}'`);
  let isOver = false;
  if (seconds !== null && seconds > 0) {
    sys.sigaction("SIGALRM", { handler: () => (isOver = true) });
    sys.alarm(seconds);
  }
  for (;;) {
    try {
      yield* sys.flock(fd, kind, { noWait: noWait || seconds === 0 });
      if (seconds !== null) sys.alarm(0);
      return true;
    } catch (thrown) {
      if (isErrno(thrown, "EAGAIN") || (isErrno(thrown, "EINTR") && isOver)) return false;
      if (isErrno(thrown, "EINTR")) continue;
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`${name}: ${reasonOf(thrown)}`, 65);
    }
  }
}
